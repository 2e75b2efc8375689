"""Counting by dimensions: values, totals, zeros, names, and what is refused."""

import datetime

import pytest
from django.utils.translation import override

from events.models import Chairmanship, SignedDocument, Summit, Visit
from events.statistics import InvalidStatistics, aggregate
from tests.events.statistics.world import make_world
from tests.factories import (
    ChairmanshipFactory,
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    DocumentPartyFactory,
    JourneyFactory,
    OrganizationFactory,
    PersonFactory,
    SignedDocumentFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitTypeFactory,
)

pytestmark = pytest.mark.django_db


def visit(day: str = "2022-04-13", **fields):
    return VisitFactory(start_date=datetime.date.fromisoformat(day), **fields)


def values(counted) -> dict:
    """Values by key, a tuple of keys where there are several dimensions."""
    found = {}
    for group in counted.groups:
        keys = tuple(group.key.values())
        found[keys if len(keys) > 1 else keys[0]] = group.value
    return found


def visits_by(*group_by, **options):
    return values(aggregate(Visit.objects.published(), group_by=group_by, **options))


def test_years_without_a_visit_are_there_as_zero():
    visit("2019-01-01")
    visit("2022-01-01")
    assert visits_by("year") == {2019: 1, 2020: 0, 2021: 0, 2022: 1}


def test_quarters_and_months_follow_one_another_over_new_year():
    visit("2021-11-30")
    visit("2022-02-01")
    assert visits_by("quarter") == {"2021-Q4": 1, "2022-Q1": 1}
    assert visits_by("month") == {"2021-11": 1, "2021-12": 0, "2022-01": 0, "2022-02": 1}


@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_lies_in_its_quarter(month):
    visit(f"2022-{month:02}-01")
    assert visits_by("quarter") == {f"2022-Q{(month + 2) // 3}": 1}


def test_a_visit_known_to_the_year_stands_in_no_month():
    visit("2022-01-01", start_date_precision="year", end_date=None)
    visit("2022-03-01", start_date_precision="month", end_date=None)
    months, quarters = visits_by("month"), visits_by("quarter")
    assert {key: value for key, value in months.items() if value} == {"2022-03": 1, None: 1}
    assert quarters == {"2022-Q1": 1, "2022-Q2": 0, "2022-Q3": 0, "2022-Q4": 0, None: 1}
    assert visits_by("year") == {2022: 2}


def test_zeros_are_filled_for_every_other_key():
    visit("2020-01-01", visit_type=VisitTypeFactory(code="state"))
    visit("2021-01-01", visit_type=VisitTypeFactory(code="working"))
    assert visits_by("visit_type", "year") == {
        ("state", 2020): 1,
        ("state", 2021): 0,
        ("working", 2020): 0,
        ("working", 2021): 1,
    }


def test_zeros_that_would_be_too_many_are_left_out_and_it_says_so(monkeypatch):
    monkeypatch.setattr("events.statistics.aggregates.MOST_GROUPS", 3)
    visit("2019-01-01")
    visit("2022-01-01")
    counted = aggregate(Visit.objects.published(), group_by=["year"])
    assert values(counted) == {2019: 1, 2022: 1}
    assert not counted.zero_filled


def test_nothing_on_record_is_no_group_and_a_total_of_zero():
    for measure in ("visits", "journeys", "days", "countries"):
        counted = aggregate(Visit.objects.published(), measure=measure, group_by=["year"])
        assert (counted.groups, counted.total) == ((), 0)


def test_the_rule_restricts_what_is_counted_and_says_so_in_the_parameters():
    visit()
    visit(status="cancelled")
    counted = aggregate(Visit.objects.published(), group_by=["year"])
    assert counted.total == 1
    assert counted.groups[0].parameters == {
        "status": "held",
        "mode__n": "online",
        "year": "2022",
    }


def test_the_rule_gives_way_to_what_the_caller_asks_for():
    visit()
    visit(status="cancelled")
    assert visits_by("status") == {"held": 1, "cancelled": 1}
    cancelled = Visit.objects.published().filter(status="cancelled")
    counted = aggregate(cancelled, group_by=["year"], filters={"status": "cancelled"})
    assert counted.total == 1
    assert counted.groups[0].parameters["status"] == "cancelled"


def test_a_journey_in_two_groups_counts_once_in_the_total():
    journey = JourneyFactory()
    visit(journey=journey, host_country=CountryFactory(code="UZB"))
    visit(journey=journey, host_country=CountryFactory(code="TJK"))
    counted = aggregate(Visit.objects.published(), measure="journeys", group_by=["host_country"])
    assert values(counted) == {"UZB": 1, "TJK": 1}
    assert counted.total == 1


def test_countries_and_people_are_counted_once():
    person = PersonFactory()
    visit(visitor=person)
    visit(visitor=person)
    assert visits_by("year", measure="countries") == {2022: 1}
    assert visits_by("year", measure="guest_countries") == {2022: 1}
    assert visits_by("year", measure="people") == {2022: 1}


def test_the_documents_and_events_of_visits_are_counted_once_and_only_if_public():
    first, second = visit(), visit("2023-01-01")
    for state in ("published", "published", "draft"):
        SignedDocumentFactory(visit=first, state=state)
    summit = SummitFactory()
    SummitParticipantFactory(summit=summit, visit=first)
    SummitParticipantFactory(summit=SummitFactory(state="draft"), visit=second)

    assert visits_by("year", measure="documents") == {2022: 2, 2023: 0}
    assert visits_by("year", measure="summits") == {2022: 1, 2023: 0}
    counted = aggregate(Visit.objects.published(), measure="documents", group_by=["year"])
    assert counted.rule.code == "documents_from_visits"
    assert counted.total == 2


def test_a_region_whose_visits_have_no_documents_is_there_as_zero():
    make_world()
    SignedDocumentFactory(visit=visit(host_country=CountryFactory(code="UZB")))
    visit(host_country=CountryFactory(code="FRA"))
    assert visits_by("region", measure="documents") == {"143": 1, "155": 0}
    assert visits_by("host_region", measure="documents") == {"143": 1, "155": 0}


def test_a_filter_by_documents_does_not_narrow_what_is_counted():
    stop = visit()
    wanted, _other = (SignedDocumentFactory(visit=stop) for _number in range(2))
    rows = Visit.objects.published().filter(documents=wanted)
    assert values(aggregate(rows, measure="documents", group_by=["year"])) == {2022: 2}


def test_days_go_to_the_period_in_which_they_fall():
    visit("2021-12-30", end_date=datetime.date(2022, 1, 3))
    counted = aggregate(Visit.objects.published(), measure="days", group_by=["year"])
    assert values(counted) == {2021: 2, 2022: 3}
    assert counted.total == 5
    assert counted.groups[1].parameters["overlaps"] == "2022-01..2022-12"


def test_days_by_country_share_a_day_that_the_total_counts_once():
    person = PersonFactory()
    visit(visitor=person, host_country=CountryFactory(code="UZB"))
    visit(visitor=person, host_country=CountryFactory(code="TJK"))
    counted = aggregate(Visit.objects.published(), measure="days", group_by=["host_country"])
    assert values(counted) == {"UZB": 1, "TJK": 1}
    assert counted.total == 1


def test_days_of_partial_dates_are_a_range():
    visit("2022-05-01", start_date_precision="month", end_date=None)
    counted = aggregate(Visit.objects.published(), measure="days", group_by=["year"])
    assert (counted.groups[0].value, counted.groups[0].high) == (1, 31)
    assert (counted.total, counted.total_high) == (1, 31)


def group_of(code: str, joined: datetime.date | None = None, kind: str = "vector"):
    group = CountryGroupFactory(code=code, kind=kind)
    country = CountryFactory(code="UZB")
    CountryGroupMembershipFactory(group=group, country=country, joined=joined)


def test_groups_overlap_and_the_total_is_of_records():
    group_of("A")
    group_of("B")
    group_of("C", kind="region")
    visit()
    counted = aggregate(Visit.objects.published(), group_by=["host_group"], group_kind="vector")
    assert values(counted) == {"A": 1, "B": 1}
    assert counted.total == 1


def test_membership_is_that_of_the_visits_first_day():
    group_of("A", joined=datetime.date(2022, 1, 1))
    visit("2021-12-31")
    visit("2022-01-01")
    assert visits_by("host_group", group_kind="vector") == {"A": 1, None: 1}


def test_a_membership_that_was_resumed_counts_a_visit_once():
    group_of("A", joined=datetime.date(2000, 1, 1))
    group_of("A", joined=datetime.date(2010, 1, 1))
    visit()
    assert visits_by("host_group", group_kind="vector") == {"A": 1}


def test_an_organization_as_a_guest_has_no_country():
    visit(guest_country=None, guest_organization=OrganizationFactory(code="EU"))
    assert visits_by("guest_country") == {None: 1}
    assert visits_by("guest_organization") == {"EU": 1}


def test_visitors_go_by_their_public_id_and_name():
    person = PersonFactory(name_en="Kassym-Jomart Tokayev")
    visit(visitor=person)
    [group] = aggregate(Visit.objects.published(), group_by=["visitor"]).groups
    assert group.key == {"visitor": person.public_id}
    assert group.label == "Kassym-Jomart Tokayev"


def test_labels_are_in_the_active_language():
    visit(host_country=CountryFactory(code="UZB", name_en="Uzbekistan", name_ru="Узбекистан"))
    with override("ru"):
        [group] = aggregate(Visit.objects.published(), group_by=["host_country"]).groups
    assert group.label == "Узбекистан"


def test_the_largest_group_comes_first():
    visit(host_country=CountryFactory(code="TJK"))
    visit(host_country=CountryFactory(code="UZB"))
    visit(host_country=CountryFactory(code="UZB"))
    assert list(visits_by("host_country")) == ["UZB", "TJK"]


def test_an_ordered_distinct_or_cut_queryset_is_counted_as_it_stands():
    for _number in range(3):
        visit()
    rows = Visit.objects.published().order_by("-start_date")
    assert aggregate(rows.distinct(), group_by=["year"]).total == 3
    assert aggregate(rows[:2], group_by=["year"]).total == 2


def test_an_event_stands_with_each_country_that_took_part():
    summit = SummitFactory()
    for code in ("KAZ", "UZB"):
        SummitParticipantFactory(summit=summit, country=CountryFactory(code=code))
    SummitParticipantFactory(summit=summit, person=PersonFactory())
    counted = aggregate(Summit.objects.published(), group_by=["country"])
    assert values(counted) == {"KAZ": 1, "UZB": 1}
    assert counted.total == 1


def test_a_document_stands_with_parties_and_with_members_of_a_party_organization():
    organization = OrganizationFactory(code="SCO")
    group = CountryGroupFactory(code="SCO", kind="organization", organization=organization)
    for code, left in (("TJK", None), ("IND", datetime.date(2022, 4, 12))):
        CountryGroupMembershipFactory(
            group=group, country=CountryFactory(code=code), left=left, ongoing=left is None
        )
    document = SignedDocumentFactory()
    DocumentPartyFactory(document=document)
    DocumentPartyFactory(document=document, country=None, organization=organization)
    rows = SignedDocument.objects.published()
    assert values(aggregate(rows, group_by=["country"])) == {"KAZ": 1, "TJK": 1}
    assert values(aggregate(rows, group_by=["organization"])) == {"SCO": 1}


def test_a_chairmanship_stands_in_every_year_that_it_touches():
    ChairmanshipFactory(start_date=datetime.date(2020, 7, 1), end_date=datetime.date(2022, 7, 1))
    ChairmanshipFactory(start_date=datetime.date(2021, 1, 1), end_date=None, ongoing=True)
    ChairmanshipFactory(start_date=datetime.date(2020, 1, 1), end_date=None, ongoing=False)
    counted = aggregate(Chairmanship.objects.published(), group_by=["year"])
    assert values(counted) == {2020: 2, 2021: 2, 2022: 2}
    assert counted.total == 3


REFUSALS = [
    ({"group_by": ["colour"]}, "group_by"),
    ({"group_by": []}, "group_by"),
    ({"group_by": ["year", "year"]}, "group_by"),
    ({"group_by": ["year", "month"]}, "group_by"),
    ({"group_by": ["mode", "status", "visitor", "visit_type"]}, "group_by"),
    ({"group_by": ["host_country"], "measure": "countries"}, "group_by"),
    ({"group_by": ["year"], "measure": "kilometres"}, "measure"),
    ({"group_by": ["year"], "measure": "chairmanships"}, "measure"),
    ({"group_by": ["host_group"]}, "group_kind"),
    ({"group_by": ["host_group"], "group_kind": "colour"}, "group_kind"),
    ({"group_by": ["year"], "group_kind": "vector"}, "group_kind"),
]


@pytest.mark.parametrize(("question", "parameter"), REFUSALS)
def test_a_senseless_question_is_refused_and_says_which_parameter(question, parameter):
    with pytest.raises(InvalidStatistics) as refusal:
        aggregate(Visit.objects.published(), **question)
    assert refusal.value.parameter == parameter
    assert refusal.value.detail


def test_a_refusal_names_the_valid_values():
    with pytest.raises(InvalidStatistics) as refusal:
        aggregate(Visit.objects.published(), group_by=["colour"])
    assert "host_country" in refusal.value.valid


@pytest.mark.parametrize(
    ("question", "queries"),
    [
        ({"group_by": ["year"]}, 1),
        ({"group_by": ["year", "status"]}, 1),
        ({"group_by": ["host_country"]}, 2),
        ({"group_by": ["year"], "measure": "journeys"}, 1),
        ({"group_by": ["host_group"], "group_kind": "vector"}, 3),
        ({"group_by": ["year"], "measure": "days"}, 1),
    ],
)
@pytest.mark.parametrize("rows", [1, 5])
def test_a_question_costs_a_fixed_number_of_queries(
    django_assert_num_queries, question, queries, rows
):
    group_of("A")
    for _number in range(rows):
        visit()
    with django_assert_num_queries(queries):
        aggregate(Visit.objects.published(), **question)
