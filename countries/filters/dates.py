"""Parameters that read partial dates and periods, and filter by the whole of them."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _lazy

from countries.filters.parameters import EQUALITY, ORDER, Parameter
from countries.partial_dates import PartialDate, Precision

FINER = {
    Precision.DAY: (Precision.DAY,),
    Precision.MONTH: (Precision.DAY, Precision.MONTH),
    Precision.YEAR: (Precision.DAY, Precision.MONTH, Precision.YEAR),
}
QUARTER = re.compile(r"(\d{4})-[Qq]([1-4])", re.ASCII)
# As OpenAPI's patterns have it. The 30 February fits, and is refused all the same.
YEAR_SHAPE = "(?!0000)[0-9]{4}"
MONTH_SHAPE = f"{YEAR_SHAPE}-(0?[1-9]|1[0-2])"
DATE_SHAPE = f"{YEAR_SHAPE}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12][0-9]|3[01]))?)?"


class PartialDateParameter(Parameter):
    """A date known to the day, the month or the year.

    Equal: the stored period lies within the given one. ``__gte`` starts at the first day of the
    given period, ``__lte`` ends at its last day, ``__gt`` and ``__lt`` lie outside of it.
    """

    lookups: Sequence[str] = (*EQUALITY, *ORDER)
    format_hint = _lazy("A day, a month or a year: 2022-04-13, 2022-04, 2022.")

    def parse(self, text: str) -> PartialDate:
        try:
            return PartialDate.parse(text)
        except ValidationError as error:
            raise self.error(error.messages[0]) from error

    def column_matches(self, column: str, value: PartialDate) -> Q:
        return within(column, value.first, value.last, value.precision)

    def value_schema(self):
        return {"type": "string", "pattern": f"^{DATE_SHAPE}$"}

    def compared(self, value: PartialDate) -> Q:
        bound = value.first if self.lookup in ("gte", "lt") else value.last
        return Q(**{f"{self.columns[0]}__{self.lookup}": bound})


def within(column: str, first: datetime.date, last: datetime.date, precision: str) -> Q:
    """Stored dates whose whole period lies between two days that bound such a period."""
    return Q(
        **{
            f"{column}__gte": first,
            f"{column}__lte": last,
            f"{column}_precision__in": FINER[Precision(precision)],
        }
    )


class PeriodParameter(Parameter):
    """A calendar period, or a range of them with two dots between."""

    unit = Precision.YEAR
    shape = YEAR_SHAPE  # of one period

    def parse(self, text: str) -> tuple[datetime.date, datetime.date, str]:
        ends = text.split("..")
        try:
            first, last = self.period(ends[0]), self.period(ends[-1])
        except (ValueError, ValidationError) as error:
            raise self.refuse(text, self.format_hint) from error
        if len(ends) > 2 or last[1] < first[0]:
            raise self.refuse(text, self.format_hint)
        return first[0], last[1], text

    def period(self, text: str) -> tuple[datetime.date, datetime.date]:
        """First and last day of one period; ValueError when it is not written so."""
        date = PartialDate.parse(text)
        if date.precision != self.unit:
            raise ValueError(text)
        return date.first, date.last

    def column_matches(self, column: str, value) -> Q:
        return within(column, value[0], value[1], self.unit)

    def value_schema(self):
        return {"type": "string", "pattern": rf"^{self.shape}(\.\.{self.shape})?$"}

    def value_label(self, value) -> str:
        return super().value_label(value) if isinstance(value, bool) else value[2]


class YearParameter(PeriodParameter):
    format_hint = _lazy("A year or a range: 2022, 2019..2024.")


class MonthParameter(PeriodParameter):
    unit = Precision.MONTH
    shape = MONTH_SHAPE
    format_hint = _lazy("A month or a range: 2022-04, 2022-04..2022-06.")


class QuarterParameter(PeriodParameter):
    unit = Precision.MONTH
    shape = f"{YEAR_SHAPE}-[Qq][1-4]"
    format_hint = _lazy("A quarter or a range: 2022-Q2, 2021-Q4..2022-Q2.")

    def period(self, text: str) -> tuple[datetime.date, datetime.date]:
        match = QUARTER.fullmatch(text)
        if not match:
            raise ValueError(text)
        year, quarter = int(match[1]), int(match[2])
        first = PartialDate.of(year, 3 * quarter - 2)
        return first.first, PartialDate.of(year, 3 * quarter).last


class OverlapsParameter(PeriodParameter):
    """Records of which a part lies in a period: ``first..last``, each a day, month or year.

    Asks the model's own ``during()``, which knows what an unknown end means.
    """

    shape = DATE_SHAPE
    format_hint = _lazy("Two dates, each a day, month or year: 2022-01..2022-06-15.")

    def period(self, text: str) -> tuple[datetime.date, datetime.date]:
        date = PartialDate.parse(text)
        return date.first, date.last

    def matches(self, value) -> Q:
        records: Any = self.model._default_manager
        return Q(pk__in=records.during(value[0], value[1]).order_by().values("pk"))


class OverlappingYearParameter(OverlapsParameter):
    """Years of which the record covers a part."""

    shape = YEAR_SHAPE
    format_hint = YearParameter.format_hint

    def period(self, text: str) -> tuple[datetime.date, datetime.date]:
        return PeriodParameter.period(self, text)


class YearNumberParameter(PeriodParameter):
    """A year that is stored as a number."""

    format_hint = YearParameter.format_hint

    def column_matches(self, column: str, value) -> Q:
        return Q(**{f"{column}__gte": value[0].year, f"{column}__lte": value[1].year})
