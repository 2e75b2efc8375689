"""What tells a stranger what is in a release: data package, codebook, citation."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from diplotrack.releases.tables import PARTIAL, Column, Table

CODEBOOK = ("table", "field", "label", "type", "required", "meaning", "values")
NAME = "diplotrack"


@dataclass(frozen=True)
class Description:
    """The facts of a release. ``as_of`` is the moment of the record that it shows."""

    version: str
    as_of: datetime
    title: str
    publisher: str
    licence: str

    @property
    def day(self) -> str:
        return self.as_of.date().isoformat()

    @property
    def instant(self) -> str:
        return self.as_of.isoformat()

    @property
    def text(self) -> str:
        """How to cite it, in one line."""
        year = self.as_of.year
        return f"{self.publisher} ({year}). {self.title}, version {self.version} [data set]."


@dataclass(frozen=True)
class File:
    """A file of a release: its bytes' number and SHA-256."""

    path: str
    size: int
    sha256: str


def data_package(about: Description, tables: list[Table], files: dict[str, File]) -> bytes:
    """``datapackage.json``: Frictionless Data Package 1."""
    package = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": about.title,
        "version": about.version,
        "created": about.instant,
        "licenses": [{"name": about.licence}],
        "contributors": [{"title": about.publisher, "role": "publisher"}],
        "resources": [_resource(table, files) for table in tables],
    }
    return orjson.dumps(package, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _resource(table: Table, files: dict[str, File]) -> dict[str, Any]:
    in_csv, parquet = (files[f"data/{table.name}.{ending}"] for ending in ("csv", "parquet"))
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.meaning,
        "path": in_csv.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": in_csv.size,
        "hash": f"sha256:{in_csv.sha256}",
        "parquet": {"path": parquet.path, "hash": f"sha256:{parquet.sha256}"},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": table.key.name,
            "foreignKeys": [_foreign_key(column, table) for column in table.links],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.field.primary_key:
        constraints["unique"] = True
    if column.choices:
        constraints["enum"] = [value for value, _label in column.choices if value]
    if column.precision:
        constraints["pattern"] = PARTIAL
    described: dict[str, Any] = {"name": column.name, "type": column.type, "title": label(column)}
    if meaning := str(column.field.help_text):
        described["description"] = meaning
    if column.type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    return described | ({"constraints": constraints} if constraints else {})


def _foreign_key(column: Column, table: Table) -> dict[str, Any]:
    target = "" if column.target == table.name else column.target
    key = column.field.target_field.name
    return {"fields": column.name, "reference": {"resource": target, "fields": key}}


def label(column: Column) -> str:
    text = str(column.field.verbose_name)
    return "id" if text == "ID" else text


def codebook_rows(tables: list[Table], words: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """A row for each field. ``words``: the codes of the vocabularies, by table."""
    for table in tables:
        for column in table.columns:
            yield (
                table.name,
                column.name,
                label(column),
                "partial date" if column.precision else column.type,
                "yes" if column.required else "",
                _meaning(column),
                _values(column, words),
            )


def _meaning(column: Column) -> str:
    meaning = [str(column.field.help_text)] if column.field.help_text else []
    if column.target:
        meaning.append(f"Points to {column.target}.")
    return " ".join(meaning)


def _values(column: Column, words: dict[str, list[str]]) -> str:
    if column.choices:
        return "; ".join(f"{value} ({text})" for value, text in column.choices if value)
    return "; ".join(words.get(column.target, ()))


def codebook_csv(rows: list[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([CODEBOOK, *rows])
    return buffer.getvalue().encode()


def codebook_markdown(about: Description, tables: list[Table], rows) -> bytes:
    lines = [f"# Codebook of {about.title}, version {about.version}", "", CONVENTIONS]
    for table in tables:
        lines += [f"## {table.name}", "", table.meaning or table.title, ""]
        lines += [
            "| field | label | type | required | meaning | values |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            "| " + " | ".join(cell.replace("|", "\\|") for cell in row[1:]) + " |"
            for row in rows
            if row[0] == table.name
        ]
        lines.append("")
    return "\n".join(lines).encode()


HEADING = "| field | label | type | required | meaning | values |"
CONVENTIONS = """\
A partial date is written as far as it is known: `2022-04-13`, `2022-04` or `2022`. An empty cell is
not known, or does not apply. In the CSV files, text that a spreadsheet would run as a formula has
an apostrophe in front; the Parquet files have it as it is. Only published records are here; a link
to what is not published is empty.
"""


def citation_file(about: Description) -> bytes:
    """``CITATION.cff`` 1.2.0. JSON strings are YAML strings, so nothing can break out of one."""
    quoted = {
        name: orjson.dumps(value).decode()
        for name, value in (
            ("title", about.title),
            ("version", about.version),
            ("publisher", about.publisher),
            ("licence", about.licence),
        )
    }
    return f"""\
cff-version: 1.2.0
message: "If you use this data set, please cite it as below."
type: dataset
title: {quoted["title"]}
version: {quoted["version"]}
date-released: "{about.day}"
license: {quoted["licence"]}
authors:
  - name: {quoted["publisher"]}
""".encode()


def bibtex(about: Description, url: str = "") -> str:
    """A BibTeX entry; braces in names are left out, so the entry stays whole."""
    plain = {
        name: value.replace("{", "").replace("}", "").replace("\\", "").replace("&", "\\&")
        for name, value in (("title", about.title), ("publisher", about.publisher))
    }
    lines = [
        f"@misc{{{NAME}-{about.version},",
        f"  author    = {{{{{plain['publisher']}}}}},",
        f"  title     = {{{{{plain['title']}}}}},",
        f"  year      = {{{about.as_of.year}}},",
        f"  version   = {{{about.version}}},",
        *([f"  url       = {{{url}}},"] if url else []),
        "  note      = {Data set},",
        "}",
    ]
    return "\n".join(lines) + "\n"


def read_me(about: Description) -> bytes:
    return f"""\
# {about.title}, version {about.version}

The published record as of {about.instant}. It never changes; a later state is another version.

- `data/`: a table of each kind of record, as CSV and as Parquet.
- `datapackage.json`: types, constraints and foreign keys (Frictionless Data Package).
- `codebook.md`, `codebook.csv`: what each field means.
- `counting-rules.md`: by which rules the site counts.
- `CITATION.cff`: how to cite it. Licence of the data: {about.licence}.
- `SHA256SUMS`: `sha256sum -c SHA256SUMS` tells whether the files are whole.

{about.text}
""".encode()
