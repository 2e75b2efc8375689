"""Charts of visits: by year, both ways, by counterpart, by type."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country
from diplotrack.dashboards.charts.chart import Chart
from diplotrack.dashboards.charts.labels import beside
from diplotrack.dashboards.charts.sources import Query, statistics
from diplotrack.dashboards.charts.tables import (
    Cell,
    Rows,
    Table,
    most_and_least,
    side_by_side,
    single,
)

MOST_COUNTERPARTS = 12  # a chart of more is a list


def visits_per_year(country: Country, shown_year: int | None = None) -> Chart:
    """Visits abroad, year by year; ``shown_year`` is the one that stands out."""

    def words(rows: dict[str, Rows], table: Table) -> str:
        groups = rows["visits"]
        if not groups:
            return _("No visit abroad of %(country)s is on record.") % {"country": country.name}
        told = _(
            "Bar chart of the visits abroad of %(country)s from %(first)s to %(last)s, %(total)s "
            "in all."
        ) % {
            "country": country.name,
            "first": groups[0]["label"],
            "last": groups[-1]["label"],
            "total": sum(group["value"] for group in groups),
        }
        return f"{told} {most_and_least(groups)}"

    def table(rows: dict[str, Rows]) -> Table:
        return single(
            rows["visits"],
            (_("Year"), _("Visits abroad")),
            lambda group: year_cell(country, group["key"]["year"]),
        )

    query: Query = {"country": country.pk}
    return Chart(
        name="visits_per_year",
        title=_("Visits abroad per year"),
        subject=country.name,
        query=query | ({"year": shown_year} if shown_year else {}),
        sources=(statistics("visits", "visits", {"guest_country": country.pk}, "year"),),
        table_of=table,
        words_of=words,
        values={"shown_year": shown_year or 0},
        chart="visits_per_year",
    )


def year_cell(country: Country, year: int) -> Cell:
    return Cell(str(year), f"/years/{year}/?country={country.pk}")


def both_ways(country: Country, other: Country | None = None) -> Chart:
    """Visits abroad and visits received, year by year; with another country or with all."""
    out: Query = {"guest_country": country.pk} | ({"host_country": other.pk} if other else {})
    into: Query = {"host_country": country.pk} | ({"guest_country": other.pk} if other else {})
    went, came = _("visits abroad"), _("visits received")
    if other:
        went = _("to %(country)s") % {"country": other.name}
        came = _("from %(country)s") % {"country": other.name}

    def words(rows: dict[str, Rows], table: Table) -> str:
        if not table.rows:
            return _("Nothing is on record.")
        return _(
            "Bar chart by year: upwards %(went)s, %(out)s in all; downwards %(came)s, %(into)s in "
            "all."
        ) % {
            "went": went,
            "came": came,
            "out": sum(group["value"] for group in rows["abroad"]),
            "into": sum(group["value"] for group in rows["received"]),
        }

    def table(rows: dict[str, Rows]) -> Table:
        named = [(went, rows["abroad"]), (came, rows["received"])]
        return side_by_side(named, _("Year"), "year", lambda year: year_cell(country, year).url)

    return Chart(
        name="both_ways",
        title=_("Visits both ways"),
        subject=f"{country.name} – {other.name}" if other else country.name,
        query={"country": country.pk} | ({"other": other.pk} if other else {}),
        sources=(
            statistics("abroad", "visits", out, "year"),
            statistics("received", "visits", into, "year"),
        ),
        table_of=table,
        words_of=words,
        values={"abroad_word": went, "received_word": came, "ways": [went, came]},
        chart="both_ways",
    )


def counterparts(country: Country, year: int) -> Chart:
    """Which countries were visited in a year and whose visitors came; as bars and on the map."""
    went, came = _("visits there"), _("visits from there")

    def table(rows: dict[str, Rows]) -> Table:
        named = [
            (went, _same(rows["went"], "host_country")),
            (came, _same(rows["came"], "guest_country")),
        ]
        return side_by_side(
            named,
            _("Country"),
            "country",
            lambda code: f"/countries/{country.pk}/{code}/",
        )

    def words(rows: dict[str, Rows], table: Table) -> str:
        told = ngettext(
            "One country in contact with %(country)s in %(year)s.",
            "%(number)s countries in contact with %(country)s in %(year)s.",
            len(table.rows),
        ) % {"number": len(table.rows), "country": country.name, "year": year}
        first = ", ".join(
            f"{name.text} ({there.text} / {here.text})" for name, there, here in table.rows[:5]
        )
        return (
            told + " " + _("Most visits there / from there: %(first)s.") % {"first": first}
            if first
            else told
        )

    def values(rows: dict[str, Rows]) -> dict[str, Any]:
        order = [str(row[0].text) for row in table(rows).rows[:MOST_COUNTERPARTS]]
        most = max((group["value"] for group in rows["came"]), default=1)
        return {"order": order, **beside(order), "most_came": max(most, 2)}

    return Chart(
        name="counterparts",
        title=_("Who was visited, and who came"),
        subject=f"{country.name}, {year}",
        query={"country": country.pk, "year": year},
        sources=(
            statistics(
                "went", "visits", {"guest_country": country.pk, "year": year}, "host_country"
            ),
            statistics(
                "came",
                "visits",
                {"host_country": country.pk, "year": year, "guest_country__empty": "false"},
                "guest_country",
            ),
        ),
        table_of=table,
        words_of=words,
        values_of=values,
        values={
            "went_word": went,
            "came_word": came,
            "came_only": [came],
            "ways": [came, went],
            "home": {"values": [{"code": country.pk}]},
        },
        chart="counterparts",
        map="counterparts_map",
        note=map_note(),
    )


def _same(groups: Rows, side: str) -> Rows:
    """Groups by either side's country, under one name."""
    return [group | {"key": {"country": group["key"][side]}} for group in groups]


def map_note() -> str:
    """What a map does not say; a ministry may word it in the setting MAP_NOTE."""
    return settings.MAP_NOTE or _(
        "The outlines and names on the map imply no opinion and no recognition of any border or "
        "status. States too small for an outline are circles."
    )
