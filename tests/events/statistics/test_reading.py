"""Statistics read together say what each says alone, in fewer queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from events.models import Visit
from events.statistics import aggregate, aggregating, together, year_summary
from events.statistics.firsts import finding_firsts, firsts_of
from events.statistics.year_summary import summarising
from tests import factories

pytestmark = pytest.mark.django_db
SIDES = ("host_country", "guest_country")


@pytest.fixture
def records():
    """Visits of two years, dated to the day, the month and the year; a document, an event."""
    for day, precision in (
        ("2021-03-01", "day"),
        ("2022-04-13", "day"),
        ("2022-05-01", "month"),
        ("2022-01-01", "year"),
    ):
        factories.VisitFactory(
            start_date=day,
            start_date_precision=precision,
            end_date=None,
            host_country__code="UZB",
        )
    factories.VisitFactory(start_date="2022-06-02", end_date=None, host_country__code="TUR")
    factories.DocumentPartyFactory()
    factories.SummitParticipantFactory()
    return Country.objects.get(pk="KAZ")


def test_each_says_together_what_it_says_alone(records):
    visits = Visit.objects.published()
    assert together(
        summarising(records, 2022),
        *(aggregating(visits, group_by=[by]) for by in ("month", *SIDES)),
        *(aggregating(visits, group_by=["year"], measure=rule) for rule in ("journeys", "days")),
        *(finding_firsts(visits, 2022, side) for side in SIDES),
    ) == [
        year_summary(records, 2022),
        *(aggregate(visits, group_by=[by]) for by in ("month", *SIDES)),
        *(aggregate(visits, group_by=["year"], measure=rule) for rule in ("journeys", "days")),
        *(firsts_of(visits, 2022, side) for side in SIDES),
    ]


def test_many_questions_cost_two_queries_the_numbers_and_the_names(records):
    visits = Visit.objects.published()
    questions = [aggregating(visits, group_by=[by]) for by in ("year", "month", *SIDES)]
    with CaptureQueriesContext(connection) as queries:
        together(*questions)
    assert len(queries) == 2


def test_what_can_match_nothing_reads_nothing(records):
    nothing = Visit.objects.none()
    both = together(*(aggregating(nothing, group_by=[by]) for by in ("year", "host_country")))
    assert [one.groups for one in both] == [(), ()]
