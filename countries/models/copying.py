"""Inserting many rows by COPY, where the database is PostgreSQL.

``bulk_create`` asks every field of every row for its parameter, through some ten calls each: more
work than the database has. Here the fields that make their value themselves (search keys, times of
saving) are asked, and the others are written as they stand. Constraints, defaults, keys and
instances are as after ``bulk_create`` (docs/decisions/0081).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connections, models
from django.db.models.fields.related import ForeignKey

FEW = 100  # rows for which an INSERT is as good
# What COPY's text format gives a meaning of its own.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
PLAIN = (  # Django writes their values to PostgreSQL as str() does
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.DateField,
    models.UUIDField,
    models.JSONField,  # as JSON, that is
)


def can_copy(model: Any, rows: Sequence[Any], using: str) -> bool:
    """Whether these rows can be inserted so: many, without keys, of plain columns."""
    return (
        len(rows) >= FEW
        and connections[using].vendor == "postgresql"
        and isinstance(model._meta.pk, models.AutoField)
        and all(row.pk is None for row in rows)
        and all(isinstance(_plain(field), PLAIN) for field in model._meta.concrete_fields)
        and not any(field.has_db_default() for field in model._meta.concrete_fields)
    )


def copy_in(model: Any, rows: Sequence[Any], using: str) -> None:
    """Insert the rows and set their keys. Needs a transaction."""
    connection = connections[using]
    meta, quote = model._meta, connection.ops.quote_name
    for row in rows:
        row._prepare_related_fields_for_save(operation_name="bulk_create")
    names = ", ".join(quote(field.column) for field in meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [quote(meta.db_table), meta.pk.column, len(rows)],
        )
        keys = [key for (key,) in cursor.fetchall()]
        for row, key in zip(rows, keys, strict=True):
            row.pk = key
        with connection.wrap_database_errors:
            cursor.copy_expert(
                f"COPY {quote(meta.db_table)} ({names}) FROM STDIN",
                _Lines(_lines(meta.concrete_fields, rows)),
            )
    for row in rows:
        row._state.adding, row._state.db = False, using


def _plain(field: Any) -> Any:
    return _plain(field.target_field) if isinstance(field, ForeignKey) else field


def _lines(fields: Sequence[Any], rows: Sequence[Any]) -> Iterator[str]:
    reads = [_read(field) for field in fields]
    for row in rows:
        yield "\t".join([_cell(read(row)) for read in reads]) + "\n"


def _read(field: Any) -> Callable[[Any], Any]:
    """How the value of a field is read for a new row."""
    makes_it_itself = type(field).pre_save is not models.Field.pre_save
    if makes_it_itself and not (isinstance(field, models.DateField) and not _stamps(field)):
        return lambda row: field.pre_save(row, True)
    name = field.attname
    if isinstance(field, models.JSONField):
        return lambda row: _json(row.__dict__[name], field)
    return lambda row: row.__dict__[name]


def _json(value: Any, field: models.JSONField) -> str | None:
    return None if value is None else json.dumps(value, cls=field.encoder)


def _stamps(field: Any) -> bool:
    return field.auto_now or field.auto_now_add


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if hasattr(value, "resolve_expression"):
        raise TypeError("COPY takes values: an expression needs save().")
    return str(value).translate(ESCAPES)


class _Lines:
    """Lines as the file that COPY reads."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = ""

    def read(self, size: int = 8192) -> str:
        parts, length = [self._rest], len(self._rest)
        while length < size and (line := next(self._lines, "")):
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        self._rest = text[size:]
        return text[:size]
