"""Charts of one count by two dimensions: a field of shaded cells with the number in each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, CountryGroup
from diplotrack.dashboards.charts.chart import Chart
from diplotrack.dashboards.charts.labels import beside
from diplotrack.dashboards.charts.sources import Query, page_of, statistics
from diplotrack.dashboards.charts.tables import Cell, Rows, Table, crossed, labels_of
from diplotrack.dashboards.charts.visits import year_cell

ABROAD, RECEIVED = "abroad", "received"


@dataclass(frozen=True)
class Trend:
    """What is counted by year and by what else; ``filters`` choose a country's records."""

    title: str | Promise
    resource: str
    dimension: str
    filters: Callable[[str], Query]
    kind: str = ""


def _abroad(code: str) -> Query:
    return {"guest_country": code}


def _received(code: str) -> Query:
    return {"host_country": code}


def _taking_part(code: str) -> Query:
    return {"country": code}


TRENDS = {
    "visits_by_type": Trend(gettext_lazy("Visits abroad by type"), "visits", "visit_type", _abroad),
    "visits_by_level": Trend(
        gettext_lazy("Visits abroad by the visitor's level"), "visits", "visitor_level", _abroad
    ),
    "visits_by_vector": Trend(
        gettext_lazy("Visits abroad by vector"), "visits", "host_group", _abroad, "vector"
    ),
    "received_by_level": Trend(
        gettext_lazy("Visits received by the visitor's level"),
        "visits",
        "visitor_level",
        _received,
    ),
    "summits_by_mode": Trend(
        gettext_lazy("International events by mode"), "summits", "mode", _taking_part
    ),
    "documents_by_kind": Trend(
        gettext_lazy("Documents by kind"), "documents", "kind", _taking_part
    ),
}


def trend(name: str, country: Country) -> Chart:
    """A country's records by year and by what TRENDS says of ``name``."""
    asked = TRENDS[name]
    source = statistics(
        "numbers",
        asked.resource,
        asked.filters(country.pk),
        f"year,{asked.dimension}",
        asked.kind,
    )
    return _matrix(
        name, str(asked.title), country, source, asked.dimension, {"country": country.pk}
    )


def vectors(country: Country, kind: str = "vector", direction: str = ABROAD) -> Chart:
    """Engagement by country group and year: how the visits divide among the groups of a kind."""
    side, filters = (
        ("host_group", _abroad(country.pk))
        if direction == ABROAD
        else ("guest_group", _received(country.pk))
    )
    query = {"country": country.pk, "kind": kind, "direction": direction}
    title = _("Visits abroad by group") if direction == ABROAD else _("Visits received by group")
    source = statistics("numbers", "visits", filters, f"year,{side}", kind)
    return replace(
        _matrix("vectors", title, country, source, side, query, share=True),
        table_of=lambda rows: _shares(country, rows["numbers"], side),
    )


def _shares(country: Country, groups: Rows, side: str) -> Table:
    """A row for each group of each year that has any visit, with its share of the year's sum."""
    sums: dict[int, int] = {}
    for group in groups:
        sums[group["key"]["year"]] = sums.get(group["key"]["year"], 0) + group["value"]
    lines = []
    for group in sorted(groups, key=lambda one: (-one["key"]["year"], -one["value"])):
        if group["value"]:
            year = group["key"]["year"]
            lines.append(
                (
                    year_cell(country, year),
                    Cell(short_name(labels_of(group)[-1])),
                    Cell(group["value"], page_of(group["records"])),
                    Cell(f"{group['value'] / sums[year]:.0%}"),
                )
            )
    return Table((_("Year"), _("Group"), _("Visits"), _("Share")), tuple(lines))


def _matrix(name, title, country, source, dimension, query, *, share=False) -> Chart:
    keys = ("year", dimension)

    def crossed_by_year(rows: dict[str, Rows]) -> Table:
        made = crossed(_without_prefix(rows["numbers"]), _("Year"), keys)
        return Table(
            made.headings,
            tuple((year_cell(country, int(row[0].text)), *row[1:]) for row in made.rows),
        )

    def words(rows: dict[str, Rows], _shown: Table) -> str:
        table = crossed_by_year(rows)
        totals = [
            (heading, sum(int(row[place].text) for row in table.rows))
            for place, heading in enumerate(table.headings)
            if place
        ]
        if not totals:
            return _("Nothing is on record.")
        return _("%(title)s, %(first)s to %(last)s. In all: %(totals)s.") % {
            "title": title,
            "first": table.rows[-1][0].text,
            "last": table.rows[0][0].text,
            "totals": ", ".join(f"{heading} {total}" for heading, total in totals),
        }

    return Chart(
        name=name,
        title=title,
        subject=country.name,
        query=query,
        sources=(source,),
        table_of=crossed_by_year,
        words_of=words,
        values_of=lambda rows: beside(
            short_name(labels_of(group)[-1]) for group in rows["numbers"]
        ),
        values={
            "across": "toString(datum.key.year)",
            "down": f"replace(split(datum.label, ' · ')[1], regexp('{VECTOR_PREFIX}'), '')",
            "shown": "datum.in_all ? datum.value / datum.in_all : 0" if share else "datum.value",
            "percent": share,
        },
        chart="matrix",
    )


# Groups of the kind vector are named "Vector: …", which every row of a chart need not repeat.
VECTOR_PREFIX = "^(Vector|Вектор): "
PREFIXES = ("Vector: ", "Вектор: ")


def _without_prefix(groups: Rows) -> Rows:
    return [group | {"label": short_name(labels_of(group)[-1])} for group in groups]


def short_name(name: str) -> str:
    """A vector's name without the word that all of them begin with."""
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def group_kinds() -> list[tuple[str, str]]:
    return [(str(code), str(label)) for code, label in CountryGroup.Kind.choices]
