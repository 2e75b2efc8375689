"""Partial dates in words: ``April 2022``, ``13–15 September 2022``."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from countries.partial_dates import PartialDate, Precision


def in_words(date: PartialDate | None) -> str:
    """``13 April 2022``, ``April 2022`` or ``2022``; empty when there is no date."""
    if date is None:
        return ""
    if date.precision == Precision.YEAR:
        return str(date.first.year)
    if date.precision == Precision.MONTH:
        # Translators: a month and its year, in Django's date format
        return date_format(date.first, _("F Y"))
    # Translators: a day, its month and its year, in Django's date format
    return date_format(date.first, _("j F Y"))


def period_in_words(start: PartialDate | None, end: PartialDate | None) -> str:
    """From a start to an end, each part of the date said once: ``13–15 September 2022``."""
    if start is None or end is None or str(start) == str(end):
        return in_words(start or end)
    if start.precision != end.precision or start.first.year != end.first.year:
        return f"{in_words(start)} – {in_words(end)}"
    if start.precision == Precision.MONTH:
        return f"{date_format(start.first, 'F')} – {in_words(end)}"
    if start.first.month != end.first.month:
        # Translators: a day and its month, in Django's date format
        return f"{date_format(start.first, _('j F'))} – {in_words(end)}"
    return f"{start.first.day}–{in_words(end)}"
