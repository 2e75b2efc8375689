"""Inserting many rows by COPY, where the database is PostgreSQL.

``bulk_create`` asks every field of every row for its parameter, through some ten calls each: more
work than the database has. Here the fields that make their value themselves (search keys, times of
saving) are asked, and the others are written as they stand. Constraints, defaults, keys and
instances are as after ``bulk_create`` (docs/decisions/0081).
"""

import json
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from django.db import connections, models
from django.db.models.base import ModelState
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
        if row._state.fields_cache:  # of rows that it points to, which may lack their keys
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


def like(pattern: models.Model, **columns: Any) -> Any:
    """A new row with the columns of ``pattern``, except those given: by column, so ``visit_id``.

    For making rows by the hundred thousand, where asking every field for its default is most of
    the work. The rows share the pattern's values, so none of these may be changed in place.
    """
    row = pattern.__class__.__new__(pattern.__class__)
    row.__dict__ = {**pattern.__dict__, **columns, "_state": ModelState()}
    return row


def _plain(field: Any) -> Any:
    return _plain(field.target_field) if isinstance(field, ForeignKey) else field


def _lines(fields: Sequence[Any], rows: Sequence[Any]) -> Iterator[str]:
    makers = [field for field in fields if _makes_its_value(field)]
    documents = [
        (n, field) for n, field in enumerate(fields) if isinstance(field, models.JSONField)
    ]
    values_of = itemgetter(*(field.attname for field in fields))
    for row in rows:
        for field in makers:
            row.__dict__[field.attname] = field.pre_save(row, True)
        values = values_of(row.__dict__)
        if documents:
            values = _as_json(values, documents)
        yield line_of(values)


def _makes_its_value(field: Any) -> bool:
    """Whether a field works out its value when a row is saved: search keys, times of saving."""
    if isinstance(field, models.DateField):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not models.Field.pre_save


def _as_json(values: Sequence[Any], documents: Sequence[tuple[int, Any]]) -> list[Any]:
    cells = list(values)
    for place, field in documents:
        value = cells[place]
        cells[place] = None if value is None else json.dumps(value, cls=field.encoder)
    return cells


def line_of(values: Sequence[Any]) -> str:
    """A row's values as a line of COPY's text format."""
    texts = [
        value if type(value) is str else "\\N" if value is None else _text(value)
        for value in values
    ]
    line = "\t".join(texts)
    # Seldom does a text hold what COPY reads as a sign of its own, so cells are looked at one by
    # one only where the line has more of these signs than it should.
    if (
        line.count("\\") != values.count(None)
        or line.count("\t") != len(texts) - 1
        or "\n" in line
        or "\r" in line
    ):
        line = "\t".join(
            "\\N" if value is None else text.translate(ESCAPES)
            for value, text in zip(values, texts, strict=True)
        )
    return line + "\n"


def _text(value: Any) -> str:
    if hasattr(value, "resolve_expression"):
        raise TypeError("COPY takes values: an expression needs save().")
    return str(value)


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
