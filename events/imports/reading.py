"""Reading a file of any kind that is understood, told by its content and not by its name."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from events.imports.csv_files import csv_sheet
from events.imports.errors import ImportRefused
from events.imports.json_files import json_sheet
from events.imports.tables import Sheet
from events.imports.workbooks import workbook_sheet

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"PAR1": "Parquet",
    b"{\\rtf": "RTF",
    b"<!DOCTYPE": "HTML",
    b"<html": "HTML",
    b"<?xml": "XML",
}


def read_file(path: Path) -> bytes:
    """The bytes of a file; ImportRefused when there is none or it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImportRefused(f"{path}: {error.strerror}.") from error


def read_sheet(data: bytes, *, name: str, delimiter: str = "", encoding: str = "utf-8") -> Sheet:
    """The table in a CSV, XLSX or JSON file; ImportRefused, with what to do, when there is none.

    ``delimiter`` and ``encoding`` are of CSV; an empty one is found out.
    """
    if len(data) > settings.IMPORT_MAX_BYTES:
        text = _("%(name)s is larger than %(limit)d MB (IMPORT_MAX_BYTES): split it.")
        raise ImportRefused(text % {"name": name, "limit": settings.IMPORT_MAX_BYTES // 10**6})
    if data.startswith(ZIP):
        return workbook_sheet(name, data)
    if data.startswith(OLE):
        text = _(
            "%(name)s is an old Excel file (.xls) or a workbook with a password. Open it in a "
            "spreadsheet program and save it as .xlsx without a password, or as CSV in UTF-8."
        )
        raise ImportRefused(text % {"name": name})
    for start, kind in OTHERS.items():
        if data[:20].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            text = _("%(name)s is a %(kind)s file. CSV, XLSX and JSON can be imported.")
            raise ImportRefused(text % {"name": name, "kind": kind})
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{"):
        return json_sheet(name, data)
    return csv_sheet(name, data, delimiter=delimiter, encoding=encoding)
