from django.utils.translation import gettext_lazy as _

from countries.pages import RecordDetailView, RecordListView
from events.filters import ChairmanshipFilterSet
from events.models import Chairmanship
from events.views.prefetches import MIRRORS, chairmanship_rows, citations


class ChairmanshipListView(RecordListView):
    model = Chairmanship
    filterset_class = ChairmanshipFilterSet
    title = _("Chairmanships")
    intro = _("Who chaired which organization, from when to when.")
    see_also = (("chairmanship_timeline", _("All terms on one line of time")),)
    table = "components/chairmanship_table.html"
    sorts = ("start_date", "organization", "country")
    default_sort = "-start_date"

    def get_queryset(self):
        return chairmanship_rows()


class ChairmanshipDetailView(RecordDetailView):
    """One term in the chair of an organization."""

    model = Chairmanship
    template_name = "events/chairmanship_detail.html"

    def get_queryset(self):
        return chairmanship_rows().prefetch_related(citations(), MIRRORS)
