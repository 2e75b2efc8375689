from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from countries.pages import RecordDetailView, RecordListView
from events.filters import SummitFilterSet
from events.models import Summit
from events.views.prefetches import (
    MIRRORS,
    citations,
    document_rows,
    initiative_rows,
    participants,
    summit_rows,
)


class SummitListView(RecordListView):
    model = Summit
    filterset_class = SummitFilterSet
    title = _("Summits")
    intro = _("International events with several parties, in person or online.")
    table = "components/summit_table.html"
    sorts = ("start_date", "title", "kind", "host_country", "organization", "mode")
    default_sort = "-start_date"

    def get_queryset(self):
        return summit_rows()


class SummitDetailView(RecordDetailView):
    """One international event, who took part and what came of it."""

    model = Summit
    template_name = "events/summit_detail.html"

    def get_queryset(self):
        return (
            summit_rows()
            .select_related("series")
            .prefetch_related(
                participants(),
                Prefetch("documents", document_rows()),
                Prefetch("initiatives", initiative_rows()),
                citations(),
                MIRRORS,
            )
        )
