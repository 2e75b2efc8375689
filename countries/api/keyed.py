"""Rows by their keys, asked with SQL that is made once: from page to page only the keys differ.

Django makes the SQL of a queryset anew each time, which for the children of a page took as long as
the database took to answer. PostgreSQL plans it once for each connection too: planning such a
question takes twice as long as answering it.
"""

import itertools
import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, F, Func
from psycopg2.extensions import AsIs

_numbers = itertools.count()
# By connection, so by thread too: what is compiled speaks of the connection that it is for.
_asked: WeakKeyDictionary[Any, dict[Hashable, "KeyedRows"]] = WeakKeyDictionary()


def keyed_rows(
    name: Hashable, rows: Callable[[], Any], column: str, keys: Sequence[Any]
) -> Iterator[dict[str, Any]]:
    """Rows of a ``values()`` queryset whose column has one of the keys, which are of one type.

    ``rows`` makes the queryset, the first time that ``name`` is asked for; it may depend on nothing
    but the name.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    asked = _asked.setdefault(connection, {})
    if name not in asked:
        asked[name] = KeyedRows(rows(), column, connection)
    return asked[name].of(keys)


class _Keys(Func):
    """``column = one of the keys``, with all of them as one parameter."""

    output_field = BooleanField()
    conditional = True
    place = object()

    def as_sql(self, compiler, connection, **options):  # type: ignore[override]
        column, params = compiler.compile(self.source_expressions[0])
        some = "= ANY(%s)" if connection.vendor == "postgresql" else _OF_JSON
        return f"{column} {some}", [*params, self.place]


_OF_JSON = "IN (SELECT value FROM json_each(%s))"


class KeyedRows:
    """One question, compiled for one connection."""

    def __init__(self, rows: Any, column: str, connection: Any) -> None:
        query = rows.filter(_Keys(F(column))).query
        compiler = query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        self.params = list(params)
        self.place = next(at for at, one in enumerate(self.params) if one is _Keys.place)
        self.names = list(query.selected)
        self.compiler, self.connection = compiler, connection
        self.converters = compiler.get_converters([column for column, *_rest in compiler.select])
        # Behind a pooler, which this setting is for, the next question may meet another session.
        pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
        self.is_prepared = connection.vendor == "postgresql" and not pooled
        self.name = f"keyed_{next(_numbers)}"
        self.session: Any = None  # in which it is prepared

    def of(self, keys: Sequence[Any]) -> Iterator[dict[str, Any]]:
        with self.connection.cursor() as cursor:
            if self.is_prepared:
                self._prepare()
                cursor.execute(f"EXECUTE {self.name} (%s)", [list(keys)])
            else:
                cursor.execute(self.sql, self._params(keys))
            rows = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return (dict(zip(self.names, row, strict=True)) for row in rows)

    def _params(self, keys: Sequence[Any]) -> list[Any]:
        params = [*self.params]
        params[self.place] = (
            list(keys) if self.connection.vendor == "postgresql" else json.dumps(list(keys))
        )
        return params

    def _prepare(self) -> None:
        session = self.connection.connection
        if self.session is session:
            return
        params = [*self.params]
        params[self.place] = AsIs("$1")
        with session.cursor() as cursor:
            cursor.execute(f"PREPARE {self.name} AS {self.sql}", params)
        self.session = session
