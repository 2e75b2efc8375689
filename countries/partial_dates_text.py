"""Partial dates in words: ``April 2022``, ``13–15 September 2022``.

The order of day, month and year is the language's own, so each pattern is a text to translate, in
Django's date format: «13–15 сентября 2022 года», «2022 жылғы 13–15 қыркүйек».
"""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from countries.partial_dates import PartialDate, Precision


def in_words(date: PartialDate | None) -> str:
    """``13 April 2022``, ``April 2022`` or ``2022``; empty when there is no date."""
    if date is None:
        return ""
    if date.precision == Precision.YEAR:
        return str(date.first.year)
    # Translators: a month and its year, in Django's date format
    month = _("F Y")
    # Translators: a day, its month and its year, in Django's date format
    return date_format(date.first, month if date.precision == Precision.MONTH else _("j F Y"))


def after_preposition(date: PartialDate) -> str:
    """The same after “since” or “until”, where Russian has another case."""
    if date.precision == Precision.YEAR:
        # Translators: a year after “since” or “until”, in Django's date format
        return date_format(date.first, pgettext("after a preposition", "Y"))
    if date.precision == Precision.MONTH:
        # Translators: a month and its year after “since” or “until”, in Django's date format
        return date_format(date.first, pgettext("after a preposition", "F Y"))
    return in_words(date)


def period_in_words(start: PartialDate | None, end: PartialDate | None) -> str:
    """From a start to an end, each part of the date said once: ``13–15 September 2022``."""
    if start is None or end is None or str(start) == str(end):
        return in_words(start or end)
    if start.precision != end.precision or start.first.year != end.first.year:
        return f"{in_words(start)} – {in_words(end)}"
    if start.precision == Precision.MONTH:
        return _between(
            start.first,
            end.first,
            # Translators: April in “April – June 2022”, in Django's date format
            pgettext("begins a period within a year", "F"),
            # Translators: June 2022 in “April – June 2022”, in Django's date format
            pgettext("ends a period within a year", "F Y"),
        )
    if start.first.month == end.first.month:
        return _days(start.first, end.first)
    return _between(
        start.first,
        end.first,
        # Translators: 30 September in “30 September – 2 October 2022”, in Django's date format
        pgettext("begins a period within a year", "j F"),
        # Translators: 2 October 2022 in “30 September – 2 October 2022”, in Django's date format
        pgettext("ends a period within a year", "j F Y"),
    )


def _between(start: datetime.date, end: datetime.date, begins: str, ends: str) -> str:
    return f"{date_format(start, begins)} – {date_format(end, ends)}"


def _days(start: datetime.date, end: datetime.date) -> str:
    """Days of one month: the pattern of a day, with both days in its place."""
    days = "".join(f"\\{sign}" for sign in f"{start.day}–{end.day}")
    return date_format(end, _("j F Y").replace("j", days))
