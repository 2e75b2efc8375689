"""CSV that PostgreSQL writes itself, by COPY: several times as fast as row by row.

The cells are those of ``write_csv``; each kind of column says here how the database writes it. What
has no such way (another language than English, ``as_of``, columns added to the row) is written the
portable way. docs/decisions/0047 has the figures.
"""

import csv
import io
import queue
import threading
from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connections, models
from django.db.models import Case, F, Func, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from countries.api import columns as kinds
from countries.api.columns import PUBLISHED, Column
from countries.api.context import RowContext
from countries.api.serializers import Child, RowSerializer
from countries.filters.parameters import public

CHUNK = 256 * 1024
WAITING = 4  # chunks that a slow reader may leave waiting; then the database waits too
Expressions = dict[str, Any]


class NotCopied(Exception):
    """The database cannot write this table as we do."""


def _sql(text: str, *expressions: Any) -> Func:
    """An SQL text around expressions (``%(expressions)s``)."""
    return Func(*expressions, template=text, output_field=models.TextField())


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%%%") + "'"


X = "%(expressions)s"
FORMULAS = "(61, 43, 45, 64, 9, 13)"  # = + - @ tab return


def _safe(column: str) -> Func:
    """Text with an apostrophe in front of what would be a formula; empty text is no value."""
    return _sql(
        f"CASE WHEN {X} = '' THEN NULL WHEN ascii({X}) IN {FORMULAS} OR ascii({X}) = 39 AND "
        f"ascii(ltrim({X}, '''')) IN {FORMULAS} THEN '''' || {X} ELSE {X} END",
        F(column),
    )


def _day(column: str, precision: str) -> Func:
    length = _sql(f"CASE {X} WHEN 'day' THEN 10 WHEN 'month' THEN 7 ELSE 4 END", F(precision))
    return _sql(f"left({X})", _sql(f"{X}::text", F(column)), length)


def _instant(column: str) -> Func:
    """As Python writes it: microseconds only where there are any."""
    return _sql(
        f"to_char({X} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') || "
        f"CASE WHEN mod(extract(microseconds FROM {X})::int, 1000000) = 0 THEN '' "
        f"ELSE to_char({X} AT TIME ZONE 'UTC', '.US') END || '+00:00'",
        F(column),
    )


@singledispatch
def expressions(column: Column, model: Any, context: RowContext) -> Expressions:
    """What the database writes for each key of a column; NotCopied where it cannot."""
    if type(column) is not Column:
        raise NotCopied(type(column).__name__)
    field = kinds._field(model, column.source)
    if isinstance(field, models.DateTimeField):
        return {column.name: _instant(column.source)}
    if isinstance(field, models.BooleanField):
        return {column.name: _sql(f"CASE WHEN {X} THEN 'true' ELSE 'false' END", F(column.source))}
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return {column.name: F(column.source)}
    if isinstance(field, models.CharField | models.TextField):
        return {column.name: _safe(column.source)}
    raise NotCopied(column.name)


@expressions.register
def _(column: kinds.PublicId, model: Any, context: RowContext) -> Expressions:
    return {column.name: _sql(f"{_literal(column.prefix)} || {X}", F("pk"))}


@expressions.register
def _(column: kinds.Partial, model: Any, context: RowContext) -> Expressions:
    return {column.name: _day(column.source, f"{column.source}_precision")}


@expressions.register
def _(column: kinds.Choice, model: Any, context: RowContext) -> Expressions:
    labels = " ".join(f"WHEN {_literal(v)} THEN {_literal(str(t))}" for v, t in column.choices)
    code = F(column.source)
    return {
        column.name: _sql(f"NULLIF({X}, '')", code),
        f"{column.name}_name": _sql(f"CASE {X} {labels} END", code),
    }


@expressions.register
def _(column: kinds.Coded, model: Any, context: RowContext) -> Expressions:
    path = column.source.removesuffix("_id")
    return {column.name: F(column.source), f"{column.name}_name": _safe(f"{path}__name_en")}


@expressions.register
def _(column: kinds.Linked, model: Any, context: RowContext) -> Expressions:
    shown = Q()
    for state in column.states:
        shown &= Q(**{state: PUBLISHED}) | Q(**{f"{state}__isnull": True})
    key: Any = F(column.source)
    if column.prefix:
        key = _sql(f"{_literal(column.prefix)} || {X}", key)
    found = {column.name: Case(When(shown, then=key)) if column.states else key}
    if column.texts:
        text = _safe(column.texts[0])
        found[f"{column.name}_name"] = Case(When(shown, then=text)) if column.states else text
    return found


@expressions.register
def _(column: kinds.LocalName, model: Any, context: RowContext) -> Expressions:
    return {column.name: _safe("name_en")}


@expressions.register
def _(column: kinds.RecordUrl, model: Any, context: RowContext) -> Expressions:
    start = f"{context.base_url}{column.path}{column.prefix}"
    return {column.name: _sql(f"{_literal(start)} || {X} || '/'", F("pk"))}


def _joined(child: Child, context: RowContext) -> Any:
    """The texts of a record's children, joined."""
    if not child.copied:
        raise NotCopied(child.name)
    found: Expressions = {}
    for column in child.columns:
        if {column.name, f"{column.name}_name"} & set(child.copied):
            found.update(_unescaped(column, child.model))
    texts = [found[key] for key in child.copied]
    text = Coalesce(*texts) if len(texts) > 1 else texts[0]
    order = (*(child.ordering or child.model._meta.ordering), "pk")
    rows = public(child.model).filter(child.only or Q(), **{child.link: OuterRef("pk")})
    rows = rows.order_by().values(child.link)
    rows = rows.annotate(copied_text=StringAgg(text, "; ", order_by=order))
    # The joined text is escaped as one cell: once here, by an expression that is named once.
    escaped = f"regexp_replace({X}, E'^(''*[=+@\\t\\r-])', E'''\\\\1')"
    return _sql(escaped, Subquery(rows.values("copied_text")))


def _unescaped(column: Column, model: Any) -> Expressions:
    if isinstance(column, kinds.PublicId):
        return {column.name: _sql(f"{_literal(column.prefix)} || {X}", F("pk"))}
    if isinstance(column, kinds.Linked):
        found = {column.name: _sql(f"{_literal(column.prefix)} || {X}", F(column.source))}
        if column.texts:
            found[f"{column.name}_name"] = _sql(f"NULLIF({X}, '')", F(column.texts[0]))
        return found
    return {column.name: _sql(f"NULLIF({X}, '')", F(column.source))}


def copied_rows(serializer: RowSerializer, rows: Any) -> Any:
    """The queryset whose columns are the cells; None where the portable way has to do."""
    context = serializer.context
    if connections[rows.db].vendor != "postgresql" or context.language != "en":
        return None
    if context.as_of is not None or serializer.more:
        return None
    children = {child.name: child for child in serializer.shown_children}
    keys = serializer.shown_keys
    found: Expressions = {}
    try:
        for column in serializer.columns:
            if set(column.schemas(serializer.model)) & set(keys):
                found.update(expressions(column, serializer.model, context))
        found.update({name: _joined(child, context) for name, child in children.items()})
    except NotCopied:
        return None
    if not set(keys) <= set(found):
        return None
    named = {f"copied_{number}": found[key] for number, key in enumerate(keys)}
    return serializer.prepared(rows).annotate(**named).values_list(*named)


def copy_csv(keys: list[str], rows: Any) -> Iterator[bytes]:
    """The rows of ``copied_rows`` as CSV, with a first line of keys."""
    head = io.StringIO()
    csv.writer(head, lineterminator="\n").writerow(keys)
    yield head.getvalue().encode()
    with connections[rows.db].cursor() as cursor:
        # Compiling so wide a SELECT took nine seconds of ten at 100,000 rows.
        cursor.execute("SET LOCAL jit = off")
        sql, params = rows.query.sql_with_params()
        statement = cursor.cursor.mogrify(sql, params).decode()
        yield from _copied(cursor.cursor, f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)")


def _copied(cursor: Any, statement: str) -> Iterator[bytes]:
    """COPY pushes and we are pulled: a thread stands between, with a few chunks at most."""
    pipe = _Pipe()
    thread = threading.Thread(target=pipe.run, args=(cursor, statement), daemon=True)
    thread.start()
    try:
        while (chunk := pipe.chunks.get()) is not None:
            yield chunk
    finally:
        if thread.is_alive():
            pipe.given_up = True
            cursor.connection.cancel()
            while pipe.chunks.get() is not None:
                pass
        thread.join()
    if pipe.error is not None:
        raise pipe.error


class _Pipe:
    """A file for ``copy_expert``."""

    def __init__(self) -> None:
        self.chunks: queue.Queue[bytes | None] = queue.Queue(WAITING)
        self.error: Exception | None = None
        self.given_up = False
        self._parts: list[bytes] = []
        self._size = 0

    def run(self, cursor: Any, statement: str) -> None:
        try:
            cursor.copy_expert(statement, self)
            self.chunks.put(b"".join(self._parts))
        except Exception as error:
            self.error = error
        self.chunks.put(None)

    def write(self, data: bytes) -> int:
        if self.given_up:
            raise BrokenPipeError
        self._parts.append(data)
        self._size += len(data)
        if self._size >= CHUNK:
            self.chunks.put(b"".join(self._parts))
            self._parts, self._size = [], 0
        return len(data)
