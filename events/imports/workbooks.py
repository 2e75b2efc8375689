"""Reading the first sheet of an Excel workbook as a stream (docs/decisions/0070).

One pass gives cells, formulas with the results that Excel saved, and row numbers, in the memory of
a few rows. What a spreadsheet can hide from a reader is told or refused: formulas, error values,
merged cells, further sheets, an archive that unpacks to far more than it is.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from events.imports.errors import ImportRefused
from events.imports.said import Said, Text, say, several
from events.imports.tables import Record, Sheet, sheet_of, trimmed, wrong_width
from events.imports.workbook_values import Styles, plain_text, text_of_number

CHUNK = 256 * 1024
MOST_PACKED = 200  # times that an honest workbook shrinks; a bomb shrinks a thousand times
SMALL = 10_000_000  # bytes unpacked below which the ratio says nothing
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)\"")
MOST_ROWS = 1_048_576  # of any sheet
LONGEST_MERGE = 120  # bytes, kept over the edge of two chunks
Handler = Callable[..., None]


def workbook_sheet(name: str, data: bytes) -> Sheet:
    """The first sheet that has rows; ImportRefused when no workbook can be read."""
    book = _Workbook(name, data)
    chosen, others = book.first_filled()
    notes: list[Text] = []
    if others:
        text = gettext_noop("Only the sheet “%(sheet)s” is read; further sheets: %(count)d.")
        notes.append(say(text, sheet=chosen.name, count=others))
    book.refuse_merged(chosen)
    return sheet_of(name, "xlsx", lambda: book.records(chosen), notes=notes)


@dataclass(frozen=True, slots=True)
class _Part:
    """A sheet of the workbook: its name and where it is in the archive."""

    name: str
    path: str


@dataclass
class _Workbook:
    name: str
    data: bytes
    sheets: list[_Part] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)

    def __post_init__(self) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(self.data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise self._refused(_("the file is damaged: %s") % error) from error
        self._refuse_bombs()
        names = set(self.archive.namelist())
        if "xl/workbook.xml" not in names:
            raise self._refused(_("this archive is no Excel workbook (.xlsx)."))
        targets = self._targets()
        self._read("xl/workbook.xml", self._sheet_or_epoch(targets, names))
        if "xl/sharedStrings.xml" in names:
            self._read_texts()
        if "xl/styles.xml" in names:
            self._read("xl/styles.xml", self.styles.started, ended=self.styles.ended)

    def _refused(self, text: str) -> ImportRefused:
        return ImportRefused(f"{self.name}: {text}")

    def _refuse_bombs(self) -> None:
        entries = self.archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries) or 1
        bomb = unpacked > SMALL and unpacked > packed * MOST_PACKED
        if bomb or unpacked > settings.IMPORT_MAX_UNPACKED_BYTES:
            text = _("unpacked it would be %(size)d MB, which is more than is read here.")
            raise self._refused(text % {"size": unpacked // 10**6})
        if any(entry.flag_bits & 1 for entry in entries):
            raise self._refused(_("it has a password: save it without one."))

    def _targets(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def started(tag: str, given: dict[str, str]) -> None:
            if tag == "Relationship":
                target = given.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                found[given.get("Id", "")] = path

        if "xl/_rels/workbook.xml.rels" in self.archive.namelist():
            self._read("xl/_rels/workbook.xml.rels", started)
        return found

    def _sheet_or_epoch(self, targets: dict[str, str], names: set[str]) -> Handler:
        def started(tag: str, given: dict[str, str]) -> None:
            if tag == "sheet" and given.get("state", "visible") == "visible":
                key = next((v for k, v in given.items() if k.endswith(":id")), "")
                path = targets.get(key, "")
                if path in names:
                    self.sheets.append(_Part(given.get("name", ""), path))
            elif tag == "workbookPr":
                self.styles.since_1904 = given.get("date1904") in ("1", "true")

        return started

    def _read_texts(self) -> None:
        parts: list[str] = []
        inside = {"t": False, "rPh": False}

        def started(tag: str, _given: dict[str, str]) -> None:
            if tag in inside:
                inside[tag] = True
            elif tag == "si":
                parts.clear()

        def ended(tag: str) -> None:
            if tag in inside:
                inside[tag] = False
            elif tag == "si":
                self.texts.append(plain_text("".join(parts)))

        def said(text: str) -> None:
            if inside["t"] and not inside["rPh"]:
                parts.append(text)

        self._read("xl/sharedStrings.xml", started, ended=ended, said=said)

    def _read(self, path: str, started: Handler, **handlers: Handler) -> None:
        for _none in self._parsed(path, started, **handlers):
            pass

    def _parsed(
        self,
        path: str,
        started: Handler,
        ended: Handler | None = None,
        said: Handler | None = None,
    ) -> Iterator[None]:
        """Goes through a part, pausing after each chunk; names come without their prefixes."""
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def short(tag: str) -> str:
            return tag.rpartition(":")[2]

        def refuse(*_args) -> None:
            # An entity could stand for a gigabyte, or for a file of this machine.
            raise self._refused(_("its XML declares a document type, which no workbook needs."))

        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = lambda tag, given: started(short(tag), given)
        if ended:
            parser.EndElementHandler = lambda tag: ended(short(tag))
        if said:
            parser.CharacterDataHandler = said
        try:
            with self.archive.open(path) as stream:
                while chunk := stream.read(CHUNK):
                    parser.Parse(chunk, False)
                    yield
                parser.Parse(b"", True)
                yield
        except (
            expat.ExpatError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise self._refused(_("the file is damaged: %s") % error) from error

    def first_filled(self) -> tuple[_Part, int]:
        """The first visible sheet with a filled cell, and how many visible ones there are more."""
        for part in self.sheets:
            if any(any(cells) for _number, cells, _fault, _warnings in self.records(part)):
                return part, len(self.sheets) - 1
        raise ImportRefused(_("%s is empty.") % self.name)

    def refuse_merged(self, part: _Part) -> None:
        """Refuse a sheet with merged cells: what a merged cell says of which row is a guess."""
        kept = b""
        with self.archive.open(part.path) as stream:
            while chunk := stream.read(CHUNK * 4):
                for match in MERGED.finditer(kept + chunk):
                    left, top, right, bottom = (group.decode() for group in match.groups())
                    text = _(
                        "line %(line)s: the cells %(first)s to %(last)s are merged. Unmerge them "
                        "and write what they say into each cell."
                    )
                    place = {"line": top, "first": f"{left}{top}", "last": f"{right}{bottom}"}
                    raise self._refused(text % place)
                kept = chunk[-LONGEST_MERGE:]

    def records(self, part: _Part) -> Iterator[Record]:
        """The rows of a sheet, as wide as its header at least."""
        rows = _Rows(self.texts, self.styles)
        width = 0
        for _none in self._parsed(part.path, rows.started, rows.ended, rows.said):
            for number, cells, fault, warnings in rows.done:
                filled = trimmed(cells)
                width = width or len(filled)
                if len(filled) > width:  # cut: one far cell must not make a row of thousands
                    fault = fault or wrong_width(len(filled), width)
                filled = filled[:width] + [""] * (width - len(filled))
                yield number, filled, fault, warnings
            rows.done.clear()


class _Rows:
    """Makes rows of the events of a sheet's XML; finished ones are in ``done``."""

    def __init__(self, texts: list[str], styles: Styles) -> None:
        self.texts, self.styles = texts, styles
        self.done: list[Record] = []
        self.number = 0
        self.cells: list[str] = []
        self.faults: list[Said] = []
        self.warnings: list[Said] = []
        self.kind, self.style, self.place = "", 0, 0
        self.formula, self.listening, self.skipping = False, False, False
        self.value: list[str] = []

    def started(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            reference = given.get("r", "")
            self.place = _column(reference) if reference else len(self.cells)
            self.kind, self.style = given.get("t", "n"), int(given.get("s", 0))
            self.formula, self.value = False, []
        elif tag in ("v", "t"):
            self.listening = not self.skipping
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.number = int(given.get("r", self.number + 1))
            if not 0 < self.number <= MOST_ROWS:
                raise ValueError(f"row {self.number}")
            self.cells, self.faults, self.warnings = [], [], []
        elif tag == "rPh":
            self.skipping = True

    def said(self, text: str) -> None:
        if self.listening:
            self.value.append(text)

    def ended(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.listening = False
        elif tag == "rPh":
            self.skipping = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self.done.append((self.number, self.cells, several(self.faults), tuple(self.warnings)))

    def _end_cell(self) -> None:
        raw, address = "".join(self.value), f"{_letters(self.place)}{self.number}"
        text = self._text(raw)
        if self.kind == "e":
            sentence = gettext_noop("%(cell)s shows the error %(error)s")
            self.faults.append(say(sentence, cell=address, error=raw))
        elif self.formula and not raw:
            sentence = gettext_noop(
                "%(cell)s is a formula, and the file holds no result of it: open it in a "
                "spreadsheet program, save it there, and import that"
            )
            self.faults.append(say(sentence, cell=address))
        elif self.formula:
            sentence = gettext_noop("%(cell)s is a formula; its saved result “%(text)s” is taken")
            self.warnings.append(say(sentence, cell=address, text=text))
        while len(self.cells) < self.place:
            self.cells.append("")
        self.cells.append(text)

    def _text(self, raw: str) -> str:
        if self.kind == "s":
            place = int(raw) if raw.isdigit() else -1
            return self.texts[place] if 0 <= place < len(self.texts) else ""
        if self.kind in ("str", "inlineStr"):
            return plain_text(raw)
        if self.kind == "b":
            return {"1": "true", "0": "false"}.get(raw, raw)
        if self.kind == "d":
            return raw.removesuffix("T00:00:00")
        return text_of_number(raw, self.styles, self.style) if raw else ""


def _column(reference: str) -> int:
    """The place of a cell by its reference: A1 is 0, AA7 is 26."""
    place = 0
    for char in reference:
        if not char.isalpha():
            break
        place = place * 26 + ord(char.upper()) - 64
    return min(max(place - 1, 0), 16_383)  # no sheet is wider


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
