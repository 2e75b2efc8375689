"""Indexes that only PostgreSQL knows, as an operation of a migration. Nothing on SQLite.

In a migration and not in a model's Meta, because SQLite could not make them.
"""

from collections.abc import Mapping

from django.db import migrations


def postgresql_indexes(
    definitions: Mapping[str, str], statistics: Mapping[str, str] | None = None
) -> migrations.RunPython:
    """An operation that creates indexes and extended statistics, each by name and definition:
    what follows ``ON``, respectively what follows the name.
    """
    statistics = statistics or {}

    def create(_apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for name, definition in definitions.items():
                schema_editor.execute(f"CREATE INDEX {name} ON {definition}")
            for name, definition in statistics.items():
                schema_editor.execute(f"CREATE STATISTICS {name} {definition}")

    def drop(_apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for name in definitions:
                schema_editor.execute(f"DROP INDEX {name}")
            for name in statistics:
                schema_editor.execute(f"DROP STATISTICS {name}")

    return migrations.RunPython(create, drop)
