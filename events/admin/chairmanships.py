from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from countries.admin.base import dates, public_id
from countries.admin.list_filters import used_values, year_of
from events.admin.citations import CitationInline
from events.admin.editorial import EditorialAdmin, state
from events.models import Chairmanship


@admin.register(Chairmanship)
class ChairmanshipAdmin(EditorialAdmin):
    list_display = (public_id, dates, "organization", "country", "person", "convention", state)
    list_display_links = (public_id, dates)
    list_filter = (
        "state",
        year_of("start_date"),
        used_values("organization", _("organization")),
        used_values("country", _("country")),
        used_values("convention", _("convention")),
        "ongoing",
    )
    date_hierarchy = "start_date"
    search_through = ("organization", "country", "person")
    search_help_text = _("An organization, a country, a person or a theme in any script, or C7.")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {"fields": ("organization", ("country", "person"), ("start", "end", "ongoing"))},
        ),
        (
            _("The term"),
            {"fields": (("convention", "convention_note"), ("number", "theme"))},
        ),
        (_("About this record"), {"fields": (("confidence", "external_id"), "note")}),
    )

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        self._warn_of_overlaps(request, form.instance)

    def _warn_of_overlaps(self, request, chairmanship: Chairmanship) -> None:
        """Organizations have co-chairs, so two terms at a time are saved, but rarely meant."""
        others = [
            (reverse("admin:events_chairmanship_change", args=[other.pk]), other.public_id, other)
            for other in Chairmanship.objects.overlapping(chairmanship).select_related("country")
        ]
        if others:
            links = format_html_join(", ", '<a href="{}">{} {}</a>', others)
            text = _("Another term of this organization is at the same time: {}. Is that meant?")
            self.message_user(request, format_html(str(text), links), messages.WARNING)
