"""Who is in the demo: organizations that the reference lacks, series, people, offices."""

from django.core.exceptions import ValidationError
from django.db import models

from countries.loading import Row, Table
from countries.models import EditorialState, Organization, Person, Position, Tenure
from events.demo.tables import PREFIX, Demo, external
from events.models import SummitSeries


def load_organizations(demo: Demo) -> None:
    """Only those that the reference tables lack; the reference wins."""
    kinds = demo.norm["organization_kinds"]
    shipped = demo.organizations - {
        # What an earlier load of the demo created must be seen as the demo's again.
        row["acronym"]
        for row in demo.rows["organizations"]
        if Organization.history.filter(code=row["acronym"], history_user_id="load_demo").exists()
    }
    rows = [
        row
        for row in demo.rows["organizations"]
        if row["acronym"] not in shipped and row["acronym"] not in demo.norm["organizations"]
    ]
    codes = [row["acronym"] for row in rows]
    demo.load(
        Table(
            Organization,
            ("code",),
            lambda row: {
                "code": row["acronym"],
                "name_en": row["name"],
                "name_ru": row["name_ru"],
                "name_kk": row["name_kk"],
                "kind": kinds.get(row["kind"], row["kind"]),
                "founding": row["founded"],
                "headquarters_city": row["headquarters_city"],
                "wikidata_id": row["wikidata_id"],
            },
        ),
        rows,
        among=Organization.objects.filter(code__in=codes),
    )
    demo.organizations |= set(codes)


def load_series(demo: Demo) -> None:
    """One series for each that a summit names, with the names that the normalisation gives."""
    organizations: dict[str, str] = {}
    for row in demo.rows["summits"]:
        organizations.setdefault(row["series"], row["organization"])
    first = {row["series"]: row for row in reversed(demo.rows["summits"]) if row["series"]}
    demo.load(
        Table(SummitSeries, ("code",), lambda row: _series(demo, row, organizations)),
        first.values(),
        among=SummitSeries.objects.filter(code__in=first),
    )


def _series(demo: Demo, row: Row, organizations: dict[str, str]) -> dict:
    names = demo.norm["series"].get(row["series"])
    if names is None:
        raise ValidationError(f"series “{row['series']}” is not in normalisation.toml")
    return {
        "code": row["series"],
        "name_en": names["en"],
        "name_ru": names["ru"],
        "name_kk": names["kk"],
        "kind_id": names["kind"],
        "organization_id": demo.organization(organizations[row["series"]]),
    }


def load_people(demo: Demo) -> None:
    demo.load(
        Table(
            Person,
            ("external_id",),
            lambda row: {
                "external_id": external(row["key"]),
                "name_en": row["name"],
                "name_ru": row["name_ru"],
                "name_kk": row["name_kk"],
                "wikidata_id": row["wikidata_id"],
                "state": EditorialState.PUBLISHED,
            },
        ),
        demo.rows["people"],
        name="people",
        among=Person.objects.filter(external_id__startswith=PREFIX),
    )


def load_tenures(demo: Demo) -> None:
    """The offices that any file names, then who held them when."""
    offices: dict[tuple, Row] = {}
    for row in demo.rows["tenures"] + demo.rows["summit_participants"]:
        offices.setdefault((row["position"], row["country"], row["organization"]), row)
    for row in demo.rows["visits"]:
        cells = {
            "position": row["visitor_position"],
            "country": row["guest_country"],
            "organization": row["guest_organization"],
        }
        offices.setdefault(tuple(cells.values()), Row(row.file, row.line, cells))
    rows = [row for row in offices.values() if row["position"]]
    titles = {row["position"] for row in rows}
    positions = demo.load(
        Table(
            Position, ("name_en", "country_id", "organization_id"), lambda row: _position(demo, row)
        ),
        _one_per_office(demo, rows),
        among=Position.objects.filter(name_en__in=titles),
    )
    demo.positions = {(p.name_en, p.country_id, p.organization_id): p.pk for p in positions}
    demo.load(
        Table(
            Tenure,
            ("person_id", "position_id", "start_date"),
            lambda row: {
                "person_id": demo.pk("people", row["person"]),
                "position_id": demo.position(row["position"], row["country"], row["organization"]),
                "start": row["start_date"],
                "end": row["end_date"],
                "ongoing": not row["end_date"],
            },
        ),
        demo.rows["tenures"],
        among=Tenure.objects.filter(person__external_id__startswith=PREFIX),
    )
    demo.tenures = list(
        Tenure.objects.select_related("position")
        .filter(person__external_id__startswith=PREFIX)
        .order_by(models.F("start_date").desc(nulls_last=True))
    )


def _one_per_office(demo: Demo, rows: list[Row]) -> list[Row]:
    """Aliases of an organization (C5-EU, C5_EU) must not make two offices of one."""
    unique: dict[tuple, Row] = {}
    for row in rows:
        organization = demo.norm["organizations"].get(row["organization"], row["organization"])
        # A participant is of a country where both are given.
        unique.setdefault(
            (row["position"], row["country"], "" if row["country"] else organization), row
        )
    return list(unique.values())


def _position(demo: Demo, row: Row) -> dict:
    title, norm = row["position"], demo.norm
    country = demo.country(row["country"])
    return {
        "name_en": title,
        "name_ru": norm["position_names_ru"].get(title, ""),
        "name_kk": norm["position_names_kk"].get(title, ""),
        "country_id": country,
        "organization_id": None if country else demo.organization(row["organization"]),
        "level": norm["position_levels"].get(title, "other"),
    }
