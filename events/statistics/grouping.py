"""Counting by groups, and the total over all of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Value

from events.statistics.counting import counts_of, value_of, with_counted
from events.statistics.days import Days
from events.statistics.dimensions import Dimension
from events.statistics.expanded import chairmanship_years, days_by_group
from events.statistics.joins import GroupsOfKind
from events.statistics.passes import Keys, Pass, passes_of, stands
from events.statistics.possible import Possible, finding_possible
from events.statistics.reading import Reading, Rows, Statistic, both
from events.statistics.rules import CountingRule


@dataclass(frozen=True, slots=True)
class Counted:
    """Values by the dimensions' raw keys, the total of what is distinct, and what else may be."""

    groups: dict[Keys, Days]
    total: Days
    possible: Possible


def counting_groups(
    queryset: QuerySet, rule: CountingRule, dimensions: Sequence[Dimension], groups: GroupsOfKind
) -> Statistic[Counted]:
    """The records counted under a rule by dimensions."""
    if rule.counts == "days":
        return Counted(*days_by_group(queryset, dimensions, groups), Possible())
    if any(dimension.column is None and not dimension.sides for dimension in dimensions):
        return Counted(*chairmanship_years(queryset, dimensions, groups), Possible())
    queryset = with_counted(queryset, rule)
    counting = _united if _unites(rule, dimensions) else _summed
    [(numbers, total), possible] = yield from both(
        counting(queryset, rule, dimensions, groups),
        finding_possible(queryset, rule, dimensions, groups),
    )
    return Counted(
        {keys: Days(value, value) for keys, value in numbers.items()}, Days(total, total), possible
    )


def _unites(rule: CountingRule, dimensions: Sequence[Dimension]) -> bool:
    """Whether one value may be found in several passes, which must not be added up."""
    return not rule.counts_records and any(dimension.sides for dimension in dimensions)


def _summed(
    queryset: QuerySet, rule: CountingRule, dimensions: Sequence[Dimension], groups: GroupsOfKind
) -> Statistic[tuple[dict[Keys, int], int]]:
    """Each group's number as the database counts it."""
    passes = passes_of(queryset, dimensions, groups)
    asked = [_counts(one, rule) for one in passes]
    # Records are as many as in all groups together, where each of them stands in one.
    adds_up = rule.counts_records and not any(dimension.overlaps for dimension in dimensions)
    found = yield [*asked, *([] if adds_up else [_whole(queryset, rule)])]
    numbers: dict[Keys, int] = defaultdict(int)
    for one, rows in zip(passes, found, strict=False):
        for row in rows:
            keys = row[: len(dimensions)]
            if stands(keys, dimensions):
                numbers[tuple(keys)] += one.sign * sum(row[len(dimensions) :])
    return dict(numbers), sum(numbers.values()) if adds_up else _sum(found[-1])


def _united(
    queryset: QuerySet, rule: CountingRule, dimensions: Sequence[Dimension], groups: GroupsOfKind
) -> Statistic[tuple[dict[Keys, int], int]]:
    """Each group's different values, which the database lists and we number: no column adds up.

    Read alone, row by row, so that a million of them need no memory.
    """
    passes = passes_of(queryset, dimensions, groups, adding=True)
    first, *others = (
        one.rows.annotate(**one.columns, counted_value=value_of(rule))
        .order_by()
        .values_list(*one.columns, "counted_value")
        for one in passes
    )
    numbers: dict[Keys, int] = defaultdict(int)
    for *keys, value in first.union(*others).iterator():
        if stands(keys, dimensions):
            numbers[tuple(keys)] += value is not None  # a group of records without any is there
    [whole] = yield [_whole(queryset, rule)]
    return dict(numbers), _sum(whole)


def _counts(one: Pass, rule: CountingRule) -> Reading:
    counts = counts_of(rule, distinct=one.repeats)
    return Reading(one.rows.values(**one.columns).annotate(**counts), (*one.columns, *counts))


def _whole(queryset: QuerySet, rule: CountingRule) -> Reading:
    counts = counts_of(rule)
    return Reading(queryset.values(whole=Value(1)).annotate(**counts), tuple(counts))


def _sum(rows: Rows) -> int:
    return sum(sum(row) for row in rows)
