from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedInline, dates, public_id
from countries.admin.list_filters import used_values, year_of
from countries.forms import RecordForm
from events.admin.citations import CitationInline
from events.admin.editorial import EditorialAdmin, state
from events.editorial import needs_review
from events.models import Journey, Visit
from events.positions import position_then


class StopForm(RecordForm):
    """A new stop of a journey is a visit of its traveller, for whom the journey is made."""

    def clean(self):
        data, visit = super().clean() or self.cleaned_data, self.instance
        journey = self.cleaned_data["journey"]
        visit.visitor_id = journey.traveller_id
        visit.guest_country_id = journey.guest_country_id
        visit.guest_organization_id = journey.guest_organization_id
        if visit.visitor_id and self.cleaned_data.get("start"):
            visit.visitor_position = position_then(visit, self.cleaned_data["start"].first)
        return data


class StopInline(TrackedInline):
    """The stops of a journey. New ones start as drafts; a visit is changed in its own form."""

    model = Visit
    form = StopForm
    fields = ("start", "end", "host_country", "city", "visit_type")
    verbose_name = _("stop")
    verbose_name_plural = _("stops")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        if obj and needs_review(record=obj, user=request.user):
            return False
        return super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("start_date", "id")


@admin.register(Journey)
class JourneyAdmin(EditorialAdmin):
    list_display = (public_id, dates, "traveller", "guest_country", "title", "basis", state)
    list_display_links = (public_id, dates)
    list_filter = (
        "state",
        year_of("start_date"),
        used_values("guest_country", _("from country")),
        used_values("traveller", _("traveller")),
        "basis",
    )
    date_hierarchy = "start_date"
    search_through = ("traveller", "guest_country", "guest_organization")
    search_help_text = _("A traveller, a country or a title in any script, or J9.")
    inlines = (StopInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "traveller",
                    ("guest_country", "guest_organization"),
                    ("start", "end"),
                    "title",
                    "basis",
                ),
                "description": _("One trip abroad, from departure to return."),
            },
        ),
        (_("About this record"), {"fields": (("confidence", "external_id"), "note")}),
    )
