"""Rows by their keys, asked with SQL that is made once: from page to page only the keys differ.

Django makes the SQL of a queryset anew each time, which for the children of a page took as long as
the database took to answer.
"""

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, F, Func

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

    def of(self, keys: Sequence[Any]) -> Iterator[dict[str, Any]]:
        postgresql = self.connection.vendor == "postgresql"
        params = [*self.params]
        params[self.place] = list(keys) if postgresql else json.dumps(list(keys))
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return (dict(zip(self.names, row, strict=True)) for row in rows)
