"""CSV and JSON Lines."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import orjson

from countries.api.exports.copying import copy_csv
from countries.api.exports.tables import ExportTable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ESCAPED_STARTS = (*FORMULA_STARTS, "'")
FIRST_ROWS, ROWS = 100, 1000  # in one chunk: a few at first, so that the download begins


def write_csv(table: ExportTable) -> Iterator[bytes]:
    """CSV in UTF-8, with a first line of keys and line feeds, as PostgreSQL writes it."""
    if table.copied is not None:
        yield from copy_csv(table.keys, table.copied)
        return
    text, cells, size = CsvText(table.keys), table.cells(), FIRST_ROWS
    while rows := list(islice(cells, size)):
        yield text.of(rows)
        size = ROWS
    if rest := text.of([]):
        yield rest


class CsvText:
    """A table of CSV in parts: the first has the line of keys in front."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._lines = _Lines()
        self._writer = csv.writer(self._lines, lineterminator=_Lines.END)
        self._writer.writerow(keys)

    def of(self, rows: Iterable[Sequence[Any]]) -> bytes:
        self._writer.writerows([[csv_cell(cell) for cell in row] for row in rows])
        return self._lines.emptied()


class _Lines:
    """The lines that a ``csv.writer`` writes, ended as COPY ends them, by a line feed alone.

    The writer itself is told of both characters, so that it quotes a cell with either.
    """

    END = "\r\n"

    def __init__(self) -> None:
        self.written: list[str] = []
        self.write = self.written.append

    def emptied(self) -> bytes:
        text = "".join([line[:-2] + "\n" for line in self.written])
        self.written.clear()
        return text.encode()


def csv_cell(value: Any) -> Any:
    """A cell. Text that a spreadsheet would run as a formula gets an apostrophe in front.

    So does text that begins so after apostrophes: taking one away always gives the text back.
    """
    if type(value) is str:
        if value.startswith(ESCAPED_STARTS) and value.lstrip("'").startswith(FORMULA_STARTS):
            return f"'{value}"
        return value
    if value is None or type(value) is int:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else value


def write_jsonl(table: ExportTable) -> Iterator[bytes]:
    """A row of JSON on each line."""
    rows, size = iter(table.rows()), FIRST_ROWS
    while chunk := list(islice(rows, size)):
        yield b"".join(orjson.dumps(row, default=str) + b"\n" for row in chunk)
        size = ROWS


def write_geojson(table: ExportTable) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946): each row a feature at its country's point, or at none."""
    yield b'{"type":"FeatureCollection","features":['
    rows, comma = iter(table.rows()), b""
    while chunk := list(islice(rows, ROWS)):
        yield comma + b",".join(orjson.dumps(_feature(table, row), default=str) for row in chunk)
        comma = b","
    yield b"]}\n"


def _feature(table: ExportTable, row: dict[str, Any]) -> dict[str, Any]:
    point = table.place(row)
    feature: dict[str, Any] = {"type": "Feature"}
    if key := row.get("id") or row.get("code"):
        feature["id"] = key
    feature["geometry"] = None if point is None else {"type": "Point", "coordinates": point}
    if table.hidden:
        row = {key: value for key, value in row.items() if key not in table.hidden}
    feature["properties"] = row
    return feature
