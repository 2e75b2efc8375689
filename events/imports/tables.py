"""Reading a stranger's CSV file: any usual delimiter and encoding, no traceback."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from events.imports.errors import ImportRefused

DELIMITERS = ",;\t|"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the file: its first line number, its cells and what is wrong with its form."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's header and records. Cells are stripped."""

    name: str
    header: tuple[str, ...]
    lines: list[Line]

    def cells(self, line: Line) -> dict[str, str]:
        return dict(zip(self.header, line.cells, strict=False))


def read_sheet(path: Path, *, delimiter: str = "", encoding: str = "utf-8") -> Sheet:
    """The records of a CSV file with a header; ImportRefused when it cannot be read.

    Without a delimiter the one that is most frequent in the header is taken. A record with too many
    or too few cells is kept with its fault, so that it can be rejected alone.
    """
    text = _decode(path, encoding)
    if not text.strip():
        raise ImportRefused(f"{path.name} is empty.")
    delimiter = delimiter or _sniff(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        records = list(_records(reader))
    except csv.Error as error:
        raise ImportRefused(f"{path.name}, line {reader.line_num}: {error}") from error
    (_number, header), *rest = records
    lines = [_line(number, cells, len(header)) for number, cells in rest]
    return Sheet(path.name, tuple(cell.strip() for cell in header), lines)


def _decode(path: Path, encoding: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImportRefused(f"{path}: {error.strerror}.") from error
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportRefused(
            f"{path.name}, line {line}: not {encoding} at byte {error.start}. "
            "Name the file's encoding in the mapping, such as encoding = “cp1252” under [file]."
        ) from error
    except UnicodeError as error:  # UTF-16 without its mark
        raise ImportRefused(f"{path.name} is not {encoding}: {error}.") from error


def _sniff(text: str) -> str:
    counts = Counter(char for char in text.lstrip().splitlines()[0] if char in DELIMITERS)
    return counts.most_common(1)[0][0] if counts else ","


def _records(reader) -> Iterator[tuple[int, list[str]]]:
    number = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield number, cells
        number = reader.line_num + 1


def _line(number: int, cells: list[str], width: int) -> Line:
    fault = ""
    if len(cells) != width:
        fault = f"{len(cells)} cells where the header has {width}"
    elif any(map(CONTROL_CHARACTER.search, cells)):
        fault = "a cell holds a control character"
    return Line(number, tuple(_plain(cell) for cell in cells), fault)


def _plain(cell: str) -> str:
    """The cell without the apostrophe that spreadsheets (and our own files) put before a sign."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def formula_safe(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not compute it."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA_STARTS) else cell
