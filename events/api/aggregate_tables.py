"""Aggregates and years as flat tables to download."""

from typing import Any

from countries.api.context import RowContext
from countries.api.exports import ExportColumn, ExportTable, keyed_columns
from countries.api.exports.places import placing

NUMBERS = ("year",)
PLACES = ("host_country", "country", "guest_country")


def statistics_table(answer: dict[str, Any], name: str, context: RowContext) -> ExportTable:
    """One row a group: its key, its value, the rule that counted it, the address of its records."""
    dimensions = {key: _kind(key) for key in answer["group_by"]}
    columns = keyed_columns(
        **dimensions,
        label="string",
        measure="string",
        rule="string",
        value="integer",
        high="integer",
        records="string",
    )
    rows = [
        {
            **{key: group["key"][key] for key in dimensions},
            "label": group["label"],
            "measure": answer["measure"],
            "rule": answer["rule"]["code"],
            **{key: group[key] for key in ("value", "high", "records")},
        }
        for group in answer["groups"]
    ]
    place = next((key for key in PLACES if key in dimensions), "")
    return _table(name, columns, rows, placing(context, place))


def _kind(dimension: str) -> str:
    return "integer" if dimension in NUMBERS else "string"


def years_table(rows: list[dict[str, Any]], name: str) -> ExportTable:
    """One row a year."""
    texts = ("country", "country_name", "coverage", "coverage_name", "record_url")
    keys = list(rows[0]) if rows else YEAR_KEYS
    columns = keyed_columns(**{key: "string" if key in texts else "integer" for key in keys})
    return _table(name, columns, rows)


YEAR_KEYS = [
    "year",
    "country",
    "country_name",
    "visits",
    "journeys",
    "countries",
    "received",
    "summits",
    "documents",
    "coverage",
    "coverage_name",
    "record_url",
]


def year_table(summary: dict[str, Any], name: str) -> ExportTable:
    """One row a figure, with the reported ones and the values under other rules beside it."""
    columns = (
        *keyed_columns(
            year="integer",
            country="string",
            code="string",
            label="string",
            value="integer",
            high="integer",
            previous="integer",
            previous_high="integer",
            rule="string",
            records="string",
            coverage="string",
        ),
        ExportColumn("reported", text=lambda one: f"{one['id']}: {one['value']}"),
        ExportColumn("alternatives", text=lambda one: f"{one['code']}: {one['value']}"),
    )
    rows = [
        {
            "year": summary["year"],
            "country": summary["country"],
            **{c.key: figure[c.key] for c in columns[2:]},
            "rule": figure["rule"]["code"],
        }
        for figure in summary["figures"]
    ]
    return _table(name, columns, rows)


def _table(name: str, columns, rows: list[dict[str, Any]], place=lambda row: None) -> ExportTable:
    return ExportTable(
        name=name, columns=columns, rows=lambda: rows, count=lambda most: len(rows), place=place
    )
