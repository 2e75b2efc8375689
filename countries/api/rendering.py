"""JSON by orjson, CSV as a stream, and the choice between them."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from countries.api.errors import invalid
from countries.filters.parameters import nearest

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class JSONRenderer(BaseRenderer):
    """``format=json``, the default."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class CSVRenderer(BaseRenderer):
    """``format=csv``. Views answer with ``csv_response``; this only takes part in the choice."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None) -> str:
        raise NotImplementedError("Views that offer CSV answer with csv_response().")


class FormatNegotiation(DefaultContentNegotiation):
    """As REST framework chooses, but an unknown ``format`` is a bad question, not a 404."""

    def filter_renderers(self, renderers, format):
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            known = [renderer.format for renderer in renderers]
            detail = _("“%(format)s” is not a format here. Known formats: %(known)s.") % {
                "format": format,
                "known": ", ".join(known),
            }
            raise invalid("format", detail, nearest(format, known))
        return found


class _Line:
    """A file for the csv module that hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Iterable[list[Any]]) -> Iterator[str]:
    writer: Any = csv.writer(_Line(), lineterminator="\r\n")
    for cells in table:
        yield writer.writerow([cell_text(cell) for cell in cells])


def cell_text(value: Any) -> Any:
    """A cell. Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else value


def csv_response(table: Iterable[list[Any]], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
