"""A country's years side by side, and the newest one that is worth a first page."""

import datetime
from collections import defaultdict

from django.utils.translation import gettext as _

from countries.models import Country
from events.models import SignedDocument, Summit, Visit, YearCoverage
from events.statistics.catalogue import RULES
from events.statistics.conditions import condition
from events.statistics.counting import counts_of
from events.statistics.date_parts import between, year_expression
from events.statistics.results import YearRow

Outgoing = YearCoverage.Subject.OUTGOING_VISITS


def years_of(country: Country) -> tuple[YearRow, ...]:
    """Key figures of every year from the first with a record to the last, newest first."""
    code = country.pk
    outgoing = Visit.objects.outgoing(code)
    columns = {
        "visits": _by_year(outgoing, "visits"),
        "journeys": _by_year(outgoing, "journeys"),
        "countries": _by_year(outgoing, "countries"),
        "received": _by_year(Visit.objects.incoming(code), "visits"),
        "summits": _by_year(Summit.objects.attended(code), "summits"),
        "documents": _by_year(SignedDocument.objects.involving(code), "documents", "signed_date"),
    }
    coverage = {
        row.year: row for row in YearCoverage.objects.filter(country=code, subject=Outgoing)
    }
    years = between(year for counted in columns.values() for year in counted)
    return tuple(_row(year, columns, coverage.get(year)) for year in reversed(years))


def _by_year(rows, rule: str, column: str = "start_date") -> dict[int, int]:
    counting = RULES[rule]
    rows = rows.published().filter(condition(counting.resource, counting.parameters)).order_by()
    counts = counts_of(counting)
    grouped = rows.values(by_year=year_expression(column)).annotate(**counts)
    totals: dict[int, int] = defaultdict(int)
    for year, *values in grouped.values_list("by_year", *counts):
        totals[int(year)] = sum(values)
    return totals


def _row(year: int, columns: dict[str, dict[int, int]], coverage: YearCoverage | None) -> YearRow:
    return YearRow(
        year=year,
        coverage=coverage.coverage if coverage else "",
        coverage_label=str(coverage.get_coverage_display()) if coverage else _("not stated"),
        **{name: counted.get(year, 0) for name, counted in columns.items()},
    )


def newest_complete_year(country: Country, today: datetime.date) -> int | None:
    """The newest ended year whose visits abroad are stated to be complete.

    Without one, the newest ended year with a visit abroad on record, else the newest year with
    any; None where the country has none.
    """
    complete = YearCoverage.objects.filter(
        country=country,
        subject=Outgoing,
        coverage=YearCoverage.Coverage.COMPLETE,
        year__lt=today.year,
    )
    if newest := complete.order_by("-year").first():
        return newest.year
    visits = Visit.objects.published().held().outgoing(country.pk).order_by("-start_date")
    ended = visits.filter(start_date__lt=datetime.date(today.year, 1, 1)).first()
    visit = ended or visits.first()
    return visit.start_date.year if visit else None
