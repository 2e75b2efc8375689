"""A year month by month: a calendar of four counts."""

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from countries.models import Country
from diplotrack.dashboards.charts.chart import Chart
from diplotrack.dashboards.charts.labels import beside
from diplotrack.dashboards.charts.sources import page_of, statistics
from diplotrack.dashboards.charts.tables import Cell, Rows, Table


def months(country: Country, year: int) -> Chart:
    """Visits abroad, visits received, events and documents of each month."""
    code = country.pk
    words = {
        "abroad": _("Visits abroad"),
        "received": _("Visits received"),
        "events": _("Events"),
        "documents": _("Documents"),
    }
    names = [str(MONTHS_3[number]).capitalize() for number in range(1, 13)]
    asked = {
        "abroad": ("visits", {"guest_country": code}),
        "received": ("visits", {"host_country": code}),
        "events": ("summits", {"country": code}),
        "documents": ("documents", {"country": code}),
    }

    def table(rows: dict[str, Rows]) -> Table:
        counted = {
            name: {group["key"]["month"]: group for group in groups}
            for name, groups in rows.items()
        }
        months = [f"{year:04}-{number:02}" for number in range(1, 13)]
        unknown = [None] if any(None in groups for groups in counted.values()) else []
        lines = []
        for place, month in enumerate([*months, *unknown]):
            name = names[place] if month else _("month not known")
            cells = (_cell(groups.get(month)) for groups in counted.values())
            lines.append((Cell(name), *cells))
        return Table((_("Month"), *words.values()), tuple(lines))

    def in_words(rows: dict[str, Rows], table: Table) -> str:
        told = []
        for place, word in enumerate(words.values(), start=1):
            numbers = [(row[0].text, int(row[place].text)) for row in table.rows]
            busiest = max(numbers, key=lambda pair: pair[1])
            told.append(
                _("%(what)s: %(total)s, most in %(month)s (%(most)s).")
                % {
                    "what": word,
                    "total": sum(number for _name, number in numbers),
                    "month": busiest[0],
                    "most": busiest[1],
                }
            )
        return " ".join(told)

    return Chart(
        name="months",
        title=_("Month by month"),
        subject=f"{country.name}, {year}",
        query={"country": code, "year": year},
        sources=tuple(
            statistics(name, resource, filters | {"year": year}, "month")
            for name, (resource, filters) in asked.items()
        ),
        table_of=table,
        words_of=in_words,
        values={f"{name}_word": word for name, word in words.items()}
        | {
            "months": names,
            "row_order": list(words.values()),
            **beside(words.values()),
            "blank": {
                "values": [{"month": m, "row": row} for m in names for row in words.values()]
            },
        },
        chart="months",
    )


def _cell(group) -> Cell:
    return Cell(group["value"], page_of(group["records"])) if group else Cell(0)
