"""The reference tables of ``countries/reference/``: what each column becomes."""

from pathlib import Path

from django.db import transaction

from countries.loading import BrokenTable, Changes, Row, Table, known, read_table
from countries.models import (
    Country,
    CountryCode,
    CountryGroup,
    CountryGroupMembership,
    CountryName,
    Organization,
    Region,
    Succession,
    recorded_as,
)

LOADER = "load_reference"
FOLDER = Path(__file__).parent / "reference"
FILES = {
    "m49_regions": "m49 name_en name_ru name_kk parent_m49",
    "countries": "code iso_alpha2 iso_alpha3 iso_numeric m49_region m49_subregion name_en name_ru "
    "name_kk official_name_en kind un_member_since valid_from valid_to "
    "successor_codes wikidata_id latitude longitude capital",
    "country_names": "country_code name language valid_from valid_to kind",
    "country_codes": "country_code scheme code valid_from valid_to",
    "organizations": "code name_en name_ru name_kk kind founded ended headquarters_country "
    "headquarters_city cow_igo wikidata_id website",
    "country_groups": "group_code group_name_en name_ru name_kk kind country_code joined left",
}


def load_reference(folder: Path = FOLDER) -> list[Changes]:
    """Bring the reference tables into the database, all or none; says what changed.

    Raises BrokenTable with every fault of every file.
    """
    tables, faults = {}, []
    for name, columns in FILES.items():
        try:
            tables[name] = read_table(folder / f"{name}.csv", columns.split())
        except BrokenTable as error:
            faults += error.faults
    if faults:
        raise BrokenTable(faults)
    work = _plan(tables)
    prepared = _checked(work)
    with transaction.atomic(), recorded_as(LOADER):
        return [table.sync(instances, loader=LOADER) for table, instances in prepared]


def _checked(work: list[tuple[Table, list[Row]]]):
    prepared, faults = [], []
    for table, rows in work:
        try:
            prepared.append((table, table.instances(rows)))
        except BrokenTable as error:
            faults += error.faults
    if faults:
        raise BrokenTable(faults)
    return prepared


def _plan(tables: dict[str, list[Row]]) -> list[tuple[Table, list[Row]]]:
    """The tables in the order in which they depend on one another."""
    region = known((row["m49"] for row in tables["m49_regions"]), "M49 region")
    country = known((row["code"] for row in tables["countries"]), "country")
    codes = {row["code"] for row in tables["organizations"]}
    groups: dict[str, Row] = {}
    for row in tables["country_groups"]:
        groups.setdefault(row["group_code"], row)
    # A region may name its parent before the parent's own row: parents first.
    regions = sorted(tables["m49_regions"], key=lambda row: _depth(row, tables["m49_regions"]))
    return [
        (Table(Region, ("code",), lambda row: _region(row, region)), regions),
        (Table(Country, ("code",), lambda row: _country(row, region)), tables["countries"]),
        (
            Table(
                Succession,
                ("predecessor_id", "successor_id"),
                lambda row: {
                    "predecessor_id": row["code"],
                    "successor_id": country(row["successor_codes"]),
                },
            ),
            _successions(tables["countries"]),
        ),
        (
            Table(
                CountryName,
                ("country_id", "name", "language", "kind", "valid_from"),
                lambda row: {
                    **_dated(row),
                    "country_id": country(row["country_code"]),
                    "name": row["name"],
                    "language": row["language"],
                    "kind": row["kind"],
                },
            ),
            tables["country_names"],
        ),
        (
            Table(
                CountryCode,
                ("country_id", "scheme", "code", "valid_from"),
                lambda row: {
                    **_dated(row),
                    "country_id": country(row["country_code"]),
                    "scheme": row["scheme"],
                    "code": row["code"],
                },
            ),
            tables["country_codes"],
        ),
        (
            Table(Organization, ("code",), lambda row: _organization(row, country)),
            tables["organizations"],
        ),
        (
            Table(
                CountryGroup,
                ("code",),
                lambda row: {
                    "code": row["group_code"],
                    **_names(row, "group_name_en"),
                    "kind": row["kind"],
                    "organization_id": row["group_code"] if row["group_code"] in codes else None,
                },
            ),
            list(groups.values()),
        ),
        (
            Table(
                CountryGroupMembership,
                ("group_id", "country_id", "joined"),
                lambda row: {
                    "group_id": row["group_code"],
                    "country_id": country(row["country_code"]),
                    "joining": row["joined"],
                    "leaving": row["left"],
                    "ongoing": not row["left"],
                },
            ),
            tables["country_groups"],
        ),
    ]


def _names(row: Row, english: str = "name_en") -> dict:
    return {"name_en": row[english], "name_ru": row["name_ru"], "name_kk": row["name_kk"]}


def _dated(row: Row) -> dict:
    return {"valid_since": row["valid_from"], "valid_until": row["valid_to"]}


def _depth(row: Row, regions: list[Row]) -> int:
    parents = {r["m49"]: r["parent_m49"] for r in regions}
    depth, code = 0, row["m49"]
    while (code := parents.get(code, "")) and depth <= len(parents):
        depth += 1
    return depth


def _region(row: Row, region) -> dict:
    return {"code": row["m49"], **_names(row), "parent_id": region(row["parent_m49"])}


def _country(row: Row, region) -> dict:
    same = (
        "code",
        "iso_alpha2",
        "iso_alpha3",
        "iso_numeric",
        "official_name_en",
        "kind",
        "wikidata_id",
        "capital",
    )
    return {
        **{name: row[name] for name in same},
        **_names(row),
        **_dated(row),
        "region_id": region(row["m49_region"]),
        "subregion_id": region(row["m49_subregion"]),
        "un_member_since": row["un_member_since"] or None,
        "latitude": row["latitude"] or None,
        "longitude": row["longitude"] or None,
    }


def _successions(countries: list[Row]) -> list[Row]:
    """One row for each successor that a former state's row lists."""
    return [
        Row(row.file, row.line, {"code": row["code"], "successor_codes": successor})
        for row in countries
        for successor in row["successor_codes"].split(";")
        if successor
    ]


def _organization(row: Row, country) -> dict:
    same = ("code", "kind", "headquarters_city", "cow_igo", "wikidata_id", "website")
    return {
        **{name: row[name] for name in same},
        **_names(row),
        "founding": row["founded"],
        "ending": row["ended"],
        "headquarters_country_id": country(row["headquarters_country"]),
    }
