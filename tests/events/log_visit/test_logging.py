"""A visit is logged with its summit, documents and source on one page and in one write."""

import pytest

from countries.models import EditorialState, Person
from events.models import Journey, Revision, SignedDocument, Source, Summit, Visit
from tests import factories
from tests.events.log_visit.steps import DOCUMENT, PAGE, SOURCE, SUMMIT, log

pytestmark = pytest.mark.django_db


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


def test_people_are_made_on_the_spot_once_and_as_drafts(analyst, data):
    new = "+ Mukhtar Tileuberdi"
    assert log(analyst, data, counterpart=new, **DOCUMENT, **{"rows-0-host_signatory": new}) == {}
    person = Person.objects.get(name_en="Mukhtar Tileuberdi")
    assert person.state == EditorialState.DRAFT
    assert SignedDocument.objects.get().parties.get(country="UZB").signatory == person


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


def test_the_page_costs_the_same_whatever_the_record_holds(
    analyst, data, django_assert_num_queries
):
    factories.VisitFactory.create_batch(5)
    analyst.get(PAGE)
    with django_assert_num_queries(11):
        analyst.get(PAGE)
