from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from countries.pages import RecordDetailView, RecordListView
from events.filters import SignedDocumentFilterSet
from events.models import DocumentAction, InitiativeStatus, SignedDocument
from events.views.prefetches import MIRRORS, citations, document_rows, summit_rows, visit_rows


class SignedDocumentListView(RecordListView):
    model = SignedDocument
    filterset_class = SignedDocumentFilterSet
    title = _("Documents")
    intro = _("What was signed or adopted, by whom, and what became of it.")
    table = "components/document_table.html"
    sorts = ("signed_date", "title", "kind")
    default_sort = "-signed_date"

    def get_queryset(self):
        return document_rows()


class SignedDocumentDetailView(RecordDetailView):
    """One signed document, its parties and what became of it."""

    model = SignedDocument
    template_name = "events/document_detail.html"

    def get_queryset(self):
        return document_rows().prefetch_related(
            Prefetch("visit", visit_rows()),
            Prefetch("summit", summit_rows()),
            Prefetch("actions", DocumentAction.objects.select_related("action_type", "country")),
            Prefetch(
                "initiative_statuses",
                InitiativeStatus.objects.filter(initiative__state="published").select_related(
                    "initiative"
                ),
            ),
            citations(),
            MIRRORS,
        )
