"""Dates, numbers and plurals as each language writes them."""

import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import ngettext

from countries.partial_dates import PartialDate
from countries.partial_dates_text import after_preposition, period_in_words

PERIODS = [
    ("2022-04-13", None, "13 апреля 2022 года", "2022 жылғы 13 сәуір"),
    ("2022-04", None, "апрель 2022 года", "2022 жылғы сәуір"),
    ("2022", None, "2022", "2022"),
    ("2022-09-13", "2022-09-15", "13–15 сентября 2022 года", "2022 жылғы 13–15 қыркүйек"),
    (
        "2022-09-30",
        "2022-10-02",
        "30 сентября – 2 октября 2022 года",
        "2022 жылғы 30 қыркүйек – 2 қазан",
    ),
    (
        "2022-12-31",
        "2023-01-02",
        "31 декабря 2022 года – 2 января 2023 года",
        "2022 жылғы 31 желтоқсан – 2023 жылғы 2 қаңтар",
    ),
    ("2022-04", "2022-06", "апрель – июнь 2022 года", "2022 жылғы сәуір – маусым"),
]


@pytest.mark.parametrize(("start", "end", "russian", "kazakh"), PERIODS)
def test_a_period_has_the_order_and_case_of_its_language(start, end, russian, kazakh):
    first, last = PartialDate.parse(start), PartialDate.parse(end) if end else None
    for code, words in (("ru", russian), ("kk", kazakh)):
        with translation.override(code):
            assert period_in_words(first, last) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2022-04-13", "13 апреля 2022 года"),
        ("2022-04", "апреля 2022 года"),
        ("2022", "2022 года"),
    ],
)
def test_a_russian_date_after_a_preposition_is_in_the_genitive(written, words):
    with translation.override("ru"):
        assert after_preposition(PartialDate.parse(written)) == words


@pytest.mark.parametrize(
    ("number", "russian", "kazakh"),
    [
        (0, "визитов", "сапар"),
        (1, "визит", "сапар"),
        (3, "визита", "сапар"),
        (5, "визитов", "сапар"),
        (11, "визитов", "сапар"),
        (21, "визит", "сапар"),
        (112, "визитов", "сапар"),
    ],
)
def test_a_number_has_its_form_of_the_noun(number, russian, kazakh):
    for code, noun in (("ru", russian), ("kk", kazakh)):
        with translation.override(code):
            counted = ngettext("%(n)s visit", "%(n)s visits", number) % {"n": number}
            assert counted == f"{number} {noun}"


@pytest.mark.parametrize(
    ("code", "date", "number"),
    [
        ("en", "13 September 2022", "12,345.5"),
        ("ru", "13 сентября 2022 г.", "12\xa0345,5"),
        ("kk", "2022 жылғы 13 қыркүйек", "12\xa0345,5"),
    ],
)
def test_dates_and_numbers_are_formatted(code, date, number):
    with translation.override(code):
        assert date_format(datetime.date(2022, 9, 13)) == date
        assert number_format(12345.5, force_grouping=True) == number
