from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from countries.pages import RecordDetailView, RecordListView
from events.filters import JourneyFilterSet
from events.models import Journey
from events.views.prefetches import MIRRORS, citations, visit_rows


def journey_rows():
    """Published journeys with their published stops, in their order."""
    return (
        Journey.objects.published()
        .select_related("traveller", "guest_country", "guest_organization")
        .prefetch_related(Prefetch("visits", visit_rows().order_by("start_date", "id")))
    )


class JourneyListView(RecordListView):
    model = Journey
    filterset_class = JourneyFilterSet
    title = _("Journeys")
    intro = _("Trips abroad, from departure to return. Assumed ones rest on adjoining dates only.")
    table = "components/journey_table.html"
    sorts = ("start_date",)
    default_sort = "-start_date"

    def get_queryset(self):
        return journey_rows()


class JourneyDetailView(RecordDetailView):
    """One trip and its stops, in their order."""

    model = Journey
    template_name = "events/journey_detail.html"

    def get_queryset(self):
        return journey_rows().prefetch_related(citations(), MIRRORS)
