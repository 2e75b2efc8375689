"""History that PostgreSQL itself keeps append-only: triggers, and the rights of two roles.

The owner migrates. The application signs in with a role that may only read history and add to it
(``manage.py grant_application_role``). The triggers also stop the owner's own slips. SQLite knows
no roles and its file belongs to whoever runs the product, so nothing is done there; the ledger
detects changes on both.
"""

from collections.abc import Iterable

from django.db import migrations

from countries.models.history_ledger import LEDGER
from countries.models.history_tables import history_models

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
# One call a statement, whether or not it would meet a row. TRUNCATE is left to the table's owner:
# a test run empties its tables so.
TRIGGER = (
    "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()"
)
RELEASE = "DROP TRIGGER IF EXISTS append_only ON {table}"


def append_only(*tables: str) -> migrations.RunPython:
    """A migration's operation that protects tables of history from changes and deletions."""

    def protect(_apps, schema_editor) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        schema_editor.execute(FUNCTION, params=None)
        for table in tables:
            schema_editor.execute(TRIGGER.format(table=schema_editor.quote_name(table)))

    def release(_apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in tables:
                schema_editor.execute(RELEASE.format(table=schema_editor.quote_name(table)))

    return migrations.RunPython(protect, release)


def protected_tables() -> set[str]:
    """The tables that nobody changes or deletes from: every history table, and the ledger."""
    return {model._meta.db_table for model in (*history_models(), *LEDGER)}


def grants(role: str, schema: str, tables: Iterable[str], quote) -> list[str]:
    """The statements that give a role what the application needs of these tables, and no more."""
    name, kept, place = quote(role), protected_tables(), quote(schema)
    rights = [f"GRANT USAGE ON SCHEMA {place} TO {name}"]
    for table in sorted(tables):
        target = f"{place}.{quote(table)}"
        rights.append(f"REVOKE ALL ON {target} FROM {name}")
        allowed = "SELECT, INSERT" if table in kept else "SELECT, INSERT, UPDATE, DELETE"
        rights.append(f"GRANT {allowed} ON {target} TO {name}")
    rights.append(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {place} TO {name}")
    return rights
