"""The charts of a report: those of the pages, with the numbers of the report's moment."""

import json
from typing import Any

from django.utils.translation import gettext as _

from countries.models import Country
from diplotrack.dashboards.charts import matrices, months, visits
from diplotrack.dashboards.charts.chart import Chart
from diplotrack.dashboards.charts.colours import coloured

# The width of labels is known for this one alone on any machine; the worker puts the report's own.
FONT = "sans-serif"
# Of a drawing; the page is 460 points wide, so that 12 px of lettering print as 8 points.
WIDTH, BARS, MAP, LABELS = 690, 210, 395, 300
ROOM = 600  # what a specification asks, to set long names in two lines


def report_charts(country: Country, year: int) -> list[dict[str, Any]]:
    """Title, words and complete specification of each chart that has anything to show.

    Their sources count what the querysets say: inside ``reading_as_of``, the record of its moment.
    """
    counterparts = visits.counterparts(country, year)
    shown: tuple[tuple[Chart, str, dict[str, Any]], ...] = (
        (visits.visits_per_year(country, year), "chart", {"height": BARS}),
        (months.months(country, year), "chart", {}),
        (counterparts, "map", {"height": MAP}),
        (counterparts, "chart", {"height": {"step": 26}}),
        (matrices.vectors(country), "chart", {"height": {"step": 24}}),
        (matrices.trend("documents_by_kind", country), "chart", {"height": {"step": 24}}),
    )
    return [_drawn(chart, view, size) for chart, view, size in shown if not chart.is_empty]


def _drawn(chart: Chart, view: str, size: dict[str, Any]) -> dict[str, Any]:
    spec = chart.inlined(view) | {"width": WIDTH, "background": None} | size
    for param in spec.get("params", []):
        if param["name"] == "room":
            param.update(expr=str(ROOM))
    spec["config"]["font"] = FONT
    spec["config"]["legend"] = spec["config"].get("legend", {}) | {"labelLimit": LABELS}
    _with_whole_labels(spec)
    return {
        "name": f"{chart.name}_{view}",
        "title": _("%(title)s: map") % {"title": chart.title} if view == "map" else chart.title,
        "note": chart.note if view == "map" else "",
        "alternative": chart.alternative,
        "specification": coloured(json.dumps(spec), "light"),
    }


def _with_whole_labels(part: Any) -> None:
    """Paper has room for labels that a narrow window cuts short or leaves out."""
    if isinstance(part, dict):
        if "labelLimit" in part:
            part["labelLimit"] = LABELS
        if "labelOverlap" in part:
            part["labelOverlap"] = False
        for value in part.values():
            _with_whole_labels(value)
    elif isinstance(part, list):
        for value in part:
            _with_whole_labels(value)
