from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedInline, dates, public_id
from countries.admin.list_filters import used_values, year_of
from countries.forms import RowsFormSet
from events.admin.citations import CitationInline
from events.admin.editorial import EditorialAdmin, state
from events.editorial import needs_review
from events.models import Journey, Visit
from events.positions import position_then


class StopFormSet(RowsFormSet):
    """New stops of a journey are visits of its traveller, for whom it is made."""

    def save_new(self, form, commit=True):
        visit, journey = form.instance, self.instance
        visit.visitor, visit.guest_country = journey.traveller, journey.guest_country
        visit.guest_organization = journey.guest_organization
        visit.visitor_position = position_then(visit)
        return super().save_new(form, commit=commit)


class StopInline(TrackedInline):
    """The stops of a journey. New ones start as drafts; a visit is changed in its own form."""

    model = Visit
    formset = StopFormSet
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
