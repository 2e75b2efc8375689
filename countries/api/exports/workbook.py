"""Excel workbooks, written as a stream: one sheet, text as text, no shared strings to keep.

openpyxl's write-only mode writes the sheet to a temporary file before the first byte leaves and
takes eight times as long (docs/decisions/0046).
"""

import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from countries.api.exports.tables import ExportTable
from countries.api.exports.text import FORMULA_STARTS

MOST_ROWS = 1_048_576  # of a sheet, the first line included
LONGEST_TEXT = 32_767  # of a cell
ROWS = 1000
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same rows give the same bytes
SPECIAL = re.compile(r"[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CUT = "… [cut]"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="rows" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Style 1 is text that begins like a formula: Excel then shows it as if typed with an
    # apostrophe and does not compute it when somebody edits the cell. Style 2 is the first line.
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" quotePrefix="1"/>'
    '<xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
START = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)


class _Sink:
    """A file that cannot be rewound and hands over what was written."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """zipfile asks for it; nothing is held back here."""

    def emptied(self) -> bytes:
        data = b"".join(self.parts)
        self.parts.clear()
        return data


def write_xlsx(table: ExportTable) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:  # type: ignore[call-overload]
        for name, text in PARTS.items():
            archive.writestr(_entry(name), HEAD + text)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write((HEAD + START + _row(table.keys, "2")).encode())
            cells = table.cells()
            while rows := list(islice(cells, ROWS)):
                sheet.write("".join(map(_row, rows)).encode())
                yield sink.emptied()
            sheet.write(b"</sheetData></worksheet>")
    yield sink.emptied()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _row(cells: list[Any], style: str = "") -> str:
    return f"<row>{''.join([_cell(cell, style) for cell in cells])}</row>"


def _cell(value: Any, style: str = "") -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    text = value if isinstance(value, str) else value.isoformat()
    if text.startswith(FORMULA_STARTS):
        style = style or "1"
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - len(CUT)] + CUT
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    style = f' s="{style}"' if style else ""
    text = SPECIAL.sub(_escaped, text)
    return f'<c{style} t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _escaped(match: re.Match[str]) -> str:
    """XML's own characters as entities; what XML cannot hold at all is left out."""
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}.get(match[0], "")
