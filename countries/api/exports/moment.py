"""One read-only transaction for all that a download reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def one_moment(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Everything read inside is of one moment, whatever others write meanwhile.

    Inside a transaction already, that one goes on.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with _begun_deferred(connection, using):
            yield


@contextmanager
def _begun_deferred(connection, using: str) -> Iterator[None]:
    """SQLite: a reader's transaction. Ours otherwise take the write lock at once."""
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    atomic = transaction.atomic(using)
    try:
        atomic.__enter__()
    finally:
        connection.transaction_mode = usual
    try:
        yield
    except BaseException as error:
        atomic.__exit__(type(error), error, error.__traceback__)
        raise
    else:
        atomic.__exit__(None, None, None)
