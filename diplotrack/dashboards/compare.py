"""Compare: two years of a country, or two countries in one year, figure by figure."""

from dataclasses import dataclass
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from countries.filters import Problem
from countries.models import Country
from diplotrack.dashboards.asked import (
    Refused,
    StrictMixin,
    country_of,
    other_country_of,
    year_of,
)
from diplotrack.dashboards.choices import partner_countries
from diplotrack.dashboards.remembered import Memory
from diplotrack.dashboards.years import CARDS, MODES, summary_name
from events.statistics import Figure, YearSummary, newest_complete_year, summarising


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure on both sides, and the longer of the two for the bars."""

    left: Figure
    right: Figure

    @property
    def most(self) -> int:
        return max(self.left.value, self.right.value)

    @property
    def difference(self) -> int:
        return self.right.value - self.left.value

    @property
    def signed(self) -> str:
        """The difference as readers write it, with a true minus."""
        return f"+{self.difference}" if self.difference > 0 else f"−{abs(self.difference)}"


class CompareView(StrictMixin, TemplateView):
    """Figures side by side, each with the list of its records."""

    template_name = "dashboards/compare.html"
    parameters = ("country", "year", "with_year", "with_country", "lang")

    def get_context_data(self, **kwargs):
        country, other = country_of(self.request), other_country_of(self.request, "with_country")
        year = year_of(self.request) or self._newest(country)
        with_year = year_of(self.request, "with_year")
        if other and with_year:
            detail = _("Compare with another year or with another country, not with both at once.")
            raise Refused(Problem("with_year", detail))
        memory = Memory()
        right_country = other or country
        right_year = year if other else with_year or year - 1
        sides = {
            summary_name(*side): partial(summarising, *side)
            for side in ((country, year), (right_country, right_year))
        }
        summaries = memory.recall_together(sides)
        left = summaries[summary_name(country, year)]
        right = summaries[summary_name(right_country, right_year)]
        return super().get_context_data(**kwargs) | {
            "country": country,
            "other": other,
            "year": year,
            "with_year": None if other else right_year,
            "right_country": right_country,
            "right_year": right_year,
            "left": left,
            "right": right,
            "pairs": pairs_of(left, right),
            "partners": partner_countries(country),
        }

    def _newest(self, country: Country) -> int:
        today = timezone.now().date()
        return newest_complete_year(country, today) or today.year - 1


def pairs_of(left: YearSummary, right: YearSummary) -> list[Pair]:
    return [Pair(left.figure(code), right.figure(code)) for code in (*CARDS, *MODES)]
