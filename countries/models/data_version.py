"""A name for what the record says now, cheap to ask, and another after every committed write."""

import hashlib
from functools import cache

from django.db import connection
from django.db.models import Subquery

from countries.models.history_ledger import HistoryBlock, HistorySeal

# A transaction that committed a moment ago has its blocks among these; one that was still open
# while many others wrote shows by its seal, right after its commit.
NEWEST_BLOCKS = 32


def data_version() -> str:
    """Changes whenever a tracked row does, whoever wrote it and in bulk or not. One query.

    It is taken from the ledger's content, not from counters or the clock, so no two states share
    one. Read it *before* the rows: what is read then is at least as new as the version says, and a
    cache under that version is never older than its name.
    """
    with connection.cursor() as cursor:
        cursor.execute(*_question(connection.vendor))
        found = cursor.fetchall()
    return hashlib.sha256(repr(found).encode()).hexdigest()[:32]


@cache
def _question(vendor: str) -> tuple[str, tuple]:
    """The SQL, which every request asks: made once, since that took longer than the answer."""
    last_seal = HistorySeal.objects.order_by("-position").values("hash")[:1]
    newest = HistoryBlock.objects.order_by("-pk").annotate(chain=Subquery(last_seal))
    return newest.values_list("digest", "chain")[:NEWEST_BLOCKS].query.sql_with_params()
