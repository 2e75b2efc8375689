"""Importing a file of visits, whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError

from events.imports.errors import ImportRefused
from events.imports.mapping import Mapping
from events.imports.plan import Plan, Planner
from events.imports.rejects import write_rejects
from events.imports.tables import read_sheet
from events.imports.writing import write


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import would do, and whether it was done."""

    plan: Plan
    loaded: bool


def import_visits(
    *,
    file: Path,
    mapping: Mapping,
    state: str,
    rejects_file: Path | None = None,
    skip_invalid: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Load the visits of a CSV file; any rejected record stops it all unless ``skip_invalid``.

    Rejected records go to ``rejects_file`` before anything is loaded. A visit that an earlier
    import of the same ids left here is never changed. ImportRefused when the file or the mapping
    cannot be read, or when the database refuses the visits; then nothing is loaded.
    """
    sheet = read_sheet(file, delimiter=mapping.delimiter, encoding=mapping.encoding)
    plan = Planner(mapping).plan(sheet)
    if plan.rejects and rejects_file:
        write_rejects(rejects_file, sheet, plan.rejects)
    loaded = not dry_run and (skip_invalid or not plan.rejects)
    if loaded:
        try:
            write(plan, state=state, file_name=file.name)
        except DatabaseError as error:
            # Somebody wrote the same visits or offices meanwhile, or the disk is full.
            raise ImportRefused(f"The database refused: {error}".strip()) from error
    return Outcome(plan, loaded)
