"""Records known to the year only, which may lie in any of its months and quarters.

Each month or quarter is a range: what surely lies in it, and with all that might.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from countries.partial_dates import Precision
from events.statistics.counting import counts_of, value_of
from events.statistics.date_parts import PER_YEAR, year_expression
from events.statistics.days import Days
from events.statistics.dimensions import Dimension
from events.statistics.joins import GroupsOfKind
from events.statistics.passes import Keys, passes_of, stands
from events.statistics.reading import Reading, Statistic
from events.statistics.rules import CountingRule


@dataclass(frozen=True, slots=True)
class Possible:
    """What may stand in a group besides what surely does.

    ``records``: how many, by the group's keys with the year for the period. ``values`` and
    ``certain``: of a measure of different values, those that may stand in a group and are so
    keyed, and those of them that surely do, by the group's own keys.
    """

    place: int | None = None  # that of the month or quarter among the dimensions
    per_year: int = 1
    records: dict[Keys, int] = field(default_factory=dict)
    values: dict[Keys, set[Any]] = field(default_factory=dict)
    certain: dict[Keys, set[Any]] = field(default_factory=dict)

    def widened(self, counted: dict[Keys, Days]) -> dict[Keys, Days]:
        """The groups as ranges."""
        if self.place is None:
            return counted
        return {
            keys: Days(days.low, days.high + self._more(keys)) for keys, days in counted.items()
        }

    def _more(self, keys: Keys) -> int:
        place = self.place or 0
        if keys[place] is None:
            return 0
        year = (*keys[:place], keys[place] // self.per_year, *keys[place + 1 :])
        others = self.values.get(year, set()) - self.certain.get(keys, set())
        return self.records.get(year, 0) + len(others)

    def periods(self) -> set[int]:
        """First and last month or quarter of each year in which something is possible."""
        place = self.place or 0
        years = {keys[place] for keys in (*self.records, *self.values)}
        ends = (0, self.per_year - 1)
        return {year * self.per_year + part for year in years for part in ends}


def finding_possible(
    queryset: QuerySet, rule: CountingRule, dimensions: Sequence[Dimension], groups: GroupsOfKind
) -> Statistic[Possible]:
    """What is possible in months or quarters, where such are asked. Days know their own."""
    place = next((i for i, d in enumerate(dimensions) if d.period in PER_YEAR), None)
    if place is None or rule.counts == "days":
        yield []
        return Possible()
    period = dimensions[place]
    by_year = list(dimensions)
    by_year[place] = replace(period, column=year_expression(period.date))
    rows = queryset.filter(**{f"{period.date}_precision": Precision.YEAR})
    asked = _Asked(rule, rows, by_year, groups)
    per_year = PER_YEAR[period.period]
    if rule.counts_records:
        return Possible(place, per_year, records=(yield from asked.records()))
    values = yield from asked.values()
    if not values:
        return Possible(place, per_year)
    # Few, if any: only these need be told apart from what is possible.
    both = Q(counted_value__in=rows.annotate(counted_value=value_of(rule)).values("counted_value"))
    sure = queryset.exclude(**{f"{period.date}_precision": Precision.YEAR})
    certain = yield from _Asked(rule, sure, dimensions, groups, both).values()
    return Possible(place, per_year, values=values, certain=certain)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Some of the records, grouped."""

    rule: CountingRule
    rows: QuerySet
    dimensions: Sequence[Dimension]
    groups: GroupsOfKind
    where: Q = field(default_factory=Q)  # of the values

    def records(self) -> Statistic[dict[Keys, int]]:
        passes = passes_of(self.rows, self.dimensions, self.groups)
        counts = [counts_of(self.rule, distinct=one.repeats) for one in passes]
        found = yield [
            Reading(one.rows.values(**one.columns).annotate(**count), (*one.columns, *count))
            for one, count in zip(passes, counts, strict=True)
        ]
        summed: dict[Keys, int] = defaultdict(int)
        for one, rows in zip(passes, found, strict=True):
            for *keys, number in rows:
                if stands(keys, self.dimensions):
                    summed[tuple(keys)] += one.sign * number
        return dict(summed)

    def values(self) -> Statistic[dict[Keys, set[Any]]]:
        passes = passes_of(self.rows, self.dimensions, self.groups, adding=True)
        found = yield [self._different_values(one.rows, one.columns) for one in passes]
        united: dict[Keys, set[Any]] = defaultdict(set)
        for *keys, value in (row for rows in found for row in rows):
            if value is not None and stands(keys, self.dimensions):
                united[tuple(keys)].add(value)
        return dict(united)

    def _different_values(self, rows: QuerySet, columns: dict[str, Any]) -> Reading:
        rows = rows.annotate(counted_value=value_of(self.rule)).filter(self.where)
        grouped = rows.values(**columns, value=F("counted_value")).annotate(times=Count("pk"))
        return Reading(grouped, (*columns, "value"))
