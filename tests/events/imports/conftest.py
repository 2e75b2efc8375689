"""A small world and invented files of the shape that other people's files have."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from countries.models import CountryName
from tests.factories import CountryFactory, VisitTypeFactory

MAPPING = """
[external_id]
prefix = "test"
column = "id"

[columns]
start = "start"
end = "end"
visitor = "visitor"
guest_country = "from"
cities = "places"
purpose = "remarks"

[constants]
host_country = "KAZ"
visit_type = "other"

[visitors]
split = true

[source]
title = "Register of visits"
publisher = "An archive"
url = "https://example.org/visits/{id}"
page = "row {id}"

[[patterns]]
field = "visit_type"
value = "state"
column = "remarks"
pattern = 'state visit'
"""
COLUMNS = ("id", "start", "end", "visitor", "from", "places", "remarks")
COUNTRIES = {"KAZ": "Kazakhstan", "TTO": "Trinidad and Tobago", "FIN": "Finland"}


@dataclass
class Import:
    """Runs the command in an own folder; ``output`` is what it said."""

    folder: Path
    output: str = ""

    def file(self, *rows, name="visits.csv", columns=COLUMNS, delimiter=",") -> Path:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(columns)
            writer.writerows(rows)
        return path

    def mapping(self, text=MAPPING) -> Path:
        path = self.folder / "mapping.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def __call__(self, file: Path, *options: str, mapping: str = MAPPING) -> str:
        out = StringIO()
        arguments = [str(file), f"--mapping={self.mapping(mapping)}", *options]
        try:
            call_command("import_visits", *arguments, stdout=out)
        finally:
            self.output = out.getvalue()
        return self.output

    def rejects(self, name="visits.rejects.csv") -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


def row(
    id="1",
    start="2001-05-07",
    end="2001-05-09",
    visitor="President Aino Laine",
    guest="Finland",
    places="Astana, Almaty",
    remarks="State visit.",
) -> tuple[str, ...]:
    return id, start, end, visitor, guest, places, remarks


@pytest.fixture
def world(db) -> None:
    for code, name in COUNTRIES.items():
        country = CountryFactory(code=code, name_en=name)
        CountryName.objects.create(
            country=country, name=name, language="en", kind=CountryName.Kind.COMMON
        )
    for code in ("state", "other"):
        VisitTypeFactory(code=code)


@pytest.fixture
def run(world, tmp_path, monkeypatch) -> Import:
    monkeypatch.chdir(tmp_path)
    return Import(tmp_path)
