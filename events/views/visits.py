from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from countries.pages import RecordDetailView, RecordListView
from events.filters import VisitFilterSet
from events.models import Journey, Visit
from events.views.prefetches import (
    MIRRORS,
    citations,
    delegation,
    document_rows,
    summit_links,
    visit_rows,
)


class VisitListView(RecordListView):
    model = Visit
    filterset_class = VisitFilterSet
    title = _("Visits")
    intro = _(
        "One row is one stop: one visitor in one host country. Several stops may make one journey."
    )
    table = "components/visit_table.html"
    sorts = ("start_date", "host_country", "guest_country", "visit_type")
    default_sort = "-start_date"

    def get_queryset(self):
        return visit_rows()


class VisitDetailView(RecordDetailView):
    """One stop: who, where, when, with whom, and what came of it."""

    model = Visit
    template_name = "events/visit_detail.html"

    def get_queryset(self):
        journey = Journey.objects.published().prefetch_related(Prefetch("visits", visit_rows()))
        return visit_rows().prefetch_related(
            Prefetch("journey", journey),
            Prefetch("documents", document_rows()),
            citations(),
            MIRRORS,
            delegation(),
            summit_links(),
        )
