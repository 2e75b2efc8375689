import base64
import datetime
import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from countries.filters import Problem
from countries.models import instant_of
from diplotrack.dashboards.asked import (
    FIRST_YEAR,
    LAST_YEAR,
    Refused,
    StrictMixin,
    country_of,
)
from diplotrack.dashboards.charts.drawing import NotDrawn, drawing
from diplotrack.report.contents import report_contents
from diplotrack.report.typesetting import NotTypeset, TypesetterBusy, typeset

BUSY_SECONDS, FAILED_SECONDS = 15, 120  # after which asking again makes sense
logger = logging.getLogger(__name__)


class YearReportView(StrictMixin, View):
    """A country's year to print and sign: as a PDF, or as one page of HTML."""

    parameters = ("country", "as_of")

    def get(self, request: HttpRequest, year: int, form: str) -> HttpResponse:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Refused(Problem("year", _("There is no such year here.")))
        country = country_of(request)
        base_url = request.build_absolute_uri("/").rstrip("/")
        contents = report_contents(
            country, year, made_at=timezone.now(), base_url=base_url, as_of=_as_of(request)
        )
        try:
            if form == "html":
                return _page(request, contents, base_url)
            response = HttpResponse(typeset(contents), content_type="application/pdf")
        except (NotTypeset, NotDrawn) as error:
            return _not_now(request, error)
        name = f"diplotrack-{country.pk}-{year}-{contents['language']}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response


def _as_of(request: HttpRequest) -> datetime.datetime | None:
    text = request.GET.get("as_of", "")
    if not text:
        return None
    try:
        moment = instant_of(text)
    except (ValueError, OverflowError) as error:
        raise Refused(Problem("as_of", str(error))) from error
    if moment > timezone.now() and len(text) > len("2022-01-01"):
        raise Refused(Problem("as_of", _("That instant lies ahead.")))
    return min(moment, timezone.now())


def _page(request: HttpRequest, contents: dict, base_url: str) -> HttpResponse:
    """The drawings stand in the page itself, so that it can be saved as one file."""
    for chart in contents["charts"]:
        made = drawing(chart.pop("specification"), "svg", base_url)
        chart["picture"] = f"data:image/svg+xml;base64,{base64.b64encode(made).decode()}"
    return render(request, "report/year.html", {"report": contents, "words": contents["words"]})


def _not_now(request: HttpRequest, error: Exception) -> HttpResponse:
    busy = isinstance(error, TypesetterBusy)
    if not busy:
        logger.error("The report of %s was not made: %s", request.get_full_path(), error)
    response = render(request, "503.html", {"busy": busy}, status=503)
    response["Retry-After"] = str(BUSY_SECONDS if busy else FAILED_SECONDS)
    return response
