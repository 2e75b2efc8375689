"""The file of rows that could not be loaded: correct it and import it again."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from events.imports.errors import ImportRefused
from events.imports.said import Text, joined
from events.imports.tables import Line, Sheet, formula_safe

EXTRA = ("reject_line", "reject_reason")


@dataclass(frozen=True, slots=True)
class Reject:
    """A record of the file that was not loaded, and why; ``label`` says what it is about."""

    line: Line
    reasons: list[Text]
    label: str = ""

    @property
    def reason(self) -> str:
        """In the active language."""
        return joined(self.reasons)

    def __str__(self) -> str:
        return f"line {self.line.number}: {self.reason}"


def write_rejects(path: Path, sheet: Sheet, rejects: Iterable[Reject]) -> None:
    """Write the rejected records with their columns, line number and reason, as UTF-8 CSV."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            for cells in reject_rows(sheet, rejects):
                writer.writerow(map(formula_safe, cells))
    except OSError as error:
        raise ImportRefused(f"{path}: {error.strerror}.") from error


def reject_rows(sheet: Sheet, rejects: Iterable[Reject]) -> Iterator[list[str]]:
    """The header and the rejected records, each with its line number and reason at the end."""
    # A reject file that was corrected and imported again has our two columns already.
    kept = [place for place, column in enumerate(sheet.header) if column not in EXTRA]
    yield [*(sheet.header[place] for place in kept), *EXTRA]
    for reject in rejects:
        cells = reject.line.cells
        texts = [cells[place] if place < len(cells) else "" for place in kept]
        yield [*texts, str(reject.line.number), reject.reason]
