"""Making a release: one moment of the record, written once and never again."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import override

from countries.api.exports import ExportColumn, ExportTable
from countries.api.exports.moment import one_moment
from countries.api.exports.parquet import parquet_file
from countries.api.exports.text import ROWS, CsvText
from countries.models.history_as_of import reading_as_of
from diplotrack.releases.description import (
    Description,
    File,
    citation_file,
    codebook_csv,
    codebook_markdown,
    codebook_rows,
    data_package,
    read_me,
)
from diplotrack.releases.keys import Keys
from diplotrack.releases.rows import rows
from diplotrack.releases.tables import Table, tables
from events.models.vocabulary import Term
from events.statistics.rules_text import rules_as_markdown

VERSION = re.compile(r"\d{4}\.\d{1,3}", re.ASCII)
SUMS = "SHA256SUMS"
TITLE = "diplotrack: a record of diplomacy"
# Of Parquet; dates stay ISO text, as in CSV, because many are known to the month only.
KINDS = {"integer": "integer", "number": "number", "boolean": "boolean"}
BLOCK = 1024 * 1024


class NotReleased(Exception):
    """There is no release, with the reason."""


def make_release(version: str, *, folder: Path, as_of: datetime) -> Path:
    """Write the release and return its folder; NotReleased where it exists, or cannot be.

    The same history gives the same bytes for the same moment, whenever it is asked.
    """
    if not VERSION.fullmatch(version):
        raise NotReleased(f"A version is a year and a number, such as 2026.1, not {version!r}.")
    if as_of > datetime.now(UTC):
        raise NotReleased("A release shows what was known: its moment cannot lie ahead.")
    target = folder / version
    if target.exists():
        raise NotReleased(f"{target} exists. A release is never changed: choose another version.")
    folder.mkdir(parents=True, exist_ok=True)
    # Beside its place, so that it appears there in one step, whole.
    draft = Path(tempfile.mkdtemp(prefix=f".{version}-", dir=folder))
    try:
        _write(draft, _about(version, as_of))
        draft.chmod(0o755)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return target


def _about(version: str, as_of: datetime) -> Description:
    return Description(
        version, as_of.astimezone(UTC), TITLE, settings.DATA_PUBLISHER, settings.DATA_LICENCE
    )


def _write(folder: Path, about: Description) -> None:
    (folder / "data").mkdir()
    written = tables()
    with override("en"), one_moment(), reading_as_of(about.as_of):
        released = {column.target: Keys() for table in written for column in table.links}
        for table in written:
            _write_table(folder / "data", table, released)
        book = list(codebook_rows(written, _words(written)))
        (folder / "codebook.csv").write_bytes(codebook_csv(book))
        (folder / "codebook.md").write_bytes(codebook_markdown(about, written, book))
        rules = f"# Counting rules\n\n{rules_as_markdown()}"
        (folder / "counting-rules.md").write_text(rules, encoding="utf-8")
        (folder / "CITATION.cff").write_bytes(citation_file(about))
        (folder / "README.md").write_bytes(read_me(about))
        package = data_package(about, written, {file.path: file for file in _files(folder)})
        (folder / "datapackage.json").write_bytes(package)
    sums = "".join(f"{file.sha256}  {file.path}\n" for file in _files(folder))
    (folder / SUMS).write_text(sums, encoding="utf-8")


def _write_table(folder: Path, table: Table, released: dict[str, Keys]) -> None:
    """CSV, and Parquet from the same rows, which are read once."""
    columns = tuple(
        ExportColumn(column.name, KINDS.get(column.type, "string")) for column in table.columns
    )
    csv, parquet = (folder / f"{table.name}.{ending}" for ending in ("csv", "parquet"))
    with csv.open("wb") as text, parquet.open("wb") as file:
        found = _written(rows(table, released), CsvText([c.key for c in columns]), text)
        parquet_file(_Cells(table.name, columns, rows=lambda: found, count=lambda most: 0), file)


class _Cells(ExportTable):
    """A table whose rows are cells already."""

    def cells(self) -> Iterator[Any]:
        return iter(self.rows())


def _written(found: Iterator[Any], text: CsvText, file: Any) -> Iterator[Any]:
    """The same rows, each of them written as CSV before it is taken."""
    while part := list(islice(found, ROWS)):
        file.write(text.of(part))
        yield from part
    file.write(text.of([]))


def _words(written: list[Table]) -> dict[str, list[str]]:
    """The codes of each vocabulary with their names."""
    return {
        table.name: [f"{term.pk} ({term.name_en})" for term in table.model.objects.order_by("pk")]
        for table in written
        if issubclass(table.model, Term)
    }


def _files(folder: Path) -> list[File]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        File(path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path))
        for path in paths
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
