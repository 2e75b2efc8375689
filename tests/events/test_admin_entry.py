"""An analyst logs the record in the admin; what is wrong is refused at its field."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from countries.models import EditorialState, Tenure
from events.models import Chairmanship, Journey, SignedDocument, Source, Summit, Visit
from tests import factories
from tests.admin_forms import errors_of, posted

pytestmark = pytest.mark.django_db

ADD_VISIT = "/admin/events/visit/add/"
ADD_DOCUMENT = "/admin/events/signeddocument/add/"
ADD_SUMMIT = "/admin/events/summit/add/"


@pytest.fixture
def president():
    tenure = factories.TenureFactory(
        person__name_en="Kassym-Jomart Tokayev",
        position__name_en="President",
        position__country=factories.CountryFactory(code="KAZ"),
    )
    return tenure.person


def visit_data(client, president, **changes):
    fields = {
        "visitor": president.pk,
        "guest_country": factories.CountryFactory(code="KAZ").pk,
        "host_country": factories.CountryFactory(code="UZB").pk,
        "visit_type": factories.VisitTypeFactory().pk,
        "start": "2022-04-13",
        "end": "2022-04-14",
    }
    return posted(client, ADD_VISIT, **(fields | changes))


def texts(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_an_analyst_logs_a_visit_and_sees_it_in_the_list(analyst, president):
    response = analyst.post(ADD_VISIT, visit_data(analyst, president, city="Tashkent"))
    assert response.status_code == 302, errors_of(response)
    visit = Visit.objects.get()
    assert (visit.start_date, visit.end_date) == (
        datetime.date(2022, 4, 13),
        datetime.date(2022, 4, 14),
    )
    assert visit.state == EditorialState.DRAFT
    assert visit.history.get().history_user_id == "analyst"
    listed = analyst.get(reverse("admin:events_visit_changelist")).content.decode()
    assert visit.public_id in listed
    assert "2022-04-13 – 2022-04-14" in listed


def test_a_month_or_a_year_is_a_date_and_is_shown_back_the_same(analyst, president):
    analyst.post(ADD_VISIT, visit_data(analyst, president, start="2022-04", end="2022"))
    visit = Visit.objects.get()
    assert (str(visit.start), str(visit.end)) == ("2022-04", "2022")
    assert visit.end_date == datetime.date(2022, 12, 31)
    data = posted(analyst, reverse("admin:events_visit_change", args=[visit.pk]))
    assert (data["start"], data["end"]) == ("2022-04", "2022")


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("13–15 Sept 2022", "2022-09-13", "2022-09-15"),
        ("с 13 по 15 сентября 2022 года", "2022-09-13", "2022-09-15"),
        ("2022 жылғы 13–15 қыркүйек", "2022-09-13", "2022-09-15"),
        ("сентябрь 2022", "2022-09", "None"),
        ("13.04.2022", "2022-04-13", "None"),
        ("2022-04", "2022-04", "None"),
    ],
)
def test_dates_are_entered_as_people_write_them(analyst, president, written, start, end):
    analyst.post(ADD_VISIT, visit_data(analyst, president, start=written, end=""))
    visit = Visit.objects.get()
    assert (str(visit.start), str(visit.end)) == (start, end)


def test_a_date_that_was_understood_is_shown_back_beside_its_field(analyst, president):
    data = visit_data(analyst, president, start="13–15 Sept 2022", end="", visitor="")
    page = analyst.post(ADD_VISIT, data).content.decode()
    assert "= 2022-09-13 … 2022-09-15</output>" in page


def test_the_script_beside_a_date_is_told_how_it_is_read(analyst, client):
    def answer(text):
        return analyst.get("/admin/read-date/", {"text": text}).json()

    assert answer("сентябрь 2022") == {"reading": "= 2022-09"}
    assert "2022-09-05 or 2022-05-09" in answer("05/09/2022")["error"]
    assert answer("2022-04-13") == {"reading": ""}
    assert client.get("/admin/read-date/", {"text": "2022"}).status_code == 302


def test_an_end_may_be_left_empty(analyst, president):
    analyst.post(ADD_VISIT, visit_data(analyst, president, end=""))
    assert Visit.objects.get().end is None


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"start": "soon"}, "start", "not a date that can be read"),
        ({"start": "05/09/2022", "end": ""}, "start", "2022-09-05 or 2022-05-09"),
        ({"start": "13 April"}, "start", "has no year"),
        ({"start": "", "end": "13–15 Sept 2022"}, "end", "One date belongs here"),
        ({"start": "13–15 Sept 2022", "end": "2022-09-16"}, "end", "leave this empty"),
        ({"start": "2022-02-30"}, "start", "not in the calendar"),
        ({"start": ""}, "start", "required"),
        ({"end": "2022-04-01"}, "end", "The end is before the start."),
        ({"guest_country": ""}, "guest_organization", "A visit has one guest"),
        ({"host_country": "KAZ"}, "guest_country", "are the same"),
        ({"visitor": ""}, "visitor", "required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    analyst, president, changes, field, message
):
    data = visit_data(analyst, president, city="Samarkand", **changes)
    response = analyst.post(ADD_VISIT, data)
    assert message in " ".join(errors_of(response)[field])
    assert not Visit.objects.exists()
    form = response.context["adminform"].form
    assert form["city"].value() == "Samarkand"
    assert form["start"].value() == data["start"]


def test_the_visitors_position_is_taken_from_the_tenure_on_the_first_day(analyst, president):
    Tenure.objects.create(
        person=president,
        position=factories.PositionFactory(name_en="Ambassador", level="other"),
        start_date=datetime.date(1990, 1, 1),
        end_date=datetime.date(1999, 12, 31),
    )
    analyst.post(ADD_VISIT, visit_data(analyst, president))
    assert Visit.objects.get().visitor_position.name_en == "President"


def test_a_position_that_was_entered_stays(analyst, president):
    other = factories.PositionFactory(name_en="Special envoy")
    analyst.post(ADD_VISIT, visit_data(analyst, president, visitor_position=other.pk))
    assert Visit.objects.get().visitor_position == other


def test_stops_on_adjoining_days_share_an_assumed_journey(analyst, president):
    analyst.post(ADD_VISIT, visit_data(analyst, president))
    turkey = factories.CountryFactory(code="TUR").pk
    analyst.post(
        ADD_VISIT,
        visit_data(analyst, president, host_country=turkey, start="2022-04-15", end="2022-04-15"),
    )
    journey = Journey.objects.get()
    assert journey.basis == Journey.Basis.ASSUMED
    assert journey.visits.count() == 2


def test_a_stop_moved_to_another_day_leaves_its_assumed_journey(analyst, president):
    for host, day in (("UZB", "2022-04-13"), ("TUR", "2022-04-14")):
        country = factories.CountryFactory(code=host).pk
        data = visit_data(analyst, president, host_country=country, start=day, end=day)
        analyst.post(ADD_VISIT, data)
    moved = Visit.objects.get(host_country="TUR")
    url = reverse("admin:events_visit_change", args=[moved.pk])
    analyst.post(url, posted(analyst, url, start="2022-06-01", end="2022-06-01"))
    assert Journey.objects.count() == 2


def test_a_journey_that_was_chosen_stays(analyst, president):
    journey = factories.JourneyFactory(traveller=president)
    analyst.post(ADD_VISIT, visit_data(analyst, president, journey=journey.pk))
    assert Visit.objects.get().journey == journey


def test_delegation_and_citations_are_entered_with_the_visit(analyst, president):
    minister, source = factories.PersonFactory(), factories.SourceFactory()
    data = visit_data(
        analyst,
        president,
        participants=[{"role": "delegation", "person": minister.pk}],
        citations=[{"source": source.pk, "field": "city", "value": "Tashkent"}],
    )
    assert analyst.post(ADD_VISIT, data).status_code == 302
    visit = Visit.objects.get()
    assert visit.participants.get().person == minister
    assert visit.citations.get().value == "Tashkent"


def test_a_source_is_added_from_within_the_record(analyst):
    url = "/admin/events/source/add/?_popup=1"
    data = posted(analyst, url, title="Visit to Tashkent", published_on="2022-04", _popup="1")
    response = analyst.post(url, data)
    assert response.template_name[-1] == "admin/popup_response.html"
    assert str(Source.objects.get().published_on) == "2022-04"


def test_the_same_person_twice_in_one_visit_is_refused(analyst, president):
    minister = factories.PersonFactory()
    rows = [{"role": "delegation", "person": minister.pk} for _ in range(2)]
    response = analyst.post(ADD_VISIT, visit_data(analyst, president, participants=rows))
    assert errors_of(response)
    assert not Visit.objects.exists()


def summit_data(client, *participants):
    return posted(
        client,
        ADD_SUMMIT,
        title="SCO summit",
        kind=factories.EventKindFactory().pk,
        start="2022-09-15",
        participants=list(participants),
    )


def test_a_summit_is_logged_with_its_participants(analyst):
    countries = [factories.CountryFactory(code=code).pk for code in ("KAZ", "UZB")]
    data = summit_data(analyst, *({"country": country, "role": "member"} for country in countries))
    assert analyst.post(ADD_SUMMIT, data).status_code == 302
    assert Summit.objects.get().participants.count() == 2


@pytest.mark.parametrize("named", [True, False])
def test_the_same_participant_twice_in_one_summit_is_refused(analyst, named):
    country = factories.CountryFactory(code="KAZ").pk
    person = factories.PersonFactory().pk if named else ""
    row = {"country": country, "person": person, "role": "member"}
    response = analyst.post(ADD_SUMMIT, summit_data(analyst, row, row))
    field = "participants.person" if named else "participants.country"
    assert "already" in " ".join(errors_of(response)[field])
    assert not Summit.objects.exists()


def document_data(client, *parties, **changes):
    fields = {
        "title": "Agreement on friendship",
        "kind": factories.DocumentKindFactory().pk,
        "signed": "2022-04",
        "parties": list(parties),
    }
    return posted(client, ADD_DOCUMENT, **(fields | changes))


def test_a_document_is_logged_with_parties_and_dated_actions(analyst):
    parties = [{"country": factories.CountryFactory(code=code).pk} for code in ("KAZ", "UZB")]
    actions = [{"action_type": factories.ActionTypeFactory().pk, "when": "2023"}]
    data = document_data(analyst, *parties, actions=actions)
    response = analyst.post(ADD_DOCUMENT, data)
    assert response.status_code == 302, errors_of(response)
    document = SignedDocument.objects.get()
    assert document.signed_date_last == datetime.date(2022, 4, 30)
    assert str(document.actions.get().when) == "2023"
    assert document.parties.count() == 2


def test_a_document_without_a_party_is_refused(analyst):
    response = analyst.post(ADD_DOCUMENT, document_data(analyst))
    assert "add at least one country or organization" in errors_of(response)["parties"][0]
    assert not SignedDocument.objects.exists()


def test_the_last_party_cannot_be_taken_away(analyst):
    document = factories.DocumentPartyFactory(document__state="draft").document
    url = reverse("admin:events_signeddocument_change", args=[document.pk])
    response = analyst.post(url, posted(analyst, url) | {"parties-0-DELETE": "on"})
    assert "parties" in errors_of(response)
    assert document.parties.count() == 1


def test_an_action_before_the_signature_is_refused_even_beside_another_error(analyst):
    party = {"country": factories.CountryFactory(code="KAZ").pk}
    action = {"action_type": factories.ActionTypeFactory().pk, "when": "2021"}
    response = analyst.post(ADD_DOCUMENT, document_data(analyst, party, actions=[action]))
    assert "before the document was signed" in errors_of(response)["actions.when"][0]
    unsigned = document_data(analyst, party, actions=[action], signed="soon")
    assert "signed" in errors_of(analyst.post(ADD_DOCUMENT, unsigned))


def test_a_party_is_a_country_or_an_organization_not_both(analyst):
    party = {
        "country": factories.CountryFactory(code="KAZ").pk,
        "organization": factories.OrganizationFactory(code="EU").pk,
    }
    response = analyst.post(ADD_DOCUMENT, document_data(analyst, party))
    assert "A party is a country or an organization." in errors_of(response)["parties.organization"]


def test_overlapping_chairmanships_are_saved_with_a_warning_that_names_the_other(analyst):
    other = factories.ChairmanshipFactory(organization=factories.OrganizationFactory(code="OTS"))
    data = posted(
        analyst,
        "/admin/events/chairmanship/add/",
        organization="OTS",
        country=factories.CountryFactory(code="UZB").pk,
        start="2022-06",
        end="2023-05",
    )
    response = analyst.post("/admin/events/chairmanship/add/", data)
    assert Chairmanship.objects.count() == 2
    assert reverse("admin:events_chairmanship_change", args=[other.pk]) in texts(response)


def test_a_chairmanship_alone_in_its_time_brings_no_warning(analyst):
    factories.ChairmanshipFactory(organization=factories.OrganizationFactory(code="OTS"))
    data = posted(
        analyst,
        "/admin/events/chairmanship/add/",
        organization="OTS",
        country=factories.CountryFactory(code="UZB").pk,
        start="2023-01-01",
        ongoing="on",
    )
    response = analyst.post("/admin/events/chairmanship/add/", data)
    assert response.status_code == 302
    assert "same time" not in texts(response)


def test_what_is_still_going_on_has_no_end(analyst):
    data = posted(
        analyst,
        "/admin/events/chairmanship/add/",
        organization=factories.OrganizationFactory(code="OTS").pk,
        country=factories.CountryFactory(code="UZB").pk,
        start="2023-01-01",
        end="2023-12-31",
        ongoing="on",
    )
    response = analyst.post("/admin/events/chairmanship/add/", data)
    assert "cannot have an end" in errors_of(response)["end"][0]


def test_a_stop_added_to_a_journey_is_a_draft_visit_of_its_traveller(analyst, president):
    journey = factories.JourneyFactory(traveller=president, state="draft")
    url = reverse("admin:events_journey_change", args=[journey.pk])
    stop = {
        "start": "2022-04-13",
        "end": "2022-04-13",
        "host_country": factories.CountryFactory(code="UZB").pk,
        "visit_type": factories.VisitTypeFactory().pk,
    }
    response = analyst.post(url, posted(analyst, url, visits=[stop]))
    assert response.status_code == 302, errors_of(response)
    visit = journey.visits.get()
    assert (visit.visitor, visit.guest_country_id) == (president, "KAZ")
    assert (visit.state, visit.visitor_position.name_en) == (EditorialState.DRAFT, "President")


def test_a_code_is_fixed_once_it_is_there(analyst):
    country = factories.CountryFactory(code="KAZ")
    url = reverse("admin:countries_country_change", args=["KAZ"])
    response = analyst.post(url, posted(analyst, url, code="QAZ", capital="Astana"))
    assert response.status_code == 302, errors_of(response)
    country.refresh_from_db()
    assert (country.code, country.capital) == ("KAZ", "Astana")
