"""The formats of a download, by the name that ``format`` takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rest_framework.renderers import BaseRenderer

from countries.api.exports.parquet import write_parquet
from countries.api.exports.tables import ExportTable
from countries.api.exports.text import write_csv, write_geojson, write_jsonl
from countries.api.exports.workbook import MOST_ROWS, write_xlsx

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    """``most``: how many rows the format can hold at most; None without a limit."""

    name: str
    media_type: str
    write: Callable[[ExportTable], Iterator[bytes]]
    charset: str = ""
    most: int | None = None

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type


FORMATS = {
    one.name: one
    for one in (
        Format("csv", "text/csv", write_csv, "utf-8"),
        Format("jsonl", "application/x-ndjson", write_jsonl),
        Format("xlsx", SPREADSHEET, write_xlsx, most=MOST_ROWS - 1),
        Format("geojson", "application/geo+json", write_geojson),
        Format("parquet", "application/vnd.apache.parquet", write_parquet),
    )
}


class ExportRenderer(BaseRenderer):
    """Takes part in the choice of a format. Views answer with ``export_response``."""

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        raise NotImplementedError("Views that offer downloads answer with export_response().")


EXPORT_RENDERERS: tuple[type[BaseRenderer], ...] = tuple(
    type(
        f"{one.name.upper()}Renderer",
        (ExportRenderer,),
        {"format": one.name, "media_type": one.media_type, "charset": one.charset or None},
    )
    for one in FORMATS.values()
)
