"""Dates in words."""

import pytest

from countries.partial_dates import PartialDate
from countries.partial_dates_text import in_words, period_in_words


@pytest.mark.parametrize(
    ("written", "words"),
    [("2022-04-13", "13 April 2022"), ("2022-04", "April 2022"), ("2022", "2022")],
)
def test_a_date_is_said_as_far_as_it_is_known(written, words):
    assert in_words(PartialDate.parse(written)) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2022-09-13", "2022-09-13", "13 September 2022"),
        ("2022-09-13", "2022-09-15", "13–15 September 2022"),
        ("2022-09-30", "2022-10-02", "30 September – 2 October 2022"),
        ("2022-12-31", "2023-01-02", "31 December 2022 – 2 January 2023"),
        ("2022-04", "2022-06", "April – June 2022"),
        ("2020", "2022", "2020 – 2022"),
        ("2022-04-13", "2022-04", "13 April 2022 – April 2022"),
    ],
)
def test_a_period_says_each_part_once(start, end, words):
    assert period_in_words(PartialDate.parse(start), PartialDate.parse(end)) == words


def test_no_date_is_no_words():
    assert in_words(None) == ""
    assert period_in_words(None, None) == ""


def test_a_period_without_an_end_is_its_start():
    assert period_in_words(PartialDate.parse("2022-04"), None) == "April 2022"
