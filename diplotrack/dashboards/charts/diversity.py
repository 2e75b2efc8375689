"""The diversity of engagement, year by year: how many groups it is spread over in effect."""

from django.utils.translation import gettext as _

from countries.models import Country, CountryGroup
from diplotrack.dashboards.charts.chart import Chart
from diplotrack.dashboards.charts.matrices import vectors
from diplotrack.dashboards.charts.tables import Cell, Rows, Table
from diplotrack.dashboards.charts.visits import year_cell
from events.statistics import diversity_of


def diversity(country: Country, kind: str = "vector", direction: str = "abroad") -> Chart:
    """The effective number of groups, and the normalised entropy, of the visits of each year."""
    shares = vectors(country, kind, direction)
    side = "guest_country" if direction == "abroad" else "host_country"
    by = "host_group" if direction == "abroad" else "guest_group"

    def table(rows: dict[str, Rows]) -> Table:
        years: dict[int, list[int]] = {}
        possible = CountryGroup.objects.filter(kind=kind).count()
        for group in rows["numbers"]:
            if group["key"][by] is None:
                continue  # a country of no group
            years.setdefault(group["key"]["year"], []).append(group["value"])
        lines = []
        for year, counts in sorted(years.items(), reverse=True):
            index = diversity_of(counts, possible)
            lines.append(
                (
                    year_cell(country, year),
                    Cell(round(index.effective, 1), digits=1),
                    Cell(round(index.normalised, 2), digits=2),
                    Cell(index.groups),
                    Cell(index.total),
                )
            )
        headings = (
            _("Year"),
            _("Effective number"),
            _("Normalised entropy"),
            _("Groups reached"),
            _("Visits, by group"),
        )
        return Table(headings, tuple(lines))

    def words(rows: dict[str, Rows], table: Table) -> str:
        if not table.rows:
            return _("Nothing is on record.")
        numbers = [(row[0].text, row[1]) for row in table.rows if row[1].text]
        if not numbers:
            return _("Nothing is on record.")
        most = max(numbers, key=lambda pair: float(pair[1].text))
        least = min(numbers, key=lambda pair: float(pair[1].text))
        return _(
            "Line of the effective number of groups by year. Most in %(most_year)s (%(most)s), "
            "fewest in %(least_year)s (%(least)s)."
        ) % {
            "most_year": most[0],
            "most": most[1].shown,
            "least_year": least[0],
            "least": least[1].shown,
        }

    return Chart(
        name="diversity",
        title=_("Diversity of engagement"),
        subject=country.name,
        query=shares.query,
        sources=shares.sources,
        table_of=table,
        words_of=words,
        values_of=lambda rows: {
            "years": sorted({str(group["key"]["year"]) for group in rows["numbers"]})
        },
        values={"list_of": f"/visits/?{side}={country.pk}&status=held&mode__n=online&year="},
        chart="diversity",
    )
