"""Charts: a Vega-Lite specification in a file, its data from our own API.

The browser fetches the data by its address. The server draws the same specification, with the same
data put into it, for a reader without JavaScript; it never asks itself over HTTP. Colours are the
stylesheet's own variables, so a chart follows the reader's choice of light or dark.
"""

import copy
import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import vl_convert
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from countries.api.context import RowContext
from countries.models import Country
from events.api.statistics import answer
from events.models import Visit
from events.statistics import Aggregate, aggregate

FOLDER = Path(__file__).parent
# vl-convert puts its example data's address before a link that has no origin.
ADDED_ORIGIN = "https://vega.github.io/vega-datasets//"
DRAWN_WIDTH = 860  # pixels of the server's drawing; the browser's fills its column


@dataclass(frozen=True)
class Chart:
    """A chart on a page, with its twin as a table, its data and what it says in words."""

    name: str
    title: str
    result: Aggregate
    spec_url: str
    data_url: str
    csv_url: str
    svg: SafeString
    alternative: str


def visits_per_year(country: Country, shown_year: int | None = None) -> Chart:
    """Visits abroad of a country, year by year; ``shown_year`` is the one that stands out."""
    filters = {"guest_country": country.pk}
    result = _visits_by_year(country)
    query = {"country": country.pk} | ({"year": shown_year} if shown_year else {})
    payload = json.dumps(answer(result, RowContext("en", "")), default=str, sort_keys=True)
    return Chart(
        name="visits_per_year",
        title=_("Visits abroad per year"),
        result=result,
        spec_url=f"/charts/visits_per_year.json?{urlencode(query)}",
        data_url=visits_per_year_data(country.pk),
        csv_url=f"/api/v1/visits/?{urlencode(filters | result.rule.parameters)}&format=csv",
        svg=drawn(json.dumps(specification("visits_per_year", "", shown_year)), payload),
        alternative=in_words(result, country.name),
    )


def _visits_by_year(country: Country) -> Aggregate:
    visits = Visit.objects.published().outgoing(country.pk)
    return aggregate(visits, group_by=["year"], filters={"guest_country": country.pk})


def chart_values(country: Country) -> list[dict[str, Any]]:
    """The rows of a country's visits per year, as the chart's specification reads them."""
    return answer(_visits_by_year(country), RowContext("en", ""))["groups"]


def visits_per_year_data(country: str) -> str:
    query = urlencode({"guest_country": country, "group_by": "year"})
    return f"/api/v1/visits/statistics/?{query}"


def specification(name: str, data_url: str, shown_year: int | None) -> dict[str, Any]:
    """The specification with its theme, the address of its data and the year that stands out."""
    spec = copy.deepcopy(_read(name))
    spec["config"] = _read("theme")
    spec["data"]["url"] = data_url
    spec["params"][0]["value"] = shown_year or 0
    return spec


@cache
def _read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def drawn(spec: str, payload: str) -> SafeString:
    """The chart as SVG. The same question is drawn once in a process: it costs about 30 ms."""
    complete = json.loads(spec)
    complete["data"] = {"values": json.loads(payload)["groups"]}
    complete["width"] = DRAWN_WIDTH
    svg = vl_convert.vegalite_to_svg(complete).replace(ADDED_ORIGIN, "/")
    # Vega escapes texts and attributes itself, and our policy runs no script inside an SVG.
    return mark_safe(svg.replace("<svg ", '<svg role="group" ', 1))  # noqa: S308


def in_words(result: Aggregate, subject: str) -> str:
    """What the chart shows, for those who cannot see it."""
    if not result.groups:
        return _("No visit abroad of %(country)s is on record.") % {"country": subject}
    first, last = result.groups[0], result.groups[-1]
    most = max(result.groups, key=lambda group: group.value)
    least = min(result.groups, key=lambda group: group.value)
    return _(
        "Bar chart of the visits abroad of %(country)s from %(first)s to %(last)s, %(total)s in "
        "all. Most in %(most_year)s (%(most)s), fewest in %(least_year)s (%(least)s)."
    ) % {
        "country": subject,
        "first": first.label,
        "last": last.label,
        "total": result.total,
        "most_year": most.label,
        "most": most.value,
        "least_year": least.label,
        "least": least.value,
    }
