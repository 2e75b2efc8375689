"""Every chart by its name, made from what an address asks."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from countries.models import Country
from diplotrack.dashboards import asked
from diplotrack.dashboards.charts import diversity, matrices, months, records, visits
from diplotrack.dashboards.charts.chart import Chart


@dataclass(frozen=True)
class Entry:
    """A chart and the parameters of its addresses."""

    parameters: tuple[str, ...]
    make: Callable[[HttpRequest], Chart]


def _visits_per_year(request: HttpRequest) -> Chart:
    return visits.visits_per_year(asked.country_of(request), asked.year_of(request))


def _both_ways(request: HttpRequest) -> Chart:
    return visits.both_ways(asked.country_of(request), asked.other_country_of(request))


def _of_year(make: Callable[[Country, int], Chart]) -> Callable[[HttpRequest], Chart]:
    return lambda request: make(asked.country_of(request), asked.needed_year_of(request))


def _of_groups(make: Callable[[Country, str, str], Chart]) -> Callable[[HttpRequest], Chart]:
    return lambda request: make(
        asked.country_of(request), asked.group_kind_of(request), asked.direction_of(request)
    )


def _trend(name: str) -> Callable[[HttpRequest], Chart]:
    return lambda request: matrices.trend(name, asked.country_of(request))


def _terms(request: HttpRequest) -> Chart:
    return records.terms(
        settings.HOME_COUNTRY, timezone.now().date(), asked.organization_of(request)
    )


def _journeys(request: HttpRequest) -> Chart:
    return records.journeys(asked.person_of(request))


OF_GROUPS = ("country", "kind", "direction")
CHARTS: dict[str, Entry] = {
    "visits_per_year": Entry(("country", "year"), _visits_per_year),
    "both_ways": Entry(("country", "other"), _both_ways),
    "counterparts": Entry(("country", "year"), _of_year(visits.counterparts)),
    "months": Entry(("country", "year"), _of_year(months.months)),
    "vectors": Entry(OF_GROUPS, _of_groups(matrices.vectors)),
    "diversity": Entry(OF_GROUPS, _of_groups(diversity.diversity)),
    "terms": Entry(("organization",), _terms),
    "journeys": Entry(("person",), _journeys),
    **{name: Entry(("country",), _trend(name)) for name in matrices.TRENDS},
}
