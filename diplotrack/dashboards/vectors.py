"""Vectors: how engagement divides among groups of countries, and what comes back."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplotrack.dashboards.asked import (
    StrictMixin,
    country_of,
    direction_of,
    group_kind_of,
)
from diplotrack.dashboards.charts.diversity import diversity
from diplotrack.dashboards.charts.matrices import ABROAD, RECEIVED, group_kinds, vectors
from diplotrack.dashboards.choices import home_countries
from diplotrack.dashboards.remembered import Memory
from events.models import Visit
from events.statistics import partners_of

DIRECTIONS = ((ABROAD, _("visits abroad")), (RECEIVED, _("visits received")))


class VectorsView(StrictMixin, TemplateView):
    """The multi-vector balance of a country."""

    template_name = "dashboards/vectors.html"
    parameters = ("country", "kind", "direction", "lang")

    def get_context_data(self, **kwargs):
        country = country_of(self.request)
        kind, direction = group_kind_of(self.request), direction_of(self.request)
        charts = vectors(country, kind, direction), diversity(country, kind, direction)
        memory, today = Memory(), timezone.now().date()
        memory.prepare(*charts)
        visits = Visit.objects.published().held().in_person()
        return super().get_context_data(**kwargs) | {
            "country": country,
            "countries": home_countries(country),
            "kind": kind,
            "kinds": group_kinds(),
            "direction": direction,
            "directions": DIRECTIONS,
            "shares": charts[0],
            "diversity": charts[1],
            "today": today,
            "partners": memory.recall(
                f"partners {country.pk}", lambda: partners_of(visits, country.pk, today)
            ),
        }
