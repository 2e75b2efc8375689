"""A source for every row of the demo, the reported totals, and what each year covers."""

from collections.abc import Callable

from countries.loading import Row, Table
from countries.models import EditorialState
from events.demo.tables import PREFIX, Demo, external
from events.models import Citation, ReportedTotal, Source, YearCoverage


def load_sources(demo: Demo, rows: list[Row]) -> dict[tuple[str, str], int]:
    """The sources of these rows, by address and title."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault(_source_key(row), row)
    sources = demo.load(
        Table(Source, ("url", "title"), _source),
        first.values(),
        among=Source.objects.filter(url__in=[url for url, _title in first]),
    )
    return {(source.url, source.title): source.pk for source in sources}


def _source_key(row: Row) -> tuple[str, str]:
    return row["source_url"], row["source_title"].strip("[]")


def _source(row: Row) -> dict:
    url, title = _source_key(row)
    return {
        "url": url,
        "title": title,
        "title_is_ours": row["source_title"].startswith("["),
        "publisher": row["source_publisher"],
        "published_on": row["source_date"],
    }


def cite(
    demo: Demo,
    record: str,
    rows: list[Row],
    name: str,
    *,
    key: Callable[[Row], str] = lambda row: row["key"],
    field: str = "",
    value: Callable[[Row], str] = lambda row: "",
) -> None:
    """One citation for each row: of its whole record, or of a field with the value it gives."""
    sources = load_sources(demo, rows)
    column = f"{record}_id"
    demo.load(
        Table(
            Citation,
            ("source_id", column, "field", "value"),
            lambda row: {
                "source_id": sources[_source_key(row)],
                column: demo.pk(name, key(row)),
                "field": field,
                "value": value(row),
                "check_state": row["source_check"],
            },
        ),
        rows,
        among=Citation.objects.filter(**{f"{record}__external_id__startswith": PREFIX}),
    )


def load_reported_totals(demo: Demo) -> None:
    rows = demo.rows["reported_totals"]
    sources = load_sources(demo, rows)
    demo.load(
        Table(ReportedTotal, ("external_id",), lambda row: _reported(demo, row, sources)),
        rows,
        among=ReportedTotal.objects.filter(external_id__startswith=PREFIX),
    )
    demo.load(
        Table(
            YearCoverage,
            ("country_id", "year", "subject"),
            lambda row: {
                "country_id": demo.country(row["country"]),
                "year": row["year"],
                "subject": row["subject"],
                "coverage": row["coverage"],
                "note": row["note"],
            },
        ),
        demo.rows["coverage"],
        among=YearCoverage.objects.filter(
            country__in={row["country"] for row in demo.rows["coverage"]}
        ),
    )


def _reported(demo: Demo, row: Row, sources: dict[tuple[str, str], int]) -> dict:
    measures = demo.norm["measures"]
    norm = measures.get(f"{row['measure']} {row['year']}", measures.get(row["measure"], {}))
    return {
        "external_id": external(f"reported:{row['country']}-{row['year']}-{row['measure']}"),
        "country_id": demo.country(row["country"]),
        "year": row["year"],
        "measure": norm.get("measure", ""),
        "value": row["value"],
        "label": norm.get("label", row["wording_in_our_words"]),
        "qualifier": norm.get("qualifier", "exactly"),
        "source_id": sources[_source_key(row)],
        "check_state": row["source_check"],
        "state": EditorialState.PUBLISHED,
    }
