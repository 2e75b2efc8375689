"""The demo's files as rows, and what they became on the way into the record."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from countries.loading import BrokenTable, Changes, Row, Table, read_table
from countries.models import Tenure

LOADER = "load_demo"
FOLDER = Path(__file__).parent
PREFIX = "demo:"
SOURCE = "source_url source_title source_publisher source_date source_check"
FILES = {
    "organizations": "acronym name name_ru name_kk kind founded headquarters_city wikidata_id",
    "people": "key name name_ru name_kk wikidata_id",
    "tenures": "person position country organization start_date end_date",
    "summits": "key title series ordinal organization host_country city start_date end_date mode "
    f"level confidence note {SOURCE}",
    "visits": "key visitor visitor_position guest_country guest_organization host_country city "
    "start_date end_date visit_type status mode journey summit_key purpose confidence "
    f"host_counterparts other_cities note {SOURCE}",
    "summit_participants": "summit_key country organization person position role mode",
    "documents": "key title kind signed_date city host_country visit_key summit_key status "
    f"in_force_date confidence {SOURCE}",
    "document_parties": "document_key country organization signatory",
    "chairmanships": "key organization country person start_date end_date convention theme "
    f"confidence {SOURCE}",
    "initiatives": f"key title proposed_date forum status status_date {SOURCE}",
    "reported_totals": f"country year measure value wording_in_our_words {SOURCE}",
    "titles": "title title_ru title_kk",
    "coverage": "country year subject coverage note",
}


@dataclass
class Demo:
    """The demo's rows, and the instances that they became, by the demo's own keys."""

    rows: dict[str, list[Row]]
    norm: dict[str, Any]
    changes: list[Changes] = field(default_factory=list)
    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    positions: dict[tuple, int] = field(default_factory=dict)
    tenures: list[Tenure] = field(default_factory=list)
    translations: dict[str, Row] = field(default_factory=dict)

    def load(
        self,
        table: Table,
        rows: Iterable[Row],
        *,
        among: models.QuerySet | None = None,
        name: str = "",
    ) -> list[Any]:
        """Sync a table's rows; BrokenTable with every fault of theirs.

        With ``name``, the instances can be looked up under the rows' ``key``.
        """
        rows = list(rows)
        instances = table.instances(rows)
        self.changes.append(table.sync(instances, loader=LOADER, among=among))
        if name:
            self.found[name] = {
                row["key"]: instance for row, instance in zip(rows, instances, strict=True)
            }
        return instances

    def pk(self, name: str, key: str) -> int | None:
        """The primary key of a row of another file, None for an empty cell."""
        if not key:
            return None
        if instance := self.found.get(name, {}).get(key):
            return instance.pk
        raise ValidationError(f"“{key}” is not in {name}.csv")

    def titles(self, row: Row) -> dict[str, str]:
        """A record's title, with ours in Russian and Kazakh; ValidationError where one lacks."""
        if not self.translations:
            self.translations.update({line["title"]: line for line in self.rows["titles"]})
        title = row["title"]
        if (line := self.translations.get(title)) is None:
            raise ValidationError(f"“{title}” is not in titles.csv")
        return {"title": title, "title_ru": line["title_ru"], "title_kk": line["title_kk"]}

    def country(self, code: str) -> str | None:
        if code and code not in self.countries:
            raise ValidationError(f"“{code}” is no country here")
        return code or None

    def organization(self, code: str) -> str | None:
        code = self.norm["organizations"].get(code, code)
        if code and code not in self.organizations:
            raise ValidationError(f"“{code}” is no organization here")
        return code or None

    def position(self, title: str, country: str, organization: str) -> int | None:
        if not title:
            return None
        body = None if country else self.organization(organization)
        return self.positions[title, country or None, body]

    def position_on(self, person: int | None, date, country: str | None) -> int | None:
        """The position that a person held for a country on a day, if the tenures say."""
        held = [
            t
            for t in self.tenures
            if t.person_id == person
            and (t.start_date is None or t.start_date <= date)
            and (t.end_date is None or t.end_date >= date)
        ]
        for_country = [t for t in held if t.position.country_id == country]
        chosen = for_country or held
        return chosen[0].position_id if chosen else None


def read_demo(folder: Path = FOLDER) -> Demo:
    """The demo's files, read whole; BrokenTable with what is wrong."""
    rows, faults = {}, []
    for name, columns in FILES.items():
        try:
            rows[name] = read_table(folder / f"{name}.csv", columns.split())
        except BrokenTable as error:
            faults += error.faults
    if faults:
        raise BrokenTable(faults)
    norm = tomllib.loads((FOLDER / "normalisation.toml").read_text(encoding="utf-8"))
    return Demo(rows=rows, norm=norm)


def external(key: str) -> str:
    """The external id of a demo row."""
    return PREFIX + key
