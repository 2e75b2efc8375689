"""The vocabularies that the product ships: terms with a code and names in three languages."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from countries.loading import BrokenTable, Changes, Row, Table, read_table
from countries.models import recorded_as
from events.models import (
    ActionType,
    ChairmanshipConvention,
    DocumentKind,
    EventKind,
    VisitType,
)

FILE = Path(__file__).parent / "terms.csv"
COLUMNS = ("vocabulary", "code", "name_en", "name_ru", "name_kk", "order")
LOADER = "load_vocabularies"
VOCABULARIES = {
    "visit_type": VisitType,
    "event_kind": EventKind,
    "document_kind": DocumentKind,
    "action_type": ActionType,
    "chairmanship_convention": ChairmanshipConvention,
}


def load_vocabularies(path: Path = FILE) -> list[Changes]:
    """Bring the terms into the database, all or none; terms that people edited are kept.

    Raises BrokenTable with every fault of the file.
    """
    rows: dict[str, list[Row]] = {name: [] for name in VOCABULARIES}
    faults = []
    for row in read_table(path, COLUMNS):
        if row["vocabulary"] in rows:
            rows[row["vocabulary"]].append(row)
        else:
            faults.append(f"{row.file}, line {row.line}: no vocabulary “{row['vocabulary']}”")
    tables = {name: Table(model, ("code",), _term) for name, model in VOCABULARIES.items()}
    prepared = []
    for name, table in tables.items():
        try:
            prepared.append((table, table.instances(rows[name])))
        except BrokenTable as error:
            faults += error.faults
    if faults:
        raise BrokenTable(faults)
    with transaction.atomic(), recorded_as(LOADER):
        return [table.sync(terms, loader=LOADER) for table, terms in prepared]


def _term(row: Row) -> dict:
    if not row["order"].isdecimal():
        raise ValidationError(f"order “{row['order']}” is not a number")
    names = {name: row[name] for name in ("name_en", "name_ru", "name_kk")}
    return {"code": row["code"], "order": int(row["order"]), **names}
