"""The rows of a release: what is published, without a link to anything that is not."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from countries.filters.parameters import public
from diplotrack.releases.tables import LENGTHS, Column, Table
from events.models import Citation

CHUNK = 2000
Keys = dict[str, set[Any]]


def rows(table: Table, released: Keys) -> Iterator[dict[str, Any]]:
    """The table's rows by key; the keys that are released are added to ``released``.

    A row that needs another one that is not released is left out with it; an optional link to one
    is empty.
    """
    kept = released.setdefault(table.name, set())
    writers = [(column.name, _writer(column)) for column in table.columns]
    key, links = table.key.field.attname, [(c.field, c.target) for c in table.links]
    names = {column.field.attname for column in table.columns}
    names |= {column.precision for column in table.columns if column.precision}
    own = {field.name for field, target in links if target == table.name}
    visible = set(_ordered(table, "pk").values_list("pk", flat=True)) if own else set()
    for row in _ordered(table, "pk").values(*names).iterator(chunk_size=CHUNK):
        known = [
            (field.null and row[field.attname] is None)
            or row[field.attname] in (visible if field.name in own else released[target])
            for field, target in links
        ]
        for (field, _target), there in zip(links, known, strict=True):
            if not there:
                row[field.attname] = None
        if _stands(table.model, links, known, row):
            kept.add(row[key])
            yield {name: write(row) for name, write in writers}


def _ordered(table: Table, order: str) -> Any:
    return public(table.model).order_by(order)


def _stands(model: Any, links, known: list[bool], row: dict[str, Any]) -> bool:
    """Whether a row still says something without its links to what is not released."""
    if not all(there or field.null for (field, _target), there in zip(links, known, strict=True)):
        return False
    if model is Citation:
        return any(row[field.attname] for field, _target in links if field.name != "source")
    return True


def _writer(column: Column) -> Callable[[dict[str, Any]], Any]:
    attribute, prefix, precision = column.field.attname, column.prefix, column.precision
    if precision:
        return lambda row: row[attribute] and row[attribute].isoformat()[: LENGTHS[row[precision]]]
    if prefix:
        return lambda row: None if row[attribute] is None else f"{prefix}{row[attribute]}"
    if isinstance(column.field, models.DecimalField):
        return lambda row: None if row[attribute] is None else float(row[attribute])
    if column.type in ("date", "datetime"):
        return lambda row: row[attribute] and row[attribute].isoformat().replace("+00:00", "Z")
    return lambda row: row[attribute]
