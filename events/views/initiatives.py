from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from countries.pages import RecordDetailView, RecordListView
from events.filters import InitiativeFilterSet
from events.models import Initiative, InitiativeStatus
from events.views.prefetches import MIRRORS, citations, document_rows, initiative_rows, summit_rows


class InitiativeListView(RecordListView):
    model = Initiative
    filterset_class = InitiativeFilterSet
    title = _("Initiatives")
    intro = _("Proposals that countries promote in a forum, and where they stand.")
    table = "components/initiative_table.html"
    sorts = ("proposed_date", "title", "country")
    default_sort = "-proposed_date"

    def get_queryset(self):
        return initiative_rows()


class InitiativeDetailView(RecordDetailView):
    """One proposal and where it stood when."""

    model = Initiative
    template_name = "events/initiative_detail.html"

    def get_queryset(self):
        return (
            initiative_rows()
            .select_related("person")
            .prefetch_related(
                Prefetch("forum_summit", summit_rows()),
                Prefetch(
                    "statuses",
                    InitiativeStatus.objects.prefetch_related(
                        Prefetch("document", document_rows())
                    ),
                ),
                citations(),
                MIRRORS,
            )
        )
