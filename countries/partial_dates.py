"""Dates as far as they are known: a day, a month or a year.

A record stores the first or the last day of the period and the precision beside it, so that a
whole-period filter is plain date arithmetic while the page still shows ``2022-04`` or ``2022``.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month or year: the period from ``first`` to ``last``, both days included."""

    first: datetime.date
    last: datetime.date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ``2022``, ``2022-04`` or ``2022-04-13``; anything else is a ValidationError."""
        match = PATTERN.fullmatch(text.strip())
        if not match:
            raise ValidationError(
                _(
                    "“%(text)s” is not a date. Write a year (2022), a month (2022-04) or a day "
                    "(2022-04-13)."
                ),
                code="invalid",
                params={"text": text},
            )
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            return cls.of(year or 0, month, day)
        except ValueError as error:
            raise ValidationError(
                _("“%(text)s” is not in the calendar."), code="invalid", params={"text": text}
            ) from error

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> "PartialDate":
        """The period of a year, a month or a day; ValueError when it is not in the calendar."""
        if month is None:
            return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31), Precision.YEAR)
        if day is None:
            first = datetime.date(year, month, 1)
            last = first.replace(day=calendar.monthrange(year, month)[1])
            return cls(first, last, Precision.MONTH)
        date = datetime.date(year, month, day)
        return cls(date, date, Precision.DAY)

    @classmethod
    def around(cls, date: datetime.date, precision: str) -> "PartialDate":
        """The period of ``precision`` in which ``date`` lies."""
        month = None if precision == Precision.YEAR else date.month
        day = date.day if precision == Precision.DAY else None
        return cls.of(date.year, month, day)

    def __str__(self) -> str:
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.first.isoformat()[:length]


class PartialDateAttribute:
    """Reads and writes a date column and its precision as one ``PartialDate``.

    ``bound`` says which end of the period the column keeps: ``first`` for a start, ``last`` for an
    end. A point date (signed, in force) keeps both: then ``last_column`` names the second column.
    """

    def __init__(self, column: str, bound: str = "first", last_column: str = "") -> None:
        self.column, self.bound, self.last_column = column, bound, last_column

    def __set_name__(self, owner: Any, name: str) -> None:
        self.owner = owner

    @property
    def short_description(self) -> Any:
        """The column's name, as the admin writes it over a list."""
        return self.owner._meta.get_field(self.column).verbose_name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        date = getattr(instance, self.column)
        if date is None:
            return None
        if isinstance(date, str):  # assigned, not yet cleaned
            date = datetime.date.fromisoformat(date)
        return PartialDate.around(date, getattr(instance, f"{self.column}_precision"))

    def __set__(self, instance, value: PartialDate | None) -> None:
        setattr(instance, self.column, getattr(value, self.bound) if value else None)
        setattr(instance, f"{self.column}_precision", value.precision if value else Precision.DAY)
        if self.last_column:
            setattr(instance, self.last_column, value.last if value else None)

    def contradiction(self, instance) -> str:
        """Why the stored day is not the bound of its period, or an empty string."""
        period = self.__get__(instance)
        if period is None:
            return ""
        expected = getattr(period, self.bound)
        stored_last = getattr(instance, self.last_column) if self.last_column else period.last
        if getattr(instance, self.column) == expected and stored_last == period.last:
            return ""
        return _("A date known to the %(precision)s must be stored as %(expected)s.") % {
            "precision": Precision(period.precision).label,
            "expected": expected,
        }


def partial_date_fields(label: Any, *, null: bool = False, help_text: Any = ""):
    """The two columns of a partial date: ``(DateField, precision field)``."""
    return (
        models.DateField(label, null=null, blank=null, help_text=help_text),
        models.CharField(
            format_lazy(_("{date}: known to the"), date=label),
            max_length=5,
            choices=Precision.choices,
            default=Precision.DAY,
        ),
    )


def partial_date_constraint(model: str, column: str, bound: str = "first"):
    """The database's half of the rule that a stored day is the bound of its period.

    The last day of a month is only bounded to 28–31 here; ``clean()`` holds it exactly.
    """
    precision, q = f"{column}_precision", models.Q
    month = {f"{column}__day": 1} if bound == "first" else {f"{column}__day__gte": 28}
    year = {
        f"{column}__month": 1 if bound == "first" else 12,
        f"{column}__day": 1 if bound == "first" else 31,
    }
    return models.CheckConstraint(
        name=f"{model}_{column}_precision",
        condition=(
            q(**{f"{column}__isnull": True})
            | q(**{precision: Precision.DAY})
            | q(**{precision: Precision.MONTH}, **month)
            | q(**{precision: Precision.YEAR}, **year)
        ),
        violation_error_message=_("The date contradicts its precision."),
    )


def date_order_constraint(model: str, start: str = "start_date", end: str = "end_date"):
    """The end of a period is not before its start."""
    return models.CheckConstraint(
        name=f"{model}_{end}_not_before_{start}",
        condition=(
            models.Q(**{f"{start}__isnull": True})
            | models.Q(**{f"{end}__isnull": True})
            | models.Q(**{f"{end}__gte": models.F(start)})
        ),
        violation_error_message=_("The end is before the start."),
    )


def ongoing_constraint(model: str, end: str = "end_date"):
    """What is still going on has no end; an empty end that is not ongoing is not known."""
    return models.CheckConstraint(
        name=f"{model}_ongoing_has_no_end",
        condition=models.Q(ongoing=False) | models.Q(**{f"{end}__isnull": True}),
        violation_error_message=_("What is still going on cannot have an end."),
    )
