"""A download as an HTTP answer."""

import re
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.api.errors import invalid
from countries.api.exports.formats import FORMATS, Format
from countries.api.exports.moment import one_moment
from countries.api.exports.tables import ExportTable
from countries.api.exports.turns import in_turn

UNNAMED = ("format", "lang", "fields", "omit", "as_of", "codes", "expand", "limit", "offset")
LONGEST_NAME = 120


class Stream:
    """The bytes of a download. The first are made at once: what fails there is still an error.

    Raises TooManyDownloads where the worker sends as many as it may (``turns``).
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = in_turn(chunks)
        self._first: bytes | None = next(self._chunks, b"")

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> bytes:
        first, self._first = self._first, None
        return next(self._chunks) if first is None else first

    def close(self) -> None:
        self._chunks.close()  # type: ignore[attr-defined]


def export_response(table: ExportTable, name: str) -> StreamingHttpResponse:
    """The table as a stream in the format of that name; 400 where it cannot hold the rows."""
    form = FORMATS[name]
    response = StreamingHttpResponse(Stream(exported(table, form)), content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{table.name}.{form.name}"'
    response["X-Accel-Buffering"] = "no"  # a proxy in front passes it on as it comes
    return response


def exported(table: ExportTable, form: Format) -> Iterator[bytes]:
    """The bytes of a table, all read in one transaction."""
    with one_moment():
        if form.most is not None and table.count(form.most) > form.most:
            detail = _(
                "A sheet of %(format)s holds %(most)s rows; there are more. Ask for csv or "
                "parquet, or filter."
            ) % {"format": form.name, "most": form.most}
            raise invalid("format", detail, "csv")
        yield from form.write(table)


def export_name(resource: str, query, as_of=None) -> str:
    """What the file is: resource, filters and the day of the record (UTC), in plain letters."""
    asked = [
        f"{name}-{','.join(query.getlist(name))}" for name in sorted(query) if name not in UNNAMED
    ]
    filters = re.sub(r"[^A-Za-z0-9.,_-]+", "-", "_".join(asked))
    day = (as_of or timezone.now()).date().isoformat()
    return "_".join(filter(None, (resource, filters[:LONGEST_NAME].strip("-_"), day)))
