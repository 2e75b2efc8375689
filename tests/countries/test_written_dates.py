"""Dates as people write them are read in three languages, or refused, and never guessed."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from countries.written_dates import find_dates, parse_written_date

PERIOD = "2022-09-13 … 2022-09-15"
READ = {
    "13–15 Sept 2022": PERIOD,
    "13-15 September 2022": PERIOD,
    "Sept. 13–15, 2022": PERIOD,
    "13 to 15 September 2022": PERIOD,
    "from 13 September until 15 September 2022": PERIOD,
    "13–15 сентября 2022 года": PERIOD,
    "с 13 по 15 сентября 2022 г.": PERIOD,
    "13-15.09.2022": PERIOD,
    "2022 жылғы 13–15 қыркүйек": PERIOD,
    "2022 жылдың 13-15 қыркүйегінде": PERIOD,
    "2022-09-13 … 2022-09-15": PERIOD,
    "2022-09-13..2022-09-15": PERIOD,
    "2022-09-13 - 2022-09-15": PERIOD,
    "30 June – 2 July 2022": "2022-06-30 … 2022-07-02",
    "June 30 – July 2, 2022": "2022-06-30 … 2022-07-02",
    "с 30 августа по 1 сентября 2022 г.": "2022-08-30 … 2022-09-01",
    "2022 жылғы 30 тамыз – 1 қыркүйек": "2022-08-30 … 2022-09-01",
    "30.06–02.07.2022": "2022-06-30 … 2022-07-02",
    "30 December – 2 January 2023": "2022-12-30 … 2023-01-02",
    "2022 жылғы 30 желтоқсан – 2023 жылғы 2 қаңтар": "2022-12-30 … 2023-01-02",
    "12 and 13 October 2022": "2022-10-12 … 2022-10-13",
    "April–June 2022": "2022-04 … 2022-06",
    "2022-04": "2022-04",
    "сентябрь 2022": "2022-09",
    "2022 жылғы сәуір": "2022-04",
    "15.09.2022": "2022-09-15",
    "05.09.2022": "2022-09-05",  # with dots the day comes first
    "15/09/2022": "2022-09-15",
    "09/15/2022": "2022-09-15",
    "05/05/2022": "2022-05-05",
    "Tuesday, 13 September 2022": "2022-09-13",
    "September 13, 2022": "2022-09-13",
    "1 мая 2022": "2022-05-01",
    "2022": "2022",
    "2022 жыл": "2022",
}
REFUSED = {
    "05/09/2022": "ambiguous",
    "13 September": "no_year",
    "yesterday": "invalid",
    "15 Sept 22": "invalid",
    "31 June 2022": "invalid",
    "32.01.2022": "invalid",
    "15–13 September 2022": "invalid",
    "12 and 20 October 2022": "invalid",
    "13 September 2022 or so": "invalid",
    "": "invalid",
}
EVERY_MONTH = [
    "January Feb Mar. April May June July Aug. Sept Oct. Nov December",
    "января февр. марта апреля мая июня июля августа сент. октября нояб. декабря",
    "қаңтарда ақпан наурыз сәуірде мамыр маусым шілде тамызда қыркүйек қазан қараша желтоқсан",
]


@pytest.mark.parametrize(("text", "period"), READ.items())
def test_a_field_is_read_and_shown_back_unambiguously(text, period):
    assert str(parse_written_date(text)) == period


@pytest.mark.parametrize("period", sorted(set(READ.values())))
def test_what_is_shown_back_reads_the_same_again(period):
    assert str(parse_written_date(period)) == period


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_cannot_be_read_for_certain_is_refused_with_a_reason(text, code):
    with pytest.raises(ValidationError) as refusal:
        parse_written_date(text)
    assert refusal.value.code == code


def test_the_refusal_of_a_swappable_date_names_both_readings():
    with pytest.raises(ValidationError, match="2022-09-05 or 2022-05-09"):
        parse_written_date("05/09/2022")


@pytest.mark.parametrize("months", EVERY_MONTH, ids=["en", "ru", "kk"])
def test_every_month_is_known_by_name_and_abbreviation(months):
    read = [parse_written_date(f"3 {month} 2022").start.first.month for month in months.split()]
    assert read == list(range(1, 13))


def test_all_dates_of_a_text_are_found_with_their_places():
    text = "Signed on 20.04.2001, amended 13–15 Sept 2022; version 1.2.2 of 3500 copies in 2019."
    assert [(text[d.begin : d.finish], str(d.readings[0])) for d in find_dates(text)] == [
        ("20.04.2001", "2001-04-20"),
        ("13–15 Sept 2022", PERIOD),
        ("2019", "2019"),
    ]


def test_a_number_that_may_be_a_count_is_no_year():
    assert find_dates("The ministry issued 2022 visas to 1950 people") == []


def test_the_rest_of_an_impossible_day_is_not_taken_for_a_month():
    found = [str(d.readings[0]) for d in find_dates("It began on 31 June 2022 at noon.")]
    assert "2022-06" not in found


def test_two_days_that_do_not_adjoin_are_no_period():
    assert [str(d.readings[0]) for d in find_dates("on 12 and 20 October 2022")] == ["2022-10-20"]


def test_a_swappable_date_in_a_text_keeps_both_readings():
    (date,) = find_dates("(05/09/2022)")
    assert [str(r) for r in date.readings] == ["2022-09-05", "2022-05-09"]


@pytest.mark.parametrize(
    ("text", "near", "year"),
    [
        ("28 December", "2023-01-04", 2022),
        ("2 января", "2022-12-30", 2023),
        ("4 шілдеде", "2023-07-05", 2023),
    ],
)
def test_a_day_without_a_year_is_in_the_year_nearest_to_the_publication(text, near, year):
    (date,) = find_dates(text, near=datetime.date.fromisoformat(near))
    assert date.readings[0].start.first.year == year
    assert date.year_assumed


def test_without_a_publication_day_such_a_day_has_no_reading():
    (date,) = find_dates("On 28 December they met.")
    assert date.readings == ()


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("2022 жылғы қыркүйектің 13-15-інде", "2022-09-13 … 2022-09-15"),
        ("2022 жылғы қазан айының 2-3-і күндері", "2022-10-02 … 2022-10-03"),
        ("2023 жылғы желтоқсанның 1-і күні", "2023-12-01"),
        ("2022 жылғы мамырдың 20-сы мен 21-інде", "2022-05-20 … 2022-05-21"),
    ],
)
def test_a_kazakh_day_may_stand_after_its_month(text, reading):
    assert str(parse_written_date(text)) == reading


def test_a_kazakh_month_without_the_genitive_has_no_day_after_it():
    assert [d.text for d in find_dates("2022 жылғы қыркүйек 13 құжат")] == ["2022 жылғы қыркүйек"]
