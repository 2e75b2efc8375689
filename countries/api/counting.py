"""How many records a list has, without counting a million of them for a page of fifty."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connections

from countries.api.remembering import KEPT_SECONDS
from countries.models.history_as_of import AsOfQuery

EXACT_UP_TO = 10_000


@dataclass(frozen=True, slots=True)
class Count:
    number: int
    estimated: bool = False


def counted(rows, key: str, *, exact: bool) -> Count:
    """The number of rows, remembered under ``key``, which names the question and the data.

    Up to 10,000 are counted. Beyond, PostgreSQL's planner gives its estimate unless the exact
    number is known already or asked for. SQLite plans no numbers, nor does anyone for the past:
    there it is counted, once.
    """
    known = cache.get(key)
    if known is None or (known.estimated and exact):
        known = _count(rows.order_by(), exact=exact)
        cache.set(key, known, KEPT_SECONDS)
    return known


def _count(rows, *, exact: bool) -> Count:
    planned = connections[rows.db].vendor == "postgresql" and not isinstance(rows.query, AsOfQuery)
    if planned and not exact:
        least = rows.values("pk")[: EXACT_UP_TO + 1].count()
        if least > EXACT_UP_TO:
            return Count(max(_planned(rows), least), estimated=True)
        return Count(least)
    return Count(rows.count())


def _planned(rows: Any) -> int:
    """The planner's estimate, which follows the statistics that autovacuum keeps."""
    plan = json.loads(rows.values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])
