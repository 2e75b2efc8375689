"""Records known to the year only, which may lie in any of its months and quarters."""

from typing import Any

from django.db.models import QuerySet

from countries.partial_dates import Precision
from events.statistics.counting import counts_of
from events.statistics.date_parts import PER_YEAR, year_expression
from events.statistics.days import Days
from events.statistics.dimensions import Dimension
from events.statistics.reading import Reading, Rows
from events.statistics.rules import CountingRule

Keys = tuple[Any, ...]


def with_possible(
    counted: dict[Keys, Days], possible: Rows, dimensions: list[Dimension]
) -> dict[Keys, Days]:
    """Each month or quarter as a range: what surely lies in it, and with all that might.

    ``possible`` are the rows of ``possible_reading``: the records that might stand in a group of
    their own, of those whose period is not known.
    """
    place = _place(dimensions)
    if place is None:
        return counted
    length = len(dimensions)
    by_year = {tuple(row[:length]): sum(row[length:]) for row in possible}
    per_year = PER_YEAR[dimensions[place].period]
    widened = dict(counted)
    for keys, days in counted.items():
        if keys[place] is not None:
            year = (*keys[:place], keys[place] // per_year, *keys[place + 1 :])
            widened[keys] = Days(days.low, days.high + by_year.get(year, 0))
    return widened


def _place(dimensions: list[Dimension]) -> int | None:
    return next((i for i, d in enumerate(dimensions) if d.period in PER_YEAR), None)


def possible_reading(
    queryset: QuerySet, rule: CountingRule, dimensions: list[Dimension], group_kind: str
) -> list[Reading]:
    """The records known to the year only, by year, where months or quarters of them are asked."""
    place = _place(dimensions)
    if place is None or not rule.counts_records:
        return []
    date = dimensions[place].date
    rows = queryset.filter(**{f"{date}_precision": Precision.YEAR})
    for joins in {dimension.joins: None for dimension in dimensions if dimension.joins}:
        rows = joins(rows, group_kind)
    columns = {f"by_{dimension.code}": dimension.column for dimension in dimensions}
    columns[f"by_{dimensions[place].code}"] = year_expression(date)
    distinct = any(dimension.overlaps for dimension in dimensions)
    counts = counts_of(rule, distinct=distinct)
    return [Reading(rows.values(**columns).annotate(**counts), (*columns, *counts))]
