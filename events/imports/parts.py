"""An uploaded file as it is kept: its bytes in pieces, and the lines that were read of it.

Reading a workbook of 200,000 rows takes half a minute, and an import goes through its file up to
six times (mapping, preview, confirming, rejects). So it is read once. Pieces are small, because
whatever goes to the database stands in memory several times on its way.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice

import orjson

from events.imports.said import said, stored
from events.imports.tables import Line, Sheet
from events.models import Import, ImportPart

BYTES = 1_000_000  # of the file in a piece
LINES = 1000  # in a piece
FAST = 1  # zlib's quickest level; the next ones gain a tenth


@dataclass
class Reading:
    """Goes through a sheet once and packs its lines, in a tenth of the memory of the lines."""

    sheet: Sheet
    packed: list[bytes] = field(default_factory=list)

    def steps(self) -> Iterator[int]:
        """Reads, and pauses now and then with the number of the line; ImportRefused by a fault."""
        lines = self.sheet.lines
        while some := list(islice(lines, LINES)):
            self.packed.append(_packed(some))
            yield some[-1].number


def keep(*, task: Import, reading: Reading, data: bytes | None = None) -> None:
    """Keep what was read of an import's file, in place of what was read before, and its bytes."""
    kinds = ImportPart.Kind
    task.parts.filter(kind=kinds.LINES).delete()
    _keep(task, kinds.LINES, reading.packed)
    if data is not None:
        view = memoryview(data)
        _keep(task, kinds.FILE, (view[at : at + BYTES] for at in range(0, len(data), BYTES)))


def data_of(task: Import) -> bytes:
    """The bytes of the file as they came."""
    return b"".join(_pieces(task, ImportPart.Kind.FILE))


def sheet_of(task: Import) -> Sheet:
    """The file as it was read."""
    return Sheet(
        name=task.file_name,
        kind=task.kind,
        header=tuple(task.header),
        read=lambda: _lines(task),
        notes=tuple(map(said, task.notes)),
        encoding=task.encoding,
    )


def _keep(task: Import, kind: str, pieces: Iterable[bytes | memoryview]) -> None:
    for number, piece in enumerate(pieces):
        ImportPart.objects.create(task=task, kind=kind, number=number, data=piece)


def _pieces(task: Import, kind: str) -> Iterator[bytes]:
    """One query a piece, so that no cursor is open while a step reads and writes on."""
    parts = task.parts.filter(kind=kind).values_list("data", flat=True)
    for number in count():
        piece = parts.filter(number=number).first()
        if piece is None:
            return
        yield bytes(piece)


def _lines(task: Import) -> Iterator[Line]:
    for piece in _pieces(task, ImportPart.Kind.LINES):
        same: dict[str, str] = {}
        for number, cells, fault, warnings in orjson.loads(zlib.decompress(piece)):
            texts = tuple([same.setdefault(cell, cell) for cell in cells])
            yield Line(number, texts, said(fault), tuple(map(said, warnings)))


def _packed(lines: Iterable[Line]) -> bytes:
    rows = [
        (line.number, line.cells, *stored([line.fault]), stored(line.warnings)) for line in lines
    ]
    return zlib.compress(orjson.dumps(rows), FAST)
