"""What is written: rows as JSON has them, and how each becomes cells of a flat table."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from countries.api.columns import Row

Point = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of a flat table.

    ``kind``: string, integer, number, boolean or datetime. ``text``: how one child reads, where the
    row has a list of children here; they are joined by semicolons.
    """

    key: str
    kind: str = "string"
    text: Callable[[Row], str] | None = None

    def cell(self, row: Row) -> Any:
        value = row[self.key]
        if self.text is not None:
            return "; ".join(filter(None, map(self.text, value)))
        if isinstance(value, dict | list):  # an expanded record
            return orjson.dumps(value, default=str).decode()
        return value


@dataclass(frozen=True)
class ExportTable:
    """A download before it has a format.

    ``rows`` is called once, inside the transaction. ``count`` (at most one more than ``limit`` is
    needed) tells how many there are. ``place`` gives a row's point on the map.
    """

    name: str
    columns: tuple[ExportColumn, ...]
    rows: Callable[[], Iterable[Row]]
    count: Callable[[int], int]
    place: Callable[[Row], Point | None] = lambda row: None
    hidden: frozenset[str] = frozenset()
    """Keys that only ``place`` needs: they are not written."""
    copied: Any = None
    """A queryset whose columns are the cells of CSV, where PostgreSQL can write it itself."""

    @property
    def keys(self) -> list[str]:
        return [column.key for column in self.columns]

    def cells(self) -> Iterator[list[Any]]:
        """The rows as cells, in the order of the columns."""
        plain = [column.key if column.text is None else None for column in self.columns]
        columns = self.columns
        for row in self.rows():
            yield [
                row[key]
                if key is not None and not isinstance(row[key], dict | list)
                else c.cell(row)
                for key, c in zip(plain, columns, strict=True)
            ]


def columns_of(serializer) -> tuple[ExportColumn, ...]:
    """The columns of a serializer's flat table: its wanted keys, children as joined text."""
    kinds = serializer.kinds()
    texts = {child.name: child.text for child in serializer.shown_children}
    return tuple(
        ExportColumn(key, kinds.get(key, "string"), texts.get(key)) for key in serializer.shown_keys
    )


def keyed_columns(**kinds: str) -> tuple[ExportColumn, ...]:
    return tuple(ExportColumn(key, kind) for key, kind in kinds.items())
