"""Groups into which one record goes more than once: days, and the years of a chairmanship.

These read rows, which a database's GROUP BY cannot expand in a way that both databases share.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet

from events.statistics.counting import STAY_COLUMNS, stay_of
from events.statistics.days import EVER, Days, Stay, Window, days_of_one_person
from events.statistics.dimensions import Dimension
from events.statistics.joins import GroupsOfKind
from events.statistics.passes import Keys, passes_of, stands


def days_by_group(
    queryset: QuerySet, dimensions: Sequence[Dimension], groups: GroupsOfKind
) -> tuple[dict[Keys, Days], Days]:
    """Days abroad by group; a period's days are those that fall into it.

    Read person by person, so that a million stops need no memory.
    """
    plain = [dimension for dimension in dimensions if not dimension.period]
    place = next((i for i, dimension in enumerate(dimensions) if dimension.period), None)
    unit = None if place is None else PERIODS[dimensions[place].period]
    counted: dict[Keys, Days] = defaultdict(Days)
    total = Days()
    rows = _stops(queryset, plain, groups)
    for _person, stops in groupby(rows, key=itemgetter(0)):
        everywhere: list[Stay] = []
        by_group: dict[Keys, list[Stay]] = defaultdict(list)
        for row in stops:
            stay, keys = stay_of(row), row[len(STAY_COLUMNS) :]
            everywhere.append(stay)
            if stands(keys, plain):
                by_group[keys].append(stay)
        total += days_of_one_person(everywhere)
        for group, own in by_group.items():
            if unit is None:
                counted[group] += days_of_one_person(own)
                continue
            for period, days in _days_by_period(own, unit).items():
                counted[(*group[:place], period, *group[place:])] += days
    return dict(counted), total


def _stops(
    queryset: QuerySet, dimensions: Sequence[Dimension], groups: GroupsOfKind
) -> Iterator[tuple]:
    """Each stop with its group's keys, as often as it is in one, the stops of a person together."""
    first, *others = (
        one.rows.annotate(**one.columns).order_by().values_list(*STAY_COLUMNS, *one.columns)
        for one in passes_of(queryset, dimensions, groups, adding=True)
    )
    rows = first.union(*others, all=True) if others else first
    return rows.order_by(STAY_COLUMNS[0]).iterator()


def _days_by_period(own: list[Stay], unit: "Unit") -> dict[int, Days]:
    """One person's days by the periods that the stays touch."""
    touching: dict[int, list[Stay]] = defaultdict(list)
    for stay in own:
        first, last = (datetime.date.fromordinal(day) for day in stay.possible)
        for period in range(unit.number(first), unit.number(last) + 1):
            touching[period].append(stay)
    return {
        period: days_of_one_person(some, unit.frame(period)) for period, some in touching.items()
    }


class Unit:
    """Years, quarters or months as numbers that follow one another."""

    def __init__(self, per_year: int) -> None:
        self.per_year, self.months = per_year, 12 // per_year

    def number(self, date: datetime.date) -> int:
        return date.year * self.per_year + (date.month - 1) // self.months

    def frame(self, period: int) -> Window:
        """First and last day of a period."""
        return self._first(period), self._first(period + 1) - 1

    def _first(self, period: int) -> int:
        year, part = divmod(period, self.per_year)
        if year > datetime.MAXYEAR:
            return EVER[1] + 1
        return datetime.date(year, part * self.months + 1, 1).toordinal()


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
