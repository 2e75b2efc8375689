"""Upcoming: announced visits and events, month by month."""

import datetime
from itertools import groupby

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from diplotrack.dashboards import timeline
from diplotrack.dashboards.asked import StrictMixin, country_of
from diplotrack.dashboards.choices import home_countries
from events.models import Status
from events.views.prefetches import chairmanship_rows, summit_rows, visit_rows

COMING = (Status.ANNOUNCED, Status.HELD)
MOST_ENTRIES = 200


class UpcomingView(StrictMixin, TemplateView):
    """What a country plans, from today on."""

    template_name = "dashboards/upcoming.html"
    parameters = ("country", "lang")

    def get_context_data(self, **kwargs):
        country, today = country_of(self.request), timezone.now().date()
        code = country.pk
        coming = Q(start_date__gte=today, status__in=COMING) | Q(
            end_date__gte=today, start_date__lt=today, status__in=COMING
        )
        visits = visit_rows().filter(coming, Q(guest_country=code) | Q(host_country=code))
        summits = (
            summit_rows()
            .filter(coming)
            .filter(Q(pk__in=summit_rows().attended(code).values("pk")) | Q(host_country=code))
        )
        entries = [
            *timeline.of_visits(visits.order_by("start_date")[:MOST_ENTRIES], code),
            *timeline.of_summits(summits.order_by("start_date")[:MOST_ENTRIES]),
        ]
        postponed = visit_rows().filter(
            Q(guest_country=code) | Q(host_country=code), status=Status.POSTPONED
        )
        terms = chairmanship_rows().filter(country=code, start_date__gt=today)
        return super().get_context_data(**kwargs) | {
            "country": country,
            "countries": home_countries(country),
            "months": by_coming_month(entries),
            "postponed": timeline.of_visits(postponed.order_by("-start_date")[:MOST_ENTRIES], code),
            "terms": terms.order_by("start_date"),
            "today": today,
        }


def by_coming_month(entries: list[timeline.Entry]) -> list[tuple[str, list[timeline.Entry]]]:
    """Under the names of months, a year's end apart from the next one's."""

    def month(entry: timeline.Entry) -> datetime.date:
        return entry.day.replace(day=1)

    ordered = sorted(entries, key=lambda entry: (entry.day, entry.url))
    # Translators: a month and its year, in Django's date format
    return [(date_format(day, _("F Y")), list(some)) for day, some in groupby(ordered, key=month)]
