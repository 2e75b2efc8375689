from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedInline, public_id
from countries.admin.list_filters import used_values, year_of
from events.admin.citations import CitationInline
from events.admin.editorial import EditorialAdmin, RecordPartAdmin, state
from events.models import Initiative, InitiativeStatus


class StatusInline(TrackedInline):
    model = InitiativeStatus
    fields = ("status", "since", "document", "note")


@admin.register(Initiative)
class InitiativeAdmin(EditorialAdmin):
    list_display = (public_id, "proposed_on", "title", "country", "forum_organization", state)
    list_display_links = (public_id, "title")
    list_filter = (
        "state",
        year_of("proposed_date"),
        used_values("country", _("proposing country")),
        used_values("forum_organization", _("forum")),
    )
    search_through = ("country", "person", "forum_organization", "forum_summit")
    search_help_text = _("A title, a country, a person or a forum in any script, or I3.")
    inlines = (StatusInline, CitationInline)
    fieldsets = (
        (
            None,
            {"fields": ("title", ("title_ru", "title_kk"), ("country", "person"), "proposed")},
        ),
        (_("Forum"), {"fields": (("forum_organization", "forum_summit"), "forum_note")}),
        (_("About this record"), {"fields": (("confidence", "external_id"), "note")}),
    )

    @admin.display(description=_("proposed"), ordering="proposed_date")
    def proposed_on(self, initiative) -> str:
        return str(initiative.proposed or "?")


@admin.register(InitiativeStatus)
class InitiativeStatusAdmin(RecordPartAdmin):
    part_of = "initiative"
    list_display = ("initiative", "status", "since", "document")
    list_filter = ("status",)
    search_through = ("initiative",)
    fields = ("initiative", *StatusInline.fields)
