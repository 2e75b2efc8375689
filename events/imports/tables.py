"""A stranger's file as a table: a header and lines, whatever kind of file it was."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from events.imports.errors import ImportRefused
from events.imports.said import Text, say

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DIGIT = re.compile(r"\d")
HEAD = 8  # lines that are looked at to tell a header from what stands above or below it
SHORT = 60  # characters of a cell that is likely to come again


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the file: its first line number, its cells and what is wrong with its form."""

    number: int
    cells: tuple[str, ...]
    fault: Text = ""
    warnings: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A file's header and records. Cells are stripped.

    ``lines`` reads the file anew each time, so that a long one never stands in memory. A fault
    far down the file is therefore told, as ImportRefused, by whoever goes through the lines.
    """

    name: str
    kind: str
    header: tuple[str, ...]
    read: Callable[[], Iterator[Line]]
    notes: tuple[Text, ...] = ()
    encoding: str = ""

    @property
    def lines(self) -> Iterator[Line]:
        return self.read()

    def cells(self, line: Line) -> dict[str, str]:
        return dict(zip(self.header, line.cells, strict=False))


Record = tuple[int, list[str], Text, tuple[Text, ...]]
"""A line as a reader gives it: number, cells, its own fault, its warnings."""


def sheet_of(
    name: str,
    kind: str,
    records: Callable[[], Iterator[Record]],
    *,
    notes: Iterable[Text] = (),
    encoding: str = "",
    plain: Callable[[str], str] = str.strip,
) -> Sheet:
    """The table whose first record is the header; ImportRefused where that is not a header."""
    head = list(islice(_filled(records()), HEAD))
    if not head:
        raise ImportRefused(_("%s is empty.") % name)
    check_head(name, [(number, cells) for number, cells, *_rest in head])
    header = tuple(plain(cell) for cell in trimmed(head[0][1]))
    if any(map(CONTROL_CHARACTER.search, header)):
        text = _("%(name)s, line %(line)d: a column name holds a control character.")
        raise ImportRefused(text % {"name": name, "line": head[0][0]})

    def read() -> Iterator[Line]:
        lines = _filled(records())
        next(lines)
        same: dict[str, str] = {}
        for count, record in enumerate(lines, start=1):
            if count > settings.IMPORT_MAX_ROWS:
                text = _("%(name)s has more than %(count)d rows: split it into several files.")
                raise ImportRefused(text % {"name": name, "count": settings.IMPORT_MAX_ROWS})
            yield _line(record, len(header), plain, same)

    return Sheet(name, kind, header, read, tuple(notes), encoding)


def check_head(name: str, head: list[tuple[int, list[str]]]) -> None:
    """Refuse a title above the header, and a header of two lines, naming the line."""
    (first, header), *others = head
    filled = [cell for cell in header if cell.strip()]
    widths = [sum(1 for cell in cells if cell.strip()) for _number, cells in others]
    if len(filled) == 1 and len(header) > 1 and widths and min(widths) > 1:
        text = _(
            "%(name)s, line %(line)d: this line is a title (“%(title)s”) and not the names of the "
            "columns. Delete it, so that the column names come first."
        )
        raise ImportRefused(text % {"name": name, "line": first, "title": filled[0].strip()})
    if others and _is_heading(others[0][1]) and not any(map(DIGIT.search, header)):
        below = [cells for _number, cells in others[1:]]
        if len(below) >= 1 and all(any(map(DIGIT.search, cells)) for cells in below):
            text = _(
                "%(name)s, line %(line)d: this looks like a second line of column names. Keep one "
                "line of names and delete the other."
            )
            raise ImportRefused(text % {"name": name, "line": others[0][0]})


def _is_heading(cells: list[str]) -> bool:
    """Every record has a date or a number somewhere; a line of names has none."""
    return sum(1 for cell in cells if cell.strip()) > 1 and not any(map(DIGIT.search, cells))


def _filled(records: Iterator[Record]) -> Iterator[Record]:
    return (record for record in records if any(cell.strip() for cell in record[1]))


def trimmed(cells: list[str]) -> list[str]:
    """The cells without the empty ones at the end, as spreadsheets leave them."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _line(record: Record, width: int, plain: Callable[[str], str], same: dict[str, str]) -> Line:
    number, cells, fault, warnings = record
    if not fault and len(cells) != width:
        fault = wrong_width(len(cells), width)
    elif not fault and any(map(CONTROL_CHARACTER.search, cells)):
        fault, warnings = say(gettext_noop("a cell holds a control character")), ()
    texts = []
    for cell in cells:
        text = plain(cell)
        texts.append(same.setdefault(text, text) if len(text) < SHORT else text)
    if len(same) > 50_000:  # a column without repetition: not worth its memory
        same.clear()
    return Line(number, tuple(texts), fault, warnings)


def wrong_width(cells: int, width: int) -> Text:
    """What is wrong with a record of more or fewer cells than the header."""
    return say(
        gettext_noop("%(cells)d cells where the header has %(width)d"), cells=cells, width=width
    )


def without_apostrophe(cell: str) -> str:
    """The cell without the apostrophe that spreadsheets (and our own files) put before a sign."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def formula_safe(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not compute it."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA_STARTS) else cell
