"""A visit is logged with its summit, documents and source on one page and in one write."""

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.utils import translation

from countries.lookups import find
from countries.models import EditorialState, Person, Position
from events.models import Journey, NotDuplicate, Revision, SignedDocument, Source, Summit, Visit
from tests import factories
from tests.admin_forms import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/events/visit/log/"


@pytest.fixture
def analyst():
    return signed_in("analyst", "analyst")


def leader(name: str, country: str) -> Person:
    return factories.TenureFactory(
        person__name_en=name, position__country=factories.CountryFactory(code=country)
    ).person


@pytest.fixture
def guest():
    return leader("Kassym-Jomart Tokayev", "KAZ")


@pytest.fixture
def host():
    return leader("Shavkat Mirziyoyev", "UZB")


@pytest.fixture
def data(guest, host):
    factories.VisitTypeFactory(code="state")
    factories.EventKindFactory(code="summit")
    factories.DocumentKindFactory(code="agreement")
    rows = {"rows-TOTAL_FORMS": 4, "rows-INITIAL_FORMS": 0}
    return rows | {
        "visitor": "tokayev",
        "host_country": "UZ",
        "start": "15 Sept 2022",
        "city": "Samarkand",
        "visit_type": "state",
        "status": "held",
        "mode": "in_person",
        "confidence": "high",
        "documents-came_of": "visit",
        "documents-conclusion": "signed",
    }


SOURCE = {"source-url": "https://example.org/state-visit", "source-title": "State visit"}
DOCUMENT = {"rows-0-title": "Agreement on water", "rows-0-kind": "agreement"}
SUMMIT = {"summit-summit": "+ SCO summit", "summit-kind": "summit", "summit-visitor_role": "guest"}


def log(client, data, **more):
    response = client.post(PAGE, data | more)
    if response.status_code == 302:
        return {}
    entry = response.context["entry"]
    errors = [*entry.forms()[:3], entry.source, *entry.rows.forms]
    return {
        field: list(messages) for form in errors for field, messages in form.errors.items()
    } or {"": [str(message) for message in get_messages(response.wsgi_request)]}


def test_names_are_found_as_they_are_typed_and_the_rest_is_known(analyst, data, guest):
    assert log(analyst, data) == {}
    visit = Visit.objects.get()
    assert (visit.visitor, visit.host_country_id, visit.guest_country_id) == (guest, "UZB", "KAZ")
    assert (str(visit.start), str(visit.end)) == ("2022-09-15", "None")
    assert visit.visitor_position.country_id == "KAZ"
    assert visit.journey.basis == Journey.Basis.ASSUMED
    assert visit.state == EditorialState.DRAFT


def test_visit_summit_documents_and_source_are_one_write(analyst, data, guest, host):
    assert (
        log(
            analyst,
            data,
            counterpart="Mirziyoyev",
            **SOURCE,
            **SUMMIT,
            **DOCUMENT,
            **{"rows-0-guest_signatory": "tokayev", "documents-came_of": "both"},
        )
        == {}
    )
    visit, summit, document = (
        Visit.objects.get(),
        Summit.objects.get(),
        SignedDocument.objects.get(),
    )
    assert visit.participants.get().person == host
    sides = {p.country_id: (p.person, p.role) for p in summit.participants.all()}
    assert sides == {"KAZ": (guest, "guest"), "UZB": (host, "host")}
    assert (document.visit, document.summit, str(document.signed)) == (visit, summit, "2022-09-15")
    parties = {p.country_id: p.signatory for p in document.parties.all()}
    assert parties == {"KAZ": guest, "UZB": None}
    source = Source.objects.get()
    assert {c.record for c in source.citations.all()} == {visit, summit, document}
    assert visit.history.get().history_user_id == "analyst"


def test_all_of_it_goes_to_review_by_one_button(analyst, data):
    new = {"counterpart": "+ Mukhtar Tileuberdi", "own_journey": "on"}
    response = analyst.post(
        PAGE, data | SOURCE | SUMMIT | DOCUMENT | new | {"_submit_all": "1"}, follow=True
    )
    for model in (Visit, Summit, SignedDocument, Journey):
        assert model.objects.get().state == EditorialState.IN_REVIEW
    person = Person.objects.get(name_en="Mukhtar Tileuberdi")
    assert person.state == EditorialState.IN_REVIEW
    assert f"{person.public_id} {person}" in response.content.decode()
    assert Journey.objects.get().citations.exists()


def test_nothing_is_kept_where_it_may_not_be_submitted(data):
    client = signed_in("half", "analyst")
    group = User.objects.get(username="half").groups.get()
    group.permissions.remove(group.permissions.get(codename="change_visit"))
    said = log(client, data, _submit_all="1")[""]
    assert "You may not change it" in said[0]
    assert not Visit.objects.exists()


def test_people_are_made_on_the_spot_once_and_as_drafts(analyst, data):
    new = "+ Mukhtar Tileuberdi"
    assert log(analyst, data, counterpart=new, **DOCUMENT, **{"rows-0-host_signatory": new}) == {}
    person = Person.objects.get(name_en="Mukhtar Tileuberdi")
    assert person.state == EditorialState.DRAFT
    assert SignedDocument.objects.get().parties.get(country="UZB").signatory == person


def test_nothing_is_written_where_anything_is_wrong_and_nothing_is_lost(analyst, data):
    wrong = data | {"counterpart": "+ New Person", "rows-0-title": "Agreement on water", **SOURCE}
    response = analyst.post(PAGE, wrong)
    entry = response.context["entry"]
    assert "Which kind" in entry.rows[0].errors["kind"][0]
    assert entry.visit["counterpart"].value() == "+ New Person"
    assert entry.source["title"].value() == "State visit"
    assert not Visit.objects.exists()
    assert not Source.objects.exists()
    assert not Person.objects.filter(name_en="New Person").exists()


@pytest.mark.parametrize(
    ("more", "field", "message"),
    [
        ({"visitor": "nobody"}, "visitor", "+ nobody"),
        ({"visitor": ""}, "visitor", "required"),
        ({"host_country": "Atlantis"}, "host_country", "Nothing is found"),
        ({"host_country": "KAZ"}, "guest_country", "are the same"),
        ({"start": "05/09/2022"}, "start", "2022-09-05 or 2022-05-09"),
        ({"start": "13–15 Sept 2022", **DOCUMENT}, "signed", "On which of these days"),
        ({"documents-came_of": "summit"}, "came_of", "No summit is named"),
        ({"summit-summit": "+ SCO summit"}, "kind", "Which kind of meeting"),
        ({"source-url": "https://example.org/"}, "title", "Write the title of the page"),
        ({"summit-summit": "+ x", "summit-kind": "no"}, "kind", "valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(analyst, data, more, field, message):
    errors = log(analyst, data, **more)
    assert message in " ".join(errors[field])
    assert not Visit.objects.exists()


def test_a_name_that_two_people_have_is_not_guessed(analyst, data, guest):
    other = factories.PersonFactory(name_en="Kemel Tokayev")
    message = log(analyst, data)["visitor"][0]
    assert f"(P{guest.pk})" in message
    assert f"(P{other.pk})" in message
    assert log(analyst, data, visitor=f"P{other.pk}", guest_country="KAZ") == {}


def test_a_summit_of_other_days_is_refused(analyst, data):
    summit = factories.SummitFactory(state="draft", title="CSTO summit")
    assert "2022-04-13" in log(analyst, data, **{"summit-summit": "CSTO"})["summit"][0]
    assert not summit.participants.exists()


def test_what_joins_a_published_summit_waits_for_review(analyst, data, guest):
    summit = factories.SummitFactory(title="SCO summit", start_date="2022-09-15")
    assert log(analyst, data, **{"summit-summit": "SCO", "summit-visitor_role": "member"}) == {}
    assert not summit.participants.exists()
    revision = Revision.objects.get(summit=summit)
    rows = revision.payload["children"]["participants"]
    assert {row["country_id"] for row in rows} == {"KAZ", "UZB"}
    assert Visit.objects.get().visitor == guest


def test_a_journey_of_its_own_is_not_joined(analyst, data):
    log(analyst, data)
    log(analyst, data, start="16 Sept 2022", own_journey="on")
    own = Visit.objects.get(start_date="2022-09-16").journey
    assert own.basis == Journey.Basis.SOURCED
    assert own.visits.count() == 1


def test_what_is_likely_there_is_shown_beside_what_was_typed_which_is_kept(analyst, data):
    everything = data | SUMMIT | DOCUMENT
    log(analyst, everything)
    visit, summit, document = (
        Visit.objects.get(),
        Summit.objects.get(),
        SignedDocument.objects.get(),
    )
    summit.title_ru = "Саммит ШОС"
    summit.save()
    again = {"purpose": "Talks", "summit-summit": "+ Саммит ШОС"}
    response = analyst.post(PAGE, everything | again)
    shown = response.context["asked"].shown
    assert [candidate.record for candidate in shown] == [visit, summit, document]
    page = response.content.decode()
    assert f'<a href="/admin/events/visit/{visit.pk}/change/" target="_blank"' in page
    assert ("Samarkand", "Samarkand") in [line.values for line in shown[0].lines]
    assert response.context["entry"].visit["purpose"].value() == "Talks"
    assert response.context["entry"].rows[0]["title"].value() == "Agreement on water"
    assert Visit.objects.count() == Summit.objects.count() == SignedDocument.objects.count() == 1


def test_what_is_said_to_be_another_is_saved_and_that_is_remembered(analyst, data):
    log(analyst, data | DOCUMENT)
    visit, document = Visit.objects.get(), SignedDocument.objects.get()
    said = {"_different": [visit.public_id]}
    response = analyst.post(PAGE, data | DOCUMENT | said)
    assert [candidate.record for candidate in response.context["asked"].shown] == [document]
    assert f'name="_different" value="{visit.public_id}"' in response.content.decode()
    said = {"_different": [visit.public_id, document.public_id]}
    assert log(analyst, data | DOCUMENT | said) == {}
    assert Visit.objects.count() == 2
    assert {pair.author for pair in NotDuplicate.objects.all()} == {"analyst"}
    assert NotDuplicate.objects.count() == 2


def test_documents_of_one_page_are_not_taken_for_one_another(analyst, data):
    second = {"rows-1-title": "Agreement on water", "rows-1-kind": "agreement"}
    assert log(analyst, data | DOCUMENT | second) == {}
    assert SignedDocument.objects.count() == 2


def test_more_rows_come_by_a_button_without_a_script(analyst, data):
    response = analyst.post(PAGE, data | DOCUMENT | {"_more": "1", "start": ""})
    entry = response.context["entry"]
    assert len(entry.rows.forms) == 8
    assert entry.rows[0]["title"].value() == "Agreement on water"
    assert "errorlist" not in response.content.decode()


def test_another_visit_is_logged_of_the_same_source_and_visitor(analyst, data):
    response = analyst.post(PAGE, data | SOURCE | {"_addanother": "1"})
    page = analyst.get(response.url).context["entry"]
    assert page.visit["visitor"].value().startswith("Kassym-Jomart Tokayev (P")
    assert page.source["source"].value() == "State visit"


def test_the_page_is_told_what_the_record_knows(analyst, guest, host):
    draft = factories.VisitFactory(
        visitor=guest, state="draft", start_date="2022-09-14", city="Samarkand"
    )
    draft.journey = factories.JourneyFactory(
        traveller=guest,
        state="draft",
        basis="assumed",
        start_date="2022-09-14",
        end_date="2022-09-14",
    )
    draft.save()
    query = {"visitor": f"P{guest.pk}", "host_country": "uzb", "start": "15 Sept 2022"}
    known = analyst.get(f"{PAGE}suggestions/", query).json()
    assert known["fields"]["guest_country"].endswith("(KAZ)")
    assert known["fields"]["counterpart"] == f"Shavkat Mirziyoyev (P{host.pk})"
    assert draft.journey.public_id in known["journey"]
    assert known["cities"] == ["Samarkand"]


def test_typing_makes_nobody(analyst):
    analyst.get(f"{PAGE}suggestions/", {"visitor": "+ Some One"})
    assert not Person.objects.exists()


def test_boxes_are_offered_what_is_typed_in_any_script(analyst, guest, client):
    def offered(text, model="countries.person"):
        return analyst.get(f"/admin/lookup/{model}/", {"q": text}).json()["results"]

    assert offered("Токаев") == [f"Kassym-Jomart Tokayev (P{guest.pk})"]
    assert offered("kz", "countries.country") == []
    assert offered("KAZ", "countries.country") == ["Country KAZ (KAZ)"]
    assert offered("") == offered("(") == []
    assert analyst.get("/admin/lookup/auth.user/", {"q": "a"}).status_code == 404
    assert client.get("/admin/lookup/countries.person/", {"q": "a"}).status_code == 302


def test_who_may_only_read_does_not_log():
    viewer = signed_in("viewer", "viewer")
    assert viewer.get(PAGE).status_code == 403
    assert viewer.get(f"{PAGE}suggestions/").status_code == 403


def test_the_page_costs_the_same_whatever_the_record_holds(
    analyst, data, django_assert_num_queries
):
    factories.VisitFactory.create_batch(5)
    analyst.get(PAGE)
    with django_assert_num_queries(11):
        analyst.get(PAGE)


@pytest.mark.parametrize("typed", ["tokay", "Tokaye", "kassym-jomart tokay", "mirziyo", "mirziy"])
def test_a_name_is_offered_after_each_letter(analyst, guest, host, typed):
    found = analyst.get("/admin/lookup/countries.person/", {"q": typed}).json()["results"]
    assert len(found) == 1


@pytest.mark.parametrize("typed", ["tokaz", "toy", "mirzaki"])
def test_a_name_that_begins_otherwise_is_not_offered(analyst, guest, host, typed):
    found = analyst.get("/admin/lookup/countries.person/", {"q": typed}).json()["results"]
    assert found == []


def test_an_office_is_written_with_its_country_and_found_by_that(analyst, data, guest):
    query = {"visitor": f"P{guest.pk}", "host_country": "UZB", "start": "15 Sept 2022"}
    fields = analyst.get(f"{PAGE}suggestions/", query).json()["fields"]
    office = guest.tenures.get().position
    assert fields["visitor_position"] == f"{office.name_en} (KAZ)"
    factories.PositionFactory(name_en=office.name_en, country_id="UZB")
    factories.PositionFactory(name_en=f"Deputy of the {office.name_en}", country_id="KAZ")
    assert log(analyst, data, visitor_position=fields["visitor_position"]) == {}
    assert Visit.objects.get().visitor_position == office


def test_two_offices_that_are_written_alike_are_told_apart_by_their_keys():
    offices = [factories.PositionFactory(name_ru="Посол", country__code="KAZ") for _ in range(2)]
    with translation.override("ru"), pytest.raises(ValidationError) as error:
        find(Position, "Посол (KAZ)")
    assert all(f"Посол (KAZ) (#{office.pk})" in error.value.messages[0] for office in offices)
