"""Reading delimited text: any usual delimiter and encoding, no traceback."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from events.imports.errors import ImportRefused
from events.imports.said import Text, say
from events.imports.tables import Record, Sheet, sheet_of, without_apostrophe

DELIMITERS = ",;\t|"
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 200_000  # bytes by which an encoding is told
# A letter outside ASCII beside another: in Cyrillic text nearly all, in Western text hardly any.
HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
HIGH = re.compile(rb"[\x80-\xff]")


def csv_sheet(name: str, data: bytes, *, delimiter: str = "", encoding: str = "utf-8") -> Sheet:
    """The records of a CSV file with a header; ImportRefused when it cannot be read.

    Without a delimiter the one that is most frequent in the header is taken; without an encoding
    it is told from the bytes. A record with too many or too few cells is kept with its fault, so
    that it can be rejected alone.
    """
    notes: list[Text] = []
    if not encoding:
        encoding = encoding_of(data)
        if encoding not in ("utf-8", "utf-16"):
            text = gettext_noop(
                "The text was read as %(encoding)s. If letters are wrong, choose another."
            )
            notes.append(say(text, encoding=encoding))
    head = _checked(name, data, encoding)
    if not head.strip():
        raise ImportRefused(_("%s is empty.") % name)
    delimiter = delimiter or _sniff(head)

    def records() -> Iterator[Record]:
        text = io.TextIOWrapper(io.BytesIO(data), _with_mark(encoding), newline="")
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        number = 1
        try:
            for cells in reader:
                yield number, cells, "", ()
                number = reader.line_num + 1
        except csv.Error as error:
            words = {"name": name, "line": reader.line_num, "error": _fault(error)}
            raise ImportRefused(_("%(name)s, line %(line)d: %(error)s") % words) from error

    return sheet_of(name, "csv", records, notes=notes, encoding=encoding, plain=without_apostrophe)


def _fault(error: csv.Error) -> str:
    """What Python's reader says, in words of ours."""
    text = str(error)
    if text.startswith("unexpected end"):
        return _("a quotation mark is opened and not closed.")
    if "expected after" in text:
        return _("a quotation mark stands inside a cell: write it twice.")
    if text.startswith("field larger"):
        return _("a cell has more than %d characters.") % csv.field_size_limit()
    return f"{text}."


def encoding_of(data: bytes) -> str:
    """The encoding that the bytes are in, as far as they tell."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:SAMPLE]
    if sample.count(b"\0") > len(sample) // 5:
        return "utf-16-le" if sample[1:2] == b"\0" else "utf-16-be"
    try:
        data.decode()
    except UnicodeDecodeError:
        high = len(HIGH.findall(data[: SAMPLE * 10]))
        in_runs = sum(len(run) for run in HIGH_RUN.findall(data[: SAMPLE * 10]))
        return "cp1251" if in_runs * 2 > high else "cp1252"
    return "utf-8"


def _checked(name: str, data: bytes, encoding: str) -> str:
    """The beginning of the text; ImportRefused, with the line, where it is not in the encoding."""
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = _(
            "%(name)s, line %(line)d: not %(encoding)s at byte %(byte)d. Name the file's encoding "
            "in the mapping, such as encoding = “cp1252” under [file]."
        )
        words = {"line": line, "encoding": encoding, "byte": error.start}
        raise ImportRefused(text % {"name": name, **words}) from error
    except UnicodeError as error:  # UTF-16 without its mark
        text = _("%(name)s is not %(encoding)s: %(error)s.")
        words = {"encoding": encoding, "error": str(error)}
        raise ImportRefused(text % {"name": name, **words}) from error
    # A file of blank lines is empty however long it is.
    return text[:SAMPLE] if text[:SAMPLE].strip() else text.lstrip()[:SAMPLE]


def _with_mark(encoding: str) -> str:
    """The codec that drops a byte order mark."""
    return "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding


def _sniff(text: str) -> str:
    counts = Counter(char for char in text.lstrip().splitlines()[0] if char in DELIMITERS)
    return counts.most_common(1)[0][0] if counts else ","
