"""A country's year as a sentence and as figures, and its years side by side."""

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from countries.filters import Problem
from countries.models import Country
from diplotrack.dashboards.asked import Refused, StrictMixin, country_of
from diplotrack.dashboards.charts import specification, visits_per_year, visits_per_year_data
from events.statistics import YearSummary, newest_complete_year, year_summary, years_of

FIRST_YEAR, LAST_YEAR = 1800, 2200
# The order of reading; what is told elsewhere on the page (events by mode) is left out.
CARDS = (
    "visits_abroad",
    "journeys_abroad",
    "countries_visited",
    "days_abroad",
    "summits_attended",
    "summits_hosted",
    "documents_signed",
    "visits_received",
    "leaders_received",
    "chairmanships",
    "chairmanships_coming",
    "initiatives",
)
MODES = ("summits_in_person", "summits_online", "summits_hybrid")


class YearPage(StrictMixin, TemplateView):
    """The summary of one year."""

    template_name = "dashboards/year_detail.html"
    parameters = ("country",)

    def year_of(self, country: Country) -> int | None:
        return self.kwargs["year"]

    def get_context_data(self, **kwargs):
        country = country_of(self.request)
        year = self.year_of(country)
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        context = super().get_context_data(**kwargs) | {"country": country, "year": year}
        if year is None:
            return context
        return context | summary_context(year_summary(country, year), country)


class HomeView(YearPage):
    """The newest complete year of the home country."""

    extra_context = {"is_home": True}

    def year_of(self, country: Country) -> int | None:
        return newest_complete_year(country, timezone.now().date())


def summary_context(summary: YearSummary, country: Country) -> dict:
    """What the template of a year shows, in its order."""
    return {
        "summary": summary,
        "figures": {figure.code: figure for figure in summary.figures},
        "cards": [summary.figure(code) for code in CARDS],
        "by_mode": [summary.figure(code) for code in MODES],
        "compared": [figure for figure in summary.figures if figure.reported],
        "most_of_a_kind": max((group.value for group in summary.documents_by_kind), default=0),
        "chart": visits_per_year(country, summary.year),
        "previous_year": summary.year - 1,
        "next_year": summary.year + 1,
    }


class YearListView(StrictMixin, TemplateView):
    """All years of a country with their key figures."""

    template_name = "dashboards/year_list.html"
    parameters = ("country",)

    def get_context_data(self, **kwargs):
        country = country_of(self.request)
        return super().get_context_data(**kwargs) | {
            "country": country,
            "years": years_of(country),
            "chart": visits_per_year(country),
        }


class VisitsPerYearSpecificationView(StrictMixin, View):
    """The chart's specification, for our script and for anyone who wants to draw it."""

    parameters = ("country", "year")

    def get(self, request):
        country, year = country_of(request), request.GET.get("year", "")
        if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise Refused(Problem("year", _("A year has four digits.")))
        data_url = visits_per_year_data(country.pk)
        return JsonResponse(specification("visits_per_year", data_url, int(year or 0)))
