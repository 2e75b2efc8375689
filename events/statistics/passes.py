"""The rows of a question, joined and grouped: once, or once for each side of a dimension."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from django.db.models import QuerySet

from events.statistics.dimensions import Dimension
from events.statistics.joins import GroupsOfKind

Keys = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """Rows with the ``columns`` to group them by, in the order of the dimensions.

    ``sign``: whether what is counted is added or taken away. ``repeats``: whether a record may
    stand in a group more than once.
    """

    rows: QuerySet
    columns: dict[str, Any]
    sign: int
    repeats: bool


def passes_of(
    queryset: QuerySet,
    dimensions: Sequence[Dimension],
    groups: GroupsOfKind,
    *,
    adding: bool = False,
) -> list[Pass]:
    """The passes of which the records add up to each group's.

    ``adding``: only those that add records, which together find each group's records, a record
    perhaps twice. A dimension without a column and sides is left to the caller.
    """
    found = []
    for sides in product(*(dimension.sides or (dimension,) for dimension in dimensions)):
        if adding and any(side.sign < 0 for side in sides):
            continue
        rows = queryset
        for side in sides:
            rows = side.joins(rows, groups) if side.joins else rows
        columns = {
            f"by_{n}": side.column for n, side in enumerate(sides) if side.column is not None
        }
        repeats = any(s.repeats or (s.needs_group_kind and groups.repeat) for s in sides)
        found.append(Pass(rows, columns, prod(side.sign for side in sides), repeats))
    return found


def stands(keys: Sequence[Any], dimensions: Sequence[Dimension]) -> bool:
    """Whether these keys make a group: what has none of several possible keys is left out."""
    return all(
        dimension.keeps_none or key is not None
        for dimension, key in zip(dimensions, keys, strict=True)
    )
