"""CSV that PostgreSQL writes itself, by COPY: several times as fast as row by row.

The bytes are those of the portable way (``cells``). docs/decisions/0047 has the figures.
"""

import csv
import io
import queue
import threading
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connections
from django.db.models import OuterRef, Q, Subquery

from countries.api.context import RowContext
from countries.api.exports.cells import Expressions, NotCopied, cells, safe_text, texts
from countries.api.serializers import Child, RowSerializer, keys_of
from countries.api.words import Words
from countries.filters.parameters import public
from countries.models.history_as_of import reading_as_of

CHUNK = 256 * 1024
WAITING = 4  # chunks that a slow reader may leave waiting; then the database waits too


def copied_rows(serializer: RowSerializer, rows: Any) -> Any:
    """The queryset whose columns are the cells; None where the portable way has to do."""
    keys = serializer.shown_keys
    # A line of one cell is written in another way: empty, or as the sign that ends a COPY. What is
    # not published is hidden by the cells: who may see it gets them the portable way.
    if (
        connections[rows.db].vendor != "postgresql"
        or len(keys) == 1
        or serializer.context.unpublished
    ):
        return None
    try:
        with reading_as_of(serializer.context.as_of):
            found = _cells(serializer)
    except NotCopied:
        return None
    named = {f"copied_{number}": found[key] for number, key in enumerate(keys)}
    return serializer.prepared(rows).annotate(**named).values_list(*named)


def _cells(serializer: RowSerializer) -> Expressions:
    """What the database writes for each key."""
    context, wanted = serializer.context, set(serializer.shown_keys)
    found: Expressions = {}
    for column in (*serializer.columns, *serializer.more):
        if not wanted.isdisjoint(keys_of(column, serializer.model)):
            found.update(cells(column, serializer.model, context))
    for child in serializer.shown_children:
        found[child.name] = _joined(child, context)
    return found


def _joined(child: Child, context: RowContext) -> Any:
    """The texts of a record's children, joined."""
    if not isinstance(child.text, Words):
        raise NotCopied(child.name)
    found: Expressions = {}
    for column in child.columns:
        if not child.text.keys.isdisjoint(keys_of(column, child.model)):
            found.update(texts(column, child.model, context))
    order = (*(child.ordering or child.model._meta.ordering), "pk")
    rows = public(child.model).filter(child.only or Q(), **{child.link: OuterRef("pk")})
    rows = rows.order_by().values(child.link)
    joined = StringAgg(child.text.expression(found), "; ", order_by=order)
    return safe_text(Subquery(rows.annotate(copied_text=joined).values("copied_text")))


def copy_csv(keys: list[str], rows: Any) -> Iterator[bytes]:
    """The rows of ``copied_rows`` as CSV, with a first line of keys."""
    head = io.StringIO()
    csv.writer(head, lineterminator="\n").writerow(keys)
    yield head.getvalue().encode()
    with connections[rows.db].cursor() as cursor:
        # Compiling so wide a SELECT took nine seconds of ten at 100,000 rows.
        cursor.execute("SET LOCAL jit = off; SET LOCAL DateStyle = ISO")
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
