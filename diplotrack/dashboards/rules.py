"""How the figures are made: the published counting rules, and how complete each year is."""

from itertools import groupby

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplotrack.dashboards.asked import StrictMixin
from events.models import YearCoverage
from events.statistics import RULES

RESOURCES = {
    "visits": _("Visits"),
    "summits": _("International events"),
    "documents": _("Documents"),
    "chairmanships": _("Chairmanships"),
    "initiatives": _("Initiatives"),
}


class RulesView(StrictMixin, TemplateView):
    """Every counting rule, as the code has it."""

    template_name = "dashboards/rules.html"

    def get_context_data(self, **kwargs):
        chapters = [
            (code, title, [rule for rule in RULES.values() if rule.resource == code])
            for code, title in RESOURCES.items()
        ]
        return super().get_context_data(**kwargs) | {"chapters": chapters}


class CoverageView(StrictMixin, TemplateView):
    """How much of each country's year is in the record, subject by subject."""

    template_name = "dashboards/coverage.html"

    def get_context_data(self, **kwargs):
        rows = YearCoverage.objects.select_related("country").order_by(
            "country__name_en", "country", "-year", "subject"
        )
        years = [
            (country, year, {row.subject: row for row in stated})
            for (country, year), stated in groupby(rows, key=lambda row: (row.country, row.year))
        ]
        return super().get_context_data(**kwargs) | {
            "subjects": YearCoverage.Subject.choices,
            "years": [
                (country, year, [stated.get(code) for code in YearCoverage.Subject.values])
                for country, year, stated in years
            ],
        }
