"""What the connection itself promises, on whichever database the suite runs."""

import pytest
from django.db import connection

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")


@pytest.fixture
def pragma(db):
    def read(name):
        with connection.cursor() as cursor:
            return cursor.execute(f"PRAGMA {name}").fetchone()[0]

    return read


@on_sqlite
def test_readers_never_wait_for_the_writer(pragma):
    assert pragma("journal_mode") == "wal"


@on_sqlite
def test_foreign_keys_are_enforced(pragma):
    assert pragma("foreign_keys") == 1
