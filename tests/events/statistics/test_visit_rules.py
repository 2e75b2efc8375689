"""What counts as a visit, a journey, a country, a leader, and what does not."""

import datetime

import pytest

from countries.models import PositionLevel
from events.statistics.catalogue import RULES
from events.statistics.counts import values_of
from events.statistics.figures import Question
from tests.factories import (
    CountryFactory,
    JourneyFactory,
    OrganizationFactory,
    PersonFactory,
    PositionFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitTypeFactory,
)

pytestmark = pytest.mark.django_db


def value(rule: str, subject: str = "guest_country", country: str = "KAZ", year: int = 2022) -> int:
    question = Question(RULES[rule], subject)
    return values_of([question], country, [year])[question, year].low


def visit(**fields):
    return VisitFactory(**fields)


def visit_to(code: str, **fields):
    return VisitFactory(host_country=CountryFactory(code=code), **fields)


def test_a_held_stop_is_a_visit():
    visit()
    assert value("visits") == 1


@pytest.mark.parametrize("status", ["announced", "postponed", "cancelled"])
def test_a_stop_that_was_not_held_is_no_visit_but_is_on_record(status):
    visit(status=status)
    assert value("visits") == 0
    assert value("visits_on_record") == 1


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_counts_under_no_rule(state):
    visit(state=state)
    assert value("visits") == value("visits_on_record") == value("journeys") == 0


def test_a_visit_of_a_person_who_is_not_published_counts_under_no_rule():
    visit(visitor=PersonFactory(state="draft"))
    assert value("visits_on_record") == 0


def test_an_online_visit_is_none_and_a_hybrid_one_is():
    visit(mode="online")
    assert value("visits") == 0
    visit(mode="hybrid")
    assert value("visits") == 1


def test_a_visit_counts_in_the_year_in_which_it_starts():
    visit(start_date=datetime.date(2021, 12, 31), end_date=datetime.date(2022, 1, 2))
    assert value("visits", year=2021) == 1
    assert value("visits", year=2022) == 0


def test_its_days_count_in_the_years_in_which_they_fall():
    visit(start_date=datetime.date(2021, 12, 31), end_date=datetime.date(2022, 1, 2))
    assert value("days", year=2021) == 1
    assert value("days", year=2022) == 2


def test_a_date_known_only_to_the_year_counts_in_its_year():
    visit(
        start_date=datetime.date(2022, 1, 1),
        start_date_precision="year",
        end_date=datetime.date(2022, 12, 31),
        end_date_precision="year",
    )
    assert value("visits") == 1
    assert value("visits", year=2021) == 0


def test_a_stopover_counts_except_where_stopovers_are_left_out():
    visit(visit_type=VisitTypeFactory(code="transit"))
    assert value("visits") == 1
    assert value("visits_without_stopovers") == value("visits_bilateral") == 0
    visit()
    assert value("visits_without_stopovers") == value("visits_bilateral") == 1


def test_a_visit_for_a_multilateral_event_is_not_bilateral():
    visit(visit_type=VisitTypeFactory(code="multilateral"))
    assert value("visits_bilateral") == 0
    assert value("visits_without_stopovers") == 1


def test_only_state_and_official_visits_are_that():
    for code in ("state", "official", "working"):
        visit(visit_type=VisitTypeFactory(code=code))
    assert value("visits_state_and_official") == 2


def test_two_stops_of_one_journey_are_one_journey():
    person = PersonFactory()
    journey = JourneyFactory(traveller=person)
    visit_to("UZB", visitor=person, journey=journey)
    visit_to("TJK", visitor=person, journey=journey)
    assert value("visits") == 2
    assert value("journeys") == 1


def test_a_stop_without_a_journey_is_one_of_its_own():
    visit()
    visit()
    visit(journey=JourneyFactory())
    assert value("journeys") == 3


def test_a_journey_is_assumed_unless_a_source_ties_it():
    visit(journey=JourneyFactory(basis="sourced"))
    visit(journey=JourneyFactory(basis="assumed"))
    visit(journey=None)
    assert value("journeys_assumed") == 2


def test_a_journey_with_stops_in_two_years_stands_in_both():
    journey = JourneyFactory()
    visit(journey=journey, start_date=datetime.date(2021, 12, 30))
    visit(journey=journey, start_date=datetime.date(2022, 1, 2))
    assert value("journeys", year=2021) == value("journeys", year=2022) == 1


def test_a_country_visited_twice_is_one_country():
    visit_to("UZB")
    visit_to("UZB")
    visit_to("TJK")
    visit_to("TKM", status="cancelled")
    assert value("countries") == 2


def test_a_visitor_of_an_organization_comes_from_no_country():
    visit(guest_country=None, guest_organization=OrganizationFactory(code="EU"))
    visit()
    assert value("visits", "host_country", "UZB") == 2
    assert value("guest_countries", "host_country", "UZB") == 1
    assert value("visits", "guest_country", "KAZ") == 1


def test_a_leader_who_comes_twice_is_one_person_and_two_visits():
    person = PersonFactory()
    president = PositionFactory()
    visit(visitor=person, visitor_position=president)
    visit(visitor=person, visitor_position=president)
    assert value("leaders", "host_country", "UZB") == 1
    assert value("visits_of_leaders", "host_country", "UZB") == 2
    assert value("leader_countries", "host_country", "UZB") == 1


def test_a_minister_or_someone_without_a_position_is_no_leader():
    visit(visitor_position=PositionFactory(level=PositionLevel.MINISTER))
    visit(visitor_position=None)
    assert value("leaders", "host_country", "UZB") == 0
    assert value("people", "host_country", "UZB") == 2


def test_a_visit_that_served_an_event_is_left_out_beside_events():
    stop = visit()
    SummitParticipantFactory(visit=stop, person=stop.visitor)
    visit()
    assert value("visits_without_event") == 1


def test_an_event_that_the_public_cannot_see_leaves_a_visit_without_one():
    stop = visit()
    summit = SummitFactory(state="draft")
    SummitParticipantFactory(summit=summit, visit=stop, person=stop.visitor)
    assert value("visits_without_event") == 1
