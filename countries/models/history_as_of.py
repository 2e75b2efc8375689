"""Questions to the record as it stood at an instant.

A queryset ``as_of`` an instant is the ordinary queryset, asked of other tables: in front of its
SELECT stands one ``WITH`` for each tracked table that it names, which shadows the table by the
rows that history holds for that instant. Filters, joins, subqueries over children, ``values()``
and aggregates therefore mean then what they mean now (docs/decisions/0022).
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from countries.models.history_tables import tracked_models

DELETED = "-"
_moment: ContextVar[datetime.datetime | None] = ContextVar("moment", default=None)


@contextmanager
def reading_as_of(moment: datetime.datetime | None) -> Iterator[None]:
    """Every queryset of a tracked model that begins inside reads the record of that moment.

    For answers that ask many questions, such as a year's summary. None reads today's record. Query
    sets that begin inside stay as of the moment wherever they are evaluated.
    """
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def moment_read() -> datetime.datetime | None:
    """The moment of the ``reading_as_of`` around the caller; None where today's record is read."""
    return _moment.get()


def query_of_now(model: type[models.Model]) -> "AsOfQuery | None":
    """The query with which a queryset begins inside ``reading_as_of``; None outside."""
    moment = _moment.get()
    if moment is None:
        return None
    query = AsOfQuery(model)
    query.moment = moment
    return query


def instant_of(value: datetime.date | str) -> datetime.datetime:
    """The instant that ``value`` means: a bare date is the end of that day, UTC.

    Takes a date, a datetime with its offset, or either in ISO 8601. Raises ValueError for anything
    else: a time without an offset could be meant in any zone.
    """
    if isinstance(value, str):
        value = _parsed(value)
    if not isinstance(value, datetime.datetime):
        return datetime.datetime.combine(value, datetime.time.max, datetime.UTC)
    if value.tzinfo is None:
        raise ValueError(_("Give the time with its offset, such as 2023-01-12T09:00:00Z."))
    return value


def _parsed(text: str) -> datetime.date:
    # A "+" of an offset that was not percent-encoded arrives as a space.
    found = parse_date(text) or parse_datetime(text.replace(" ", "+") if "T" in text else text)
    if found is None:
        raise ValueError(_("Give a date (2023-01-12) or a time (2023-01-12T09:00:00Z)."))
    return found


class AsOfQuery(Query):
    """A query of the tracked tables as they stood at ``moment``."""

    moment: datetime.datetime

    def get_compiler(self, using=None, connection=None, elide_empty=True):
        compiler = super().get_compiler(using, connection, elide_empty)
        return AsOfCompiler(self, compiler.connection, compiler.using, elide_empty)


class AsOfCompiler(SQLCompiler):
    """Writes the WITH clauses in front of what the stock compiler writes."""

    def as_sql(self, with_limits=True, with_col_aliases=False):
        sql, params = super().as_sql(with_limits, with_col_aliases)
        quote = self.connection.ops.quote_name
        shadows = [
            _shadow(model, quote)
            for model in tracked_models()
            if quote(model._meta.db_table) in sql
        ]
        moment = self.connection.ops.adapt_datetimefield_value(self.query.moment)  # type: ignore[attr-defined]
        moments = (moment, moment) * len(shadows)
        sql = f"WITH {', '.join(shadows)} {sql}"
        if with_col_aliases and self.connection.vendor == "sqlite":
            # A part of a UNION, perhaps: SQLite takes no WITH inside of one, but in a subquery.
            sql = f"SELECT * FROM ({sql})"  # noqa: S608
        return sql, (*moments, *params)

    def collapse_group_by(self, expressions, having):
        """Leave the columns in: rows of a WITH have no primary key that could stand for them."""
        return expressions


def _shadow(model: type[models.Model], quote) -> str:
    """The latest row of each key up to a moment, without those that it says were deleted.

    Asked as "no later row" and neither by a window nor by DISTINCT, so that the database can use
    the caller's conditions and the index on key and date before it looks for later rows.
    """
    versions = quote(model.history.model._meta.db_table)  # type: ignore[attr-defined]
    key = quote(model._meta.pk.column)
    columns = ", ".join(f"h.{quote(field.column)}" for field in model._meta.concrete_fields)
    return (
        f"{quote(model._meta.db_table)} AS NOT MATERIALIZED (SELECT {columns} "  # noqa: S608
        f"FROM {versions} h WHERE h.history_date <= %s AND h.history_type <> '{DELETED}' "
        f"AND NOT EXISTS (SELECT 1 FROM {versions} l WHERE l.{key} = h.{key} "
        "AND l.history_date <= %s "
        "AND (l.history_date, l.history_id) > (h.history_date, h.history_id)))"
    )
