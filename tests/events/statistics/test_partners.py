"""Reciprocity and firsts: what goes to each partner, what comes back, and what is new."""

import datetime

import pytest

from events.models import Visit
from events.statistics import diversity_of, firsts_of, partners_of
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2024, 1, 1)


def visit(guest: str, host: str, day: str, **fields):
    return factories.VisitFactory(
        guest_country=factories.CountryFactory(code=guest),
        host_country=factories.CountryFactory(code=host),
        start_date=day,
        end_date=None,
        **fields,
    )


def partner(code: str = "UZB", today: datetime.date = TODAY):
    partners = partners_of(Visit.objects.published().held().in_person(), "KAZ", today)
    return next((one for one in partners if one.country == code), None)


def test_a_visit_within_a_year_answers_and_a_later_one_does_not():
    visit("KAZ", "UZB", "2020-01-01")
    visit("UZB", "KAZ", "2020-12-31")  # 365 days later: a leap year
    visit("KAZ", "UZB", "2022-01-02")  # 367 days after theirs
    found = partner()
    assert (found.outgoing, found.incoming) == (2, 1)
    assert (found.answered_outgoing, found.answered_incoming) == (1, 0)


def test_a_visit_on_the_same_day_answers_nothing():
    visit("KAZ", "UZB", "2022-01-01")
    visit("UZB", "KAZ", "2022-01-01")
    assert (partner().answered_outgoing, partner().last_came) == (0, "both")


def test_it_is_told_who_came_last_and_how_long_ago():
    visit("KAZ", "UZB", "2022-01-01")
    visit("UZB", "KAZ", "2023-12-31")
    assert (partner().last_came, partner().last, partner().days_since) == (
        "incoming",
        "2023-12-31",
        1,
    )


def test_a_date_known_to_the_month_is_told_as_far_as_it_is_known():
    visit("KAZ", "UZB", "2023-12-01", start_date_precision="month")
    assert (partner().last, partner().days_since) == ("2023-12", 31)


def test_what_is_to_come_was_cancelled_or_is_a_draft_is_no_contact():
    visit("KAZ", "UZB", "2024-06-01")
    visit("KAZ", "UZB", "2023-06-01", status="cancelled")
    visit("KAZ", "UZB", "2023-07-01", state="draft")
    assert partner() is None


def firsts(year: int = 2022):
    visits = Visit.objects.published().held().in_person().outgoing("KAZ")
    return [(f.country, f.previous_year) for f in firsts_of(visits, year, "host_country")]


def test_a_country_never_visited_before_is_a_first():
    visit("KAZ", "UZB", "2020-01-01")
    visit("KAZ", "UZB", "2022-01-01")
    visit("KAZ", "TUR", "2022-02-01")
    assert firsts() == [("TUR", None)]


def test_a_country_visited_long_ago_is_told_with_the_year():
    visit("KAZ", "UZB", "2016-01-01")
    visit("KAZ", "TUR", "2017-01-01")
    visit("KAZ", "UZB", "2022-01-01")
    visit("KAZ", "TUR", "2022-02-01")  # five years are not more than five
    assert firsts() == [("UZB", 2016)]


def test_in_the_year_in_which_the_record_begins_nothing_is_a_first():
    visit("KAZ", "UZB", "2022-01-01")
    assert firsts() == []


def test_an_even_spread_over_all_groups_is_one():
    index = diversity_of([3, 3, 3, 3], possible=4)
    assert (round(index.effective, 9), round(index.normalised, 9)) == (4, 1)


def test_groups_that_are_never_reached_make_it_less_even():
    assert diversity_of([3, 3], possible=4).normalised == pytest.approx(0.5)


@pytest.mark.parametrize("counts", [[], [0, 0], [7]])
def test_nothing_or_one_group_is_no_diversity(counts):
    index = diversity_of(counts, possible=3)
    assert index.normalised == 0
    assert index.effective == (1 if sum(counts) else 0)
