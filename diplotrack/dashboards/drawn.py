"""A chart's files: its specification, its drawing, its numbers."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import View

from countries.api.exports.text import csv_cell
from diplotrack.dashboards.asked import StrictMixin, choice_of
from diplotrack.dashboards.charts.catalogue import CHARTS
from diplotrack.dashboards.charts.chart import Chart
from diplotrack.dashboards.charts.colours import THEMES
from diplotrack.dashboards.charts.drawing import NotDrawn, drawing

CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
OWN = ("view", "theme", "lang")


class ChartView(StrictMixin, View):
    """``/charts/NAME.json``, ``.svg``, ``.png`` and ``.csv``."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if kwargs["name"] not in CHARTS:
            raise Http404
        self.parameters = (*CHARTS[kwargs["name"]].parameters, *OWN)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, name: str, form: str) -> HttpResponse:
        chart = CHARTS[name].make(request)
        if form == "csv":
            return _numbers(chart)
        view = choice_of(request, "view", tuple(view for view, _address in chart.views))
        if form == "json":
            return JsonResponse(chart.specification(view))
        return _drawn(request, chart, view, form)


def _numbers(chart: Chart) -> HttpResponse:
    """The rows of the table as CSV; an apostrophe before what a spreadsheet would run."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chart.file_name}.csv"'
    writer: Any = csv.writer(response, lineterminator="\r\n")
    for cells in chart.table.texts():
        writer.writerow([csv_cell(cell) for cell in cells])
    return response


def _drawn(request: HttpRequest, chart: Chart, view: str, form: str) -> HttpResponse:
    theme = choice_of(request, "theme", THEMES)
    base_url = request.build_absolute_uri("/").rstrip("/")
    try:
        made = drawing(chart.complete(view, theme), form, base_url)
    except NotDrawn as error:
        return HttpResponse(str(error), status=503, content_type="text/plain")
    response = HttpResponse(made, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'inline; filename="{chart.file_name}.{form}"'
    return response
