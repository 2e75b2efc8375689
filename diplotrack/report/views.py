from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from countries.filters import Problem
from diplotrack.dashboards.asked import Refused, StrictMixin, country_of
from diplotrack.report.contents import report_contents
from diplotrack.report.typesetting import typeset

FIRST_YEAR, LAST_YEAR = 1800, 2200


class YearReportView(StrictMixin, View):
    """A country's year as a PDF to print and sign."""

    parameters = ("country", "lang")

    def get(self, request, year: int) -> HttpResponse:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Refused(Problem("year", _("There is no such year here.")))
        country = country_of(request)
        contents = report_contents(
            country,
            year,
            made_at=timezone.now(),
            base_url=request.build_absolute_uri("/").rstrip("/"),
        )
        response = HttpResponse(typeset(contents), content_type="application/pdf")
        name = f"diplotrack-{country.pk}-{year}-{contents['language']}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response
