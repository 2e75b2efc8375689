from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedInline, public_id
from countries.admin.list_filters import used_values, year_of
from countries.forms import RowsFormSet
from events.admin.citations import CitationInline
from events.admin.editorial import EditorialAdmin, RecordPartAdmin, state
from events.models import DocumentAction, DocumentParty, SignedDocument


class PartyFormSet(RowsFormSet):
    """A document has at least one party."""

    def clean(self) -> None:
        super().clean()
        if not self.kept():
            raise ValidationError(
                _("A document has parties: add at least one country or organization.")
            )


class PartyInline(TrackedInline):
    model = DocumentParty
    formset = PartyFormSet
    fields = ("country", "organization", "signatory", "signatory_position", "order")

    def get_extra(self, request, obj=None, **kwargs) -> int:
        return 0 if obj else 2


class ActionInline(TrackedInline):
    model = DocumentAction
    fields = ("action_type", "when", "country", "note")
    verbose_name = _("dated action")
    verbose_name_plural = _("what became of it: ratified, in force, terminated")


@admin.register(SignedDocument)
class SignedDocumentAdmin(EditorialAdmin):
    list_display = (public_id, "signed_on", "title", "kind", "host_country", "conclusion", state)
    list_display_links = (public_id, "title")
    list_filter = (
        "state",
        year_of("signed_date"),
        used_values("parties__country", _("party")),
        used_values("host_country", _("signed in")),
        used_values("kind", _("kind")),
        "conclusion",
        "confidence",
    )
    date_hierarchy = "signed_date"
    search_through = ("host_country", "visit", "summit")
    search_help_text = _("A title, a place, the visit or the summit in any script, or D45.")
    inlines = (PartyInline, ActionInline, CitationInline)
    fieldsets = (
        (None, {"fields": ("title", ("title_ru", "title_kk"), ("kind", "conclusion"))}),
        (_("When and where"), {"fields": ("signed", ("host_country", "city"))}),
        (
            _("What produced it"),
            {
                "fields": (("visit", "summit"),),
                "description": _("The visit or the summit at which it was concluded, if any."),
            },
        ),
        (_("About this record"), {"fields": (("confidence", "external_id"), "note")}),
    )

    @admin.display(description=_("signed"), ordering="signed_date")
    def signed_on(self, document) -> str:
        return str(document.signed)

    def shown_relations(self) -> list[str]:
        return [*super().shown_relations(), "visit__visitor", "visit__host_country"]


@admin.register(DocumentParty)
class DocumentPartyAdmin(RecordPartAdmin):
    part_of = "document"
    list_display = ("document", "country", "organization", "signatory", "signatory_position")
    search_through = ("document", "country", "organization", "signatory")
    fields = ("document", *PartyInline.fields)


@admin.register(DocumentAction)
class DocumentActionAdmin(RecordPartAdmin):
    part_of = "document"
    list_display = ("document", "action_type", "when", "country")
    list_filter = (used_values("action_type", _("action")),)
    search_through = ("document", "country")
    fields = ("document", *ActionInline.fields)
