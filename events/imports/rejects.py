"""The file of rows that could not be loaded: correct it and import it again."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from events.imports.errors import ImportRefused
from events.imports.tables import Line, Sheet, formula_safe

EXTRA = ("reject_line", "reject_reason")


@dataclass(frozen=True, slots=True)
class Reject:
    """A record of the file that was not loaded, and why."""

    line: Line
    reason: str

    def __str__(self) -> str:
        return f"line {self.line.number}: {self.reason}"


def write_rejects(path: Path, sheet: Sheet, rejects: Iterable[Reject]) -> None:
    """Write the rejected records with their columns, line number and reason, as UTF-8 CSV."""
    # A reject file that was corrected and imported again has our two columns already.
    kept = [place for place, column in enumerate(sheet.header) if column not in EXTRA]
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*(formula_safe(sheet.header[place]) for place in kept), *EXTRA])
            for reject in rejects:
                cells = (_cell(reject.line.cells, place) for place in kept)
                writer.writerow([*cells, reject.line.number, formula_safe(reject.reason)])
    except OSError as error:
        raise ImportRefused(f"{path}: {error.strerror}.") from error


def _cell(cells: tuple[str, ...], place: int) -> str:
    return formula_safe(cells[place]) if place < len(cells) else ""
