"""Chairmanships of all organizations on one line of time: who is in the chair, and who is next."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.views.generic import TemplateView

from diplotrack.dashboards.asked import StrictMixin
from diplotrack.dashboards.charts.records import terms
from diplotrack.dashboards.remembered import Memory
from events.views.prefetches import chairmanship_rows


class TermsView(StrictMixin, TemplateView):
    """The timeline, now and next."""

    template_name = "dashboards/terms.html"
    parameters = ("lang",)

    def get_context_data(self, **kwargs):
        today = timezone.now().date()
        chart = terms(settings.HOME_COUNTRY, today)
        Memory().prepare(chart)
        rows = chairmanship_rows().order_by("organization__name_en", "start_date")
        now = rows.filter(start_date__lte=today).filter(
            Q(end_date__gte=today) | Q(end_date__isnull=True, ongoing=True)
        )
        return super().get_context_data(**kwargs) | {
            "chart": chart,
            "now": now,
            "next": rows.filter(start_date__gt=today),
        }
