import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from countries.models import Tenure
from countries.partial_dates import PartialDate, Precision


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-04", "2022-04-01", "2022-04-30"),
        ("2024-2", "2024-02-01", "2024-02-29"),
        ("2022-04-13", "2022-04-13", "2022-04-13"),
    ],
)
def test_a_text_is_the_period_that_it_names(text, first, last):
    date = PartialDate.parse(text)

    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "April", "2022-13", "2022-02-30", "0000", "22", "2022-04-13T"]
)
def test_what_is_no_date_is_refused_by_name(text):
    with pytest.raises(ValidationError, match="is not"):
        PartialDate.parse(text)


@given(
    st.dates(min_value=datetime.date(1800, 1, 1), max_value=datetime.date(2200, 12, 31)),
    st.sampled_from(Precision),
)
def test_writing_a_date_and_reading_it_gives_the_same_period(day, precision):
    date = PartialDate.around(day, precision)

    assert PartialDate.parse(str(date)) == date
    assert date.first <= day <= date.last


def test_an_end_is_kept_as_the_last_day_and_shown_as_it_was_entered():
    tenure = Tenure()

    tenure.end = PartialDate.parse("2024-07")

    assert tenure.end_date == datetime.date(2024, 7, 31)
    assert tenure.end_date_precision == Precision.MONTH
    assert str(tenure.end) == "2024-07"


def test_clearing_a_date_clears_its_precision():
    tenure = Tenure(end_date=datetime.date(2024, 7, 31), end_date_precision=Precision.MONTH)

    tenure.end = None

    assert (tenure.end_date, tenure.end_date_precision) == (None, Precision.DAY)


def test_a_stored_day_that_contradicts_its_precision_is_named_by_its_field():
    tenure = Tenure(end_date=datetime.date(2024, 7, 30), end_date_precision=Precision.MONTH)

    with pytest.raises(ValidationError) as refusal:
        tenure.clean()

    assert list(refusal.value.message_dict) == ["end_date"]
