"""Charts of records themselves: terms in the chair, a person's journeys."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from countries.models import Organization, Person
from countries.partial_dates import PartialDate
from countries.partial_dates_text import in_words
from diplotrack.dashboards.charts.chart import Chart
from diplotrack.dashboards.charts.labels import NARROW, beside
from diplotrack.dashboards.charts.sources import Query, listed
from diplotrack.dashboards.charts.tables import Cell, Rows, Table
from diplotrack.dashboards.charts.visits import map_note

TERM_FIELDS = "id,organization,organization_name,country,country_name,start_date,end_date,ongoing"
STOP_FIELDS = "id,start_date,end_date,host_country,host_country_name,city,journey"


def terms(home: str, today: datetime.date, organization: Organization | None = None) -> Chart:
    """Who chaired when: all organizations, or the countries of one; gaps and overlaps show."""
    filters: Query = {"ordering": "start_date"}
    query: Query = {}
    if organization:
        filters["organization"] = query["organization"] = organization.pk
    row = "country_name" if organization else "organization_name"

    def table(rows: dict[str, Rows]) -> Table:
        lines = tuple(_term(term, today) for term in reversed(rows["terms"]))
        headings = (
            _("Organization"),
            _("Country"),
            pgettext("date", "From"),
            pgettext("date", "Until"),
            _("Record"),
        )
        return Table(headings, lines)

    def words(rows: dict[str, Rows], table: Table) -> str:
        count = len(rows["terms"])
        if not count:
            return _("Nothing is on record.")
        return ngettext(
            "Timeline of one term in the chair; the table lists it.",
            "Timeline of %(count)s terms in the chair; the table lists them.",
            count,
        ) % {"count": count}

    def values(rows: dict[str, Rows]) -> dict:
        names = dict.fromkeys(term[row] for term in rows["terms"])
        labels = beside(names)
        if not organization:  # known by its letters rather than by half of its name
            for term in rows["terms"]:
                if len(term[row]) > NARROW:
                    labels["narrow"][term[row]] = [term["organization"].replace("_", " ")]
        return {"order": list(names)} | labels

    return Chart(
        name="terms",
        title=_("Who chaired when") if organization else _("Chairmanships over time"),
        subject=organization.name if organization else "",
        query=query,
        sources=(listed("terms", "chairmanships", filters, TERM_FIELDS),),
        table_of=table,
        words_of=words,
        values_of=values,
        values={
            "home": home,
            "today": today.isoformat(),
            "now": [
                {"day": today.isoformat(), "words": in_words(PartialDate.parse(today.isoformat()))}
            ],
            "row": f"datum.{row}",
        },
        chart="terms",
    )


def _term(term: dict, today: datetime.date) -> tuple[Cell, ...]:
    until = _date(term["end_date"])
    if not until:
        until = _("ongoing") if term["ongoing"] else _("not known")
    return (
        Cell(term["organization_name"], f"/organizations/{term['organization']}/"),
        Cell(term["country_name"], f"/countries/{term['country']}/"),
        Cell(_date(term["start_date"])),
        Cell(until),
        Cell(term["id"], f"/chairmanships/{term['id']}/"),
    )


def journeys(person: Person) -> Chart:
    """Where a person travelled, in order; the stops of one journey are joined by a line."""
    filters: Query = {"visitor": person.public_id, "status": "held", "ordering": "start_date,id"}

    def table(rows: dict[str, Rows]) -> Table:
        lines = []
        for number, stop in enumerate(rows["stops"], start=1):
            journey = stop["journey"] or ""
            lines.append(
                (
                    Cell(str(number)),
                    Cell(_date(stop["start_date"]), f"/visits/{stop['id']}/"),
                    Cell(stop["host_country_name"], f"/countries/{stop['host_country']}/"),
                    Cell(stop["city"]),
                    Cell(journey, f"/journeys/{journey}/" if journey else ""),
                )
            )
        headings = (_("No."), _("When"), _("Country"), _("City"), _("Journey"))
        return Table(headings, tuple(lines))

    def words(rows: dict[str, Rows], table: Table) -> str:
        stops = rows["stops"]
        countries = {stop["host_country"] for stop in stops}
        return _(
            "Map of the stops abroad of %(person)s: %(stops)s stops in %(countries)s countries."
        ) % {"person": person.name, "stops": len(stops), "countries": len(countries)}

    return Chart(
        name="journeys",
        title=_("Where the journeys went"),
        subject=person.name,
        query={"person": person.public_id},
        sources=(listed("stops", "visits", filters, STOP_FIELDS),),
        table_of=table,
        words_of=words,
        values={"list_of": f"/visits/?visitor={person.public_id}&status=held&host_country="},
        map="journeys_map",
        note=map_note(),
    )


def _date(text: str | None) -> str:
    return in_words(PartialDate.parse(text)) if text else ""
