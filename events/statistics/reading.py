"""Statistics that say what they want to read, so that several are read in one query.

A statistic is a generator: it yields the readings that it needs next, is sent the rows of each, and
returns its result. ``alone`` runs one. ``together`` runs several in step: what they want at the
same time is one statement, a UNION ALL of small questions.
"""

import datetime
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONArray
from django.utils.translation import get_language

Rows = list[tuple[Any, ...]]
T = TypeVar("T")
Statistic = Generator["list[Reading]", list[Rows], T]


@dataclass(frozen=True, eq=False)
class Reading:
    """Rows to read and the columns wanted of each. In which order they come is not said.

    Dates come as they are or as ISO text (``day_of``): a row read together with others is JSON.
    """

    rows: QuerySet
    columns: tuple[str, ...]


def alone(statistic: Statistic[T]) -> T:
    """The result of one statistic."""
    return together(statistic)[0]


def together(*statistics: Statistic[Any]) -> list[Any]:
    """The results of several statistics, in as many queries as the longest of them takes steps."""
    every = both(*statistics)
    rows: Any = None
    while True:
        try:
            readings = every.send(rows)
        except StopIteration as end:
            return end.value
        rows = _read(readings)


def both(*statistics: Statistic[Any]) -> Statistic[list[Any]]:
    """Several statistics as one, whose steps are theirs."""
    results: dict[int, Any] = {}
    wanted: dict[int, list[Reading]] = {}

    def go_on(place: int, rows: Any) -> None:
        try:
            wanted[place] = statistics[place].send(rows)
        except StopIteration as end:
            wanted.pop(place, None)
            results[place] = end.value

    for place in range(len(statistics)):
        go_on(place, None)
    while wanted:
        asked = list(wanted.items())
        found = iter((yield [reading for _place, readings in asked for reading in readings]))
        for place, readings in asked:
            go_on(place, [next(found) for _reading in readings])
    return [results[place] for place in range(len(statistics))]


def _read(readings: Sequence[Reading]) -> list[Rows]:
    if len(readings) <= 1:
        return [list(one.rows.values_list(*one.columns)) for one in readings]
    # As text, since Django would read each row's JSON by itself.
    parts = [
        one.rows.order_by().values_list(
            Value(place), Cast(JSONArray(*map(F, one.columns)), TextField())
        )
        for place, one in enumerate(readings)
    ]
    found: list[list[str]] = [[] for _reading in readings]
    for place, row in parts[0].union(*parts[1:], all=True):
        found[place].append(row)
    return [list(map(tuple, orjson.loads(f"[{','.join(rows)}]"))) for rows in found]


def day_of(value: Any) -> Any:
    """A date of a row, however it was read."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def names_read(model: Any, keys: Collection[Any]) -> Statistic[dict[Any, str]]:
    """Names in the active language by primary key; a key without a row has none."""
    if not keys:
        return {}
    rows = model._default_manager.filter(pk__in=sorted(keys))
    [found] = yield [Reading(rows, ("pk", "name_en", "name_ru", "name_kk"))]
    place = {"ru": 2, "kk": 3}.get((get_language() or "en")[:2], 1)
    return {row[0]: row[place] or row[1] for row in found}
