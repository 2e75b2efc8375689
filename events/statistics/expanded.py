"""Groups into which one record goes more than once: days, and the years of a chairmanship.

These read rows, which a database's GROUP BY cannot expand in a way that both databases share.
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet

from events.statistics.counting import stays
from events.statistics.days import Days, Stay, distinct_days
from events.statistics.dimensions import Dimension
from events.statistics.joins import GroupsOfKind
from events.statistics.passes import Keys, passes_of, stands

EVER = (datetime.date.min, datetime.date.max)


def days_by_group(
    queryset: QuerySet, dimensions: Sequence[Dimension], groups: GroupsOfKind
) -> tuple[dict[Keys, Days], Days]:
    """Days abroad by group; a period's days are those that fall into it."""
    plain = [dimension for dimension in dimensions if not dimension.period]
    by_group: dict[Keys, dict[int, Stay]] = defaultdict(dict)
    everyone: dict[int, Stay] = {}
    for one in passes_of(queryset, plain, groups, adding=True):
        for stay, (pk, *keys) in stays(one.rows.annotate(**one.columns), "pk", *one.columns):
            everyone[pk] = stay
            if stands(keys, plain):
                by_group[tuple(keys)][pk] = stay
    total = distinct_days(everyone.values(), *EVER)
    place = next((i for i, dimension in enumerate(dimensions) if dimension.period), None)
    if place is None:
        return {keys: distinct_days(own.values(), *EVER) for keys, own in by_group.items()}, total
    unit = PERIODS[dimensions[place].period]
    counted = {}
    for group, own in by_group.items():
        for period, days in _days_by_period(list(own.values()), unit).items():
            counted[(*group[:place], period, *group[place:])] = days
    return counted, total


def _days_by_period(own: list[Stay], unit: "Unit") -> dict[int, Days]:
    touching: dict[int, list[Stay]] = defaultdict(list)
    for stay in own:
        first, last = (datetime.date.fromordinal(day) for day in stay.possible)
        for period in range(unit.number(first), unit.number(last) + 1):
            touching[period].append(stay)
    return {
        period: distinct_days(some, unit.first(period), unit.first(period + 1) - DAY)
        for period, some in touching.items()
    }


DAY = datetime.timedelta(days=1)


class Unit:
    """Years, quarters or months as numbers that follow one another."""

    def __init__(self, per_year: int) -> None:
        self.per_year, self.months = per_year, 12 // per_year

    def number(self, date: datetime.date) -> int:
        return date.year * self.per_year + (date.month - 1) // self.months

    def first(self, period: int) -> datetime.date:
        year, part = divmod(period, self.per_year)
        return datetime.date(year, part * self.months + 1, 1)


PERIODS = {"year": Unit(1), "quarter": Unit(4), "month": Unit(12)}


def chairmanship_years(
    queryset: QuerySet, dimensions: Sequence[Dimension], groups: GroupsOfKind
) -> tuple[dict[Keys, Days], Days]:
    """Terms by year and more: a term stands in every year that it touches.

    One that is still going on reaches to the newest year in which any of these terms starts or
    ends: the record knows nothing of later years.
    """
    [one] = passes_of(queryset, dimensions, groups)
    columns = ("pk", "start_date", "end_date", "ongoing", *one.columns)
    rows = list(one.rows.annotate(**one.columns).values_list(*columns))
    newest = max((date.year for row in rows for date in row[1:3] if date), default=0)
    place = next(i for i, dimension in enumerate(dimensions) if dimension.period)
    terms: dict[Keys, set[int]] = defaultdict(set)
    for pk, start, end, ongoing, *keys in rows:
        last = end.year if end else newest if ongoing else start.year
        for year in range(start.year, last + 1):
            terms[(*keys[:place], year, *keys[place:])].add(pk)
    total = len({row[0] for row in rows})
    return {k: Days(len(v), len(v)) for k, v in terms.items()}, Days(total, total)
