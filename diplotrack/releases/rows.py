"""The rows of a release: what is published, without a link to anything that is not."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import models

from countries.filters.parameters import public
from diplotrack.releases.keys import Keys
from diplotrack.releases.tables import LENGTHS, Column, Table
from events.models import Citation

CHUNK = 2000
Cells = list[Any]


def rows(table: Table, released: dict[str, Keys]) -> Iterator[Cells]:
    """The cells of the table's rows by key; ``released`` are the keys that others may point to.

    A row that needs another one that is not released is left out with it; an optional link to one
    is empty.
    """
    kept = released.get(table.name)
    if table.name in {column.target for column in table.links}:
        # A link may point further down in its own table: its keys are needed first.
        kept = None
        for key in _standing(table, released):
            released[table.name].add(key)
    key = table.columns.index(table.key)
    written = [
        (place, write)
        for place, column in enumerate(table.columns)
        if (write := _writer(column, table.attributes)) is not None
    ]
    for row in _read(table, table.attributes):
        cells = list(row[: len(table.columns)])
        if not _stands(table, cells, released):
            continue
        if kept is not None:
            kept.add(cells[key])
        for place, write in written:
            cells[place] = write(cells[place], row)
        yield cells


def _standing(table: Table, released: dict[str, Keys]) -> Iterator[Any]:
    """The keys of the rows whose every needed link is to a row that is released."""
    needed = [column for column in table.links if not column.field.null]
    names = [column.field.attname for column in (table.key, *needed)]
    for key, *links in _read(table, names):
        if all(link in released[c.target] for c, link in zip(needed, links, strict=True)):
            yield key


def _read(table: Table, names: Sequence[str]) -> Iterator[tuple]:
    found: Any = public(table.model).order_by("pk").values_list(*names)
    return found.iterator(chunk_size=CHUNK)


def _stands(table: Table, cells: Cells, released: dict[str, Keys]) -> bool:
    """Empty the links to what is not released; whether the row still says something."""
    about = 0
    for place, target, needed in table.linked:
        key = cells[place]
        if key is None:
            continue
        if key in released[target]:
            about += 1
        elif needed:
            return False
        else:
            cells[place] = None
    # A citation points to its source and to what it is about.
    return about > 1 if table.model is Citation else True


Writer = Callable[[Any, Sequence[Any]], Any]


def _writer(column: Column, attributes: Sequence[str]) -> Writer | None:
    """How a value of a row is written; None where as it is."""
    if column.precision:
        at = attributes.index(column.precision)
        return lambda value, row: value and value.isoformat()[: LENGTHS[row[at]]]
    if prefix := column.prefix:
        return lambda value, row: None if value is None else f"{prefix}{value}"
    if isinstance(column.field, models.DecimalField):
        return lambda value, row: None if value is None else float(value)
    if column.type in ("date", "datetime"):
        return lambda value, row: value and value.isoformat().replace("+00:00", "Z")
    return None
