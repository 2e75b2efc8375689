"""Days abroad: distinct calendar days, as a range where dates are partial."""

import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.statistics.days import Days, Stay, days_of_one_person, distinct_days, summed_days

JANUARY, DECEMBER = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)


def stay(start: str, end: str | None = None, person: int = 1) -> Stay:
    """A stop from ``start`` to ``end``, each written as a record shows it."""
    columns = [_column(start, last=False), _column(end, last=True) if end else (None, "day")]
    return Stay.of(person, *columns[0], *columns[1])


def _column(text: str, *, last: bool):
    precision = {4: "year", 7: "month", 10: "day"}[len(text)]
    year, month, day = [int(part) for part in text.split("-")] + [0] * (2 - text.count("-"))
    if not last:
        return datetime.date(year, month or 1, day or 1), precision
    if day:
        return datetime.date(year, month, day), precision
    following = datetime.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return following - datetime.timedelta(days=1), precision


def days(*stays: Stay) -> Days:
    return distinct_days(stays, JANUARY, DECEMBER)


def test_first_and_last_day_both_count():
    assert days(stay("2022-04-13", "2022-04-15")) == Days(3, 3)


def test_a_day_shared_by_two_stops_counts_once():
    assert days(stay("2022-04-13", "2022-04-15"), stay("2022-04-15", "2022-04-16")) == Days(4, 4)


def test_a_shared_day_counts_twice_where_stops_are_added_up():
    stays = [stay("2022-04-13", "2022-04-15"), stay("2022-04-15", "2022-04-16")]
    assert summed_days(stays, JANUARY, DECEMBER) == Days(5, 5)


def test_days_between_two_stops_do_not_count():
    assert days(stay("2022-04-13"), stay("2022-04-16")) == Days(2, 2)


def test_the_days_of_two_people_are_counted_apart():
    assert days(stay("2022-04-13", person=1), stay("2022-04-13", person=2)) == Days(2, 2)


def test_a_stay_over_new_year_gives_its_days_to_each_year():
    over = stay("2021-12-30", "2022-01-02")
    assert days(over) == Days(2, 2)
    assert distinct_days([over], datetime.date(2021, 1, 1), datetime.date(2021, 12, 31)).low == 2


def test_an_unknown_end_counts_the_first_day():
    assert days(stay("2022-04-13", None)) == Days(1, 1)


def test_a_stay_sometime_in_a_month_is_at_least_one_day():
    assert days(stay("2022-05", "2022-05")) == Days(1, 31)


def test_a_stay_sometime_in_a_year_is_at_least_one_day():
    assert days(stay("2022", "2022")) == Days(1, 365)


def test_a_stay_sometime_in_a_month_may_have_been_on_a_day_that_counts_already():
    assert days(stay("2022-05", "2022-05"), stay("2022-05-10", "2022-05-11")) == Days(2, 31)


def test_two_stays_sometime_in_one_month_may_have_been_on_one_day():
    assert days(stay("2022-05"), stay("2022-05")) == Days(1, 31)


def test_two_stays_in_two_months_are_two_days():
    assert days(stay("2022-05"), stay("2022-06")) == Days(2, 61)


def test_a_known_start_and_an_end_known_to_the_month():
    assert days(stay("2022-05-30", "2022-06")) == Days(3, 32)  # 30 May to 1 June at least


def test_a_stay_that_may_lie_in_another_year_is_not_surely_in_this_one():
    assert days(stay("2021-12", "2022-01")) == Days(1, 31)  # 31 December and 1 January at least
    assert days(stay("2021", "2022")).low == 1
    assert days(stay("2023-01")) == Days(0, 0)


@pytest.mark.parametrize("order", [1, -1])
def test_the_least_does_not_depend_on_the_order_of_stops(order):
    stays = [stay("2022-05"), stay("2022"), stay("2022-06"), stay("2022-06-30")][::order]
    assert days(*stays) == Days(2, 365)


SHORT = st.tuples(st.integers(1, 30), st.integers(0, 6)).map(lambda w: (w[0], w[0] + w[1]))


@st.composite
def stays_of_one(draw) -> Stay:
    """A stay that is certain, certain in part, or sometime."""
    first, last = draw(SHORT)
    certain = draw(st.sampled_from(["all", "part", "none"]))
    if certain == "all":
        return Stay(1, (first, last), (first, last))
    part = (first, max(first, last - 2))
    return Stay(1, part if certain == "part" else None, (first, last))


@settings(max_examples=100)
@given(st.lists(stays_of_one(), max_size=6), SHORT)
def test_days_are_those_that_are_found_by_trying_each(stays, frame):
    within = set(range(frame[0], frame[1] + 1))
    possible = {d for s in stays for d in _days_of(s.possible)} & within
    certain = {d for s in stays if s.certain for d in _days_of(s.certain)} & within
    sometime = [
        set(_days_of(stay.possible))
        for stay in stays
        if stay.certain is None and set(_days_of(stay.possible)) <= within
    ]
    more = next(
        number
        for number in range(len(sometime) + 1)
        if any(
            all(one & (certain | set(days)) for one in sometime)
            for days in itertools.combinations(sorted(possible), number)
        )
    )
    expected = Days(len(certain) + more, len(possible))
    assert days_of_one_person(stays, frame) == expected
    assert days_of_one_person([*stays, *stays], frame) == expected  # each given twice


def _days_of(window: tuple[int, int]) -> range:
    return range(window[0], window[1] + 1)
