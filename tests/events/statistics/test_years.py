"""Reported totals beside values, years side by side, and a record that is thin or empty."""

import datetime

import pytest

from events.statistics import newest_complete_year, year_summary, years_of
from events.statistics.days import Days
from events.statistics.reported import agrees
from tests.factories import (
    CountryFactory,
    ReportedTotalFactory,
    VisitFactory,
    YearCoverageFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 25)


def test_a_country_without_records_has_an_empty_summary():
    summary = year_summary(CountryFactory(code="FJI"), 2022)
    assert summary.is_empty
    assert summary.figure("visits_abroad").coverage_label == "not stated"


def test_a_figure_that_does_not_exist_is_a_key_error():
    with pytest.raises(KeyError):
        year_summary(CountryFactory(code="FJI"), 2022).figure("kilometres")


def test_an_unpublished_reported_total_is_not_shown():
    ReportedTotalFactory(state="draft")
    assert year_summary(CountryFactory(code="KAZ"), 2022).figure("visits_abroad").reported == ()


@pytest.mark.parametrize(
    ("qualifier", "agreeing", "other"),
    [
        ("exactly", [20], [19, 21]),
        ("about", [18, 20, 22], [17, 23]),
        ("at_least", [20, 25], [19, 26]),
        ("more_than", [21, 25], [20, 26]),
        ("less_than", [15, 19], [14, 20]),
    ],
)
def test_a_hedged_figure_agrees_with_values_near_it(qualifier, agreeing, other):
    assert all(agrees(qualifier, 20, Days(value, value)) for value in agreeing)
    assert not any(agrees(qualifier, 20, Days(value, value)) for value in other)


def test_more_than_a_small_number_agrees_with_the_next_one():
    assert agrees("more_than", 2, Days(3, 3))
    assert not agrees("more_than", 2, Days(2, 2))


def test_a_range_of_days_agrees_with_any_number_in_it():
    assert agrees("exactly", 36, Days(32, 59))
    assert not agrees("exactly", 31, Days(32, 59))


def visit_in(year: int, **fields):
    return VisitFactory(start_date=datetime.date(year, 4, 13), **fields)


def test_years_are_newest_first_and_none_is_missing(django_assert_num_queries):
    visit_in(2019)
    visit_in(2022)
    visit_in(2024, state="draft")
    country = CountryFactory(code="KAZ")
    with django_assert_num_queries(7):
        rows = years_of(country)
    assert [(row.year, row.visits) for row in rows] == [(2022, 1), (2021, 0), (2020, 0), (2019, 1)]


def test_a_country_without_records_has_no_years():
    country = CountryFactory(code="FJI")
    assert years_of(country) == ()
    assert newest_complete_year(country, TODAY) is None


def test_a_year_that_has_not_ended_is_not_complete():
    YearCoverageFactory(year=2026)
    YearCoverageFactory(year=2024)
    assert newest_complete_year(CountryFactory(code="KAZ"), TODAY) == 2024


def test_without_a_complete_year_it_is_the_newest_ended_one_with_a_visit():
    YearCoverageFactory(year=2024, coverage="partial")
    for year in (2023, 2026):
        visit_in(year)
    assert newest_complete_year(CountryFactory(code="KAZ"), TODAY) == 2023


def test_a_first_year_of_records_is_better_than_none():
    visit_in(2026)
    assert newest_complete_year(CountryFactory(code="KAZ"), TODAY) == 2026
