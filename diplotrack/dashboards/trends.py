"""Trends: how visits, events and documents divide, year by year."""

from django.views.generic import TemplateView

from diplotrack.dashboards.asked import StrictMixin, country_of
from diplotrack.dashboards.charts.matrices import TRENDS, trend
from diplotrack.dashboards.charts.visits import both_ways
from diplotrack.dashboards.choices import home_countries
from diplotrack.dashboards.remembered import Memory


class TrendsView(StrictMixin, TemplateView):
    """All trends of a country."""

    template_name = "dashboards/trends.html"
    parameters = ("country", "lang")

    def get_context_data(self, **kwargs):
        country = country_of(self.request)
        charts = [both_ways(country), *(trend(name, country) for name in TRENDS)]
        Memory().prepare(*charts)
        return super().get_context_data(**kwargs) | {
            "country": country,
            "countries": home_countries(country),
            "charts": charts,
            "is_empty": all(chart.is_empty for chart in charts),
        }
