"""Writing rows by the million: COPY on PostgreSQL, executemany on SQLite, SQL for what follows.

Only for tables that hold nothing else: foreign keys are not checked row by row, and history is
copied by the database instead of being written by the models.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from countries.models import Person, Position, Tenure
from countries.models.history_ledger import write_blocks
from diplotrack.bench.synthetic import Row, Synthetic, Table
from events.models import (
    Citation,
    DocumentAction,
    DocumentParty,
    Journey,
    SignedDocument,
    Source,
    Summit,
    SummitParticipant,
    Visit,
    VisitParticipant,
)

# Each with the record that says since when the row is known; none: since the beginning.
FILLED: dict[Any, str] = {
    Source: "",
    Position: "",
    Tenure: "",
    Person: "self",
    Visit: "self",
    Journey: "self",
    Summit: "self",
    SignedDocument: "self",
    VisitParticipant: "visit",
    SummitParticipant: "summit",
    DocumentParty: "document",
    DocumentAction: "document",
    Citation: "citation",
}
CITED = {"visit": Visit, "summit": Summit, "document": SignedDocument}
BEGINNING = "'1990-01-01 00:00:00'"


def fill(
    synthetic: Synthetic, *, history: bool, ledger: bool = False, say=lambda text: None
) -> dict[str, int]:
    """Fill the emptied tables; the number of rows by table. Committed as a whole.

    ``ledger`` hashes the versions too, so that verify_history passes.
    """
    written: dict[str, int] = {}
    with _unchecked():
        empty()
        tables = [m._meta.db_table for m in (*FILLED, *(m.history.model for m in FILLED))]
        with _without_indexes(tables, say):
            for table in synthetic.tables():
                written[table.model._meta.db_table] = _write(table)
                say(f"{table.model._meta.db_table}: {written[table.model._meta.db_table]:,}")
            written["events_citation"] = _cite(synthetic)
            if history:
                for model in FILLED:
                    _remember(model)
                say("history")
        if history and ledger:
            for model in FILLED:
                versions = model.history.model
                keys = versions._base_manager.values_list("pk", flat=True)
                write_blocks(versions, keys.iterator(), adopted=True)
            say("ledger")
        _continue_numbering()
    _gather_statistics()
    return written


def empty() -> None:
    """Delete every row of the filled tables, history and what points to them included."""
    tables = [m._meta.db_table for model in FILLED for m in (model, model.history.model)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(
            no_style(), tables, reset_sequences=True, allow_cascade=True
        ):
            cursor.execute(statement)


def _write(table: Table) -> int:
    if connection.vendor == "postgresql":
        return _copy(table)
    marks = ", ".join(["%s"] * len(table.columns))
    statement = f"INSERT INTO {_name(table.model)} ({_names(table.columns)}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, table.rows)  # type: ignore[arg-type]  # an iterator will do
        return cursor.rowcount


def _copy(table: Table) -> int:
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {_name(table.model)} ({_names(table.columns)}) FROM STDIN", Lines(table.rows)
        )
        return cursor.rowcount


class Lines:
    """Rows as the file that COPY reads: text, a tab between cells. No cell here needs escaping."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._lines = ("\t".join(map(_cell, row)) + "\n" for row in rows)
        self._rest = ""

    def read(self, size: int = 8192) -> str:
        parts, length = [self._rest], len(self._rest)
        while length < size and (line := next(self._lines, "")):
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        self._rest = text[size:]
        return text[:size]


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    return value if type(value) is str else str(value)


def _cite(synthetic: Synthetic) -> int:
    """One citation for each visit, summit and document."""
    columns = ("source_id", "field", "value", "quote", "page", "check_state")
    count = 0
    with connection.cursor() as cursor:
        for record, model in CITED.items():
            cursor.execute(
                f"INSERT INTO events_citation ({record}_id, {_names(columns)}) "  # noqa: S608
                f"SELECT id, 1 + id %% %s, '', '', '', '', 'read' FROM {_name(model)} ORDER BY id",
                [synthetic.sources],
            )
            count += cursor.rowcount
    return count


def _remember(model) -> None:
    """History as the models would have written it: a creation, and for some rows a change."""
    names = [field.column for field in model._meta.concrete_fields]
    extra = ("history_date", "history_type", "history_user_id", "history_change_reason")
    into = f"INSERT INTO {_name(model.history.model)} ({_names([*names, *extra])})"
    rest = f"FROM {_name(model)} AS row"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{into} SELECT {_names(names)}, {_since(model)}, '+', 'seed_bench', '' {rest}"
        )
        if FILLED[model] == "self":
            cursor.execute(
                f"{into} SELECT {_names(names)}, updated_at, '~', 'seed_bench', '' {rest} "
                "WHERE updated_at > created_at"
            )


def _since(model) -> str:
    record = FILLED[model]
    if record == "citation":
        known = ", ".join(_created(name) for name in CITED)
        return f"COALESCE({known})"
    if record in CITED:
        return _created(record)
    if record == "self":
        return "created_at"
    return f"CAST({BEGINNING} AS timestamptz)" if connection.vendor == "postgresql" else BEGINNING


def _created(record: str) -> str:
    return f"(SELECT created_at FROM {_name(CITED[record])} AS r WHERE r.id = row.{record}_id)"  # noqa: S608


def _continue_numbering() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*FILLED]):
            cursor.execute(statement)


def _gather_statistics() -> None:
    """Tell the planner what there is; PostgreSQL also which pages every reader may trust."""
    vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")


@contextmanager
def _unchecked() -> Iterator[None]:
    """A transaction in which no foreign key is checked, where the connection may leave that out.

    Our rows point to rows by construction.
    """
    if connection.vendor != "postgresql":
        with connection.constraint_checks_disabled(), transaction.atomic():
            yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


@contextmanager
def _without_indexes(tables: list[str], say) -> Iterator[None]:
    """Drop the tables' indexes and make them again afterwards: many times as fast as in between."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES[connection.vendor])
        found = [(name, sql) for table, name, sql in cursor.fetchall() if table in tables]
        for name, _sql in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _index, sql in found:
            cursor.execute(sql)
        say(f"indexes: {len(found)}")


INDEXES = {
    # Those behind a constraint stay.
    "postgresql": (
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint "
        "WHERE conindid = (quote_ident(schemaname) || '.' || quote_ident(indexname))::regclass)"
    ),
    "sqlite": (
        "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ),
}


def _name(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _names(columns) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns)
