"""Versions of many rows at once: the database copies them into the history table itself.

django-simple-history builds an instance and a list of parameters for each version. Here one INSERT
copies a thousand rows as they stand in the table, so a version holds what the row holds, down to
columns that a bulk update left alone (docs/decisions/0080).
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models import Value
from django.utils import timezone

from countries.models.history_ledger import (
    BLOCK_ROWS,
    Entry,
    comes_plain,
    current_transaction,
    row_hash,
    write_blocks,
    write_hashes,
)

CREATED, CHANGED = "+", "~"
NAMED_BY_ROWS = frozenset({"_history_user", "_change_reason", "_history_date"})


@dataclass(frozen=True, slots=True)
class Cause:
    """Who wrote versions, why, and when if not now."""

    actor: str
    reason: str
    date: datetime.datetime | None = None

    def of(self, row: models.Model) -> "Cause":
        """The cause that an instance names itself, as django-simple-history lets it."""
        named: Any = row
        if not NAMED_BY_ROWS & named.__dict__.keys():
            return self
        user = getattr(named, "_history_user", self.actor)
        return Cause(
            user if isinstance(user, str) else user.get_username() if user else "",
            getattr(named, "_change_reason", None) or self.reason,
            getattr(named, "_history_date", self.date),
        )


def write_versions(
    model: Any, rows: Iterable[models.Model], *, kind: str, cause: Cause, using: str
) -> None:
    """Write a version of each row as its table has it now, with its hash in the ledger.

    Needs a transaction, in which the rows are written already.
    """
    by_cause: dict[Cause, list[Any]] = defaultdict(list)
    for row in rows:
        by_cause[cause.of(row)].append(row.pk)
    written: list[int] = []
    hashed: list[Entry] = []
    for said, keys in by_cause.items():
        for start in range(0, len(keys), BLOCK_ROWS):
            some = keys[start : start + BLOCK_ROWS]
            if comes_plain(model.history.model, using):
                hashed += [
                    (key, row_hash(values))
                    for key, *values in _copy(model, some, kind, said, using)
                ]
            else:
                written += [key for key, *_values in _copy(model, some, kind, said, using)]
    write_hashes(model.history.model, hashed)
    write_blocks(model.history.model, written)


def _copy(
    model: Any, keys: Sequence[Any], kind: str, cause: Cause, using: str
) -> Iterator[Sequence[Any]]:
    """The versions that it wrote, as the database has them now: history id, then all columns."""
    history = model.history.model._meta
    columns = [field.attname for field in model._meta.concrete_fields]
    facts = {
        "history_date": cause.date or timezone.now(),
        "history_type": kind,
        "history_user_id": cause.actor,
        "history_change_reason": cause.reason,
        "history_transaction": current_transaction(),
    }
    values = (Value(value, history.get_field(name)) for name, value in facts.items())
    # A plain query set: one of today's rows, whatever moment is being read.
    rows: models.QuerySet[Any] = (
        models.QuerySet(model, using=using).filter(_among(keys)).order_by("pk")
    )
    select, parameters = rows.values_list(*columns, *values).query.sql_with_params()
    connection = connections[using]
    quote = connection.ops.quote_name
    into = ", ".join(quote(history.get_field(name).column) for name in (*columns, *facts))
    back = ", ".join(quote(field.column) for field in (history.pk, *history.concrete_fields))
    statement = f"INSERT INTO {quote(history.db_table)} ({into}) {select} RETURNING {back}"
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        yield from cursor.fetchall()


def _among(keys: Sequence[Any]) -> models.Q:
    """The rows of these keys; keys without a gap, as new rows have them, are asked by two numbers.

    A list of a thousand costs Django and the database more than the rows.
    """
    first, last = min(keys), max(keys)
    if isinstance(first, int) and last - first == len(set(keys)) - 1:
        return models.Q(pk__gte=first, pk__lte=last)
    return models.Q(pk__in=keys)
