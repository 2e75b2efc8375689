"""Reading dates as a mapping says they are written."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.partial_dates import PartialDate
from events.imports.errors import RowRejected
from events.imports.said import say

ISO = "iso"
YEAR, MONTH, DAY = re.compile("%[Yy]"), re.compile("%[mbB]"), re.compile("%[dj]")
EXAMPLE = datetime.date(2004, 12, 31)


def format_fault(date_format: str) -> str:
    """Why this is no usable date format, or an empty string."""
    if date_format == ISO:
        return ""
    if not YEAR.search(date_format):
        return _("the format “%s” has no year (%%Y)") % date_format
    if DAY.search(date_format) and not (MONTH.search(date_format) or "%j" in date_format):
        return _("the format “%s” has a day and no month (%%m)") % date_format
    try:
        datetime.datetime.strptime(EXAMPLE.strftime(date_format), date_format)  # noqa: DTZ007
    except (ValueError, re.error):
        return _("“%s” is no format of dates") % date_format
    return ""


def read_date(text: str, formats: tuple[str, ...]) -> PartialDate:
    """The period that ``text`` names in the first format that fits; RowRejected otherwise.

    ``iso`` is a year, a month or a day: 2022, 2022-04, 2022-04-13. A format of ``strptime``
    without a day or a month gives a date known to the month or the year.
    """
    for date_format in formats:
        try:
            return _read(text, date_format)
        except (ValueError, ValidationError):
            continue
    sentence = gettext_noop("“%(text)s” is not a date (such as %(examples)s)")
    raise RowRejected([say(sentence, text=text, examples=", ".join(map(_example, formats)))])


def _example(date_format: str) -> str:
    return str(EXAMPLE) if date_format == ISO else EXAMPLE.strftime(date_format)


def _read(text: str, date_format: str) -> PartialDate:
    if date_format == ISO:
        return PartialDate.parse(text)
    date = datetime.datetime.strptime(text, date_format).date()  # noqa: DTZ007 - a date, no time
    month = date.month if MONTH.search(date_format) or DAY.search(date_format) else None
    return PartialDate.of(date.year, month, date.day if DAY.search(date_format) else None)
