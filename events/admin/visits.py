from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedInline, dates, public_id
from countries.admin.edit_conflicts import is_trial
from countries.admin.list_filters import used_values, year_of
from events.actions import assume_journeys, journeys_refitted, reassume_journey
from events.admin.citations import CitationInline
from events.admin.editorial import EditorialAdmin, RecordPartAdmin, is_proposal, state
from events.models import Visit, VisitParticipant
from events.positions import position_then


class DelegationInline(TrackedInline):
    model = VisitParticipant
    fields = ("role", "person", "position", "order")
    verbose_name = _("person of the delegation or the host's side")
    verbose_name_plural = _("delegation and host counterparts")


@admin.register(Visit)
class VisitAdmin(EditorialAdmin):
    goes_with_others = True
    change_list_template = "admin/events/visit/change_list.html"
    list_display = (
        public_id,
        dates,
        state,
        "visitor",
        "guest_country",
        "place",
        "visit_type",
    )
    list_display_links = (public_id, dates)
    list_filter = (
        "state",
        year_of("start_date"),
        used_values("guest_country", _("guest country")),
        used_values("host_country", _("host country")),
        used_values("visitor", _("visitor")),
        used_values("visit_type", _("visit type")),
        "mode",
        "status",
        "confidence",
    )
    date_hierarchy = "start_date"
    search_through = ("visitor", "host_country", "guest_country", "guest_organization")
    search_help_text = _("A visitor, a country, a city or a purpose in any script, or V12.")
    inlines = (DelegationInline, CitationInline)
    fieldsets = (
        (
            _("Who visits whom"),
            {
                "fields": (
                    ("visitor", "visitor_position"),
                    ("guest_country", "guest_organization"),
                    "host_country",
                    ("city", "other_cities"),
                ),
                "description": _("One visit is one stop: one visitor in one host country."),
            },
        ),
        (_("When"), {"fields": (("start", "end"), "journey")}),
        (
            _("What sort of visit"),
            {"fields": (("visit_type", "mode", "status"), "purpose")},
        ),
        (_("About this record"), {"fields": (("confidence", "external_id"), "note")}),
    )

    @admin.display(description=_("where"), ordering="host_country__name_en")
    def place(self, visit) -> str:
        return f"{visit.city}, {visit.host_country}" if visit.city else str(visit.host_country)

    def shown_relations(self) -> list[str]:
        return [*super().shown_relations(), "journey__traveller"]

    def save_model(self, request, obj, form, change) -> None:
        if obj.visitor_position_id is None:
            obj.visitor_position = position_then(obj, obj.start_date)
        if not change:
            assume_journeys(visits=[obj])
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        # A proposal finds its journey when it is approved, a conflict when it is resolved.
        waits = is_proposal(request) or is_trial(request)
        if change and not waits and form.instance.travels_anew(form.changed_data):
            reassume_journey(visit=form.instance)

    def delete_model(self, request, obj) -> None:
        with journeys_refitted(visits=[obj.pk]):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset) -> None:
        with journeys_refitted(visits=[visit.pk for visit in queryset]):
            super().delete_queryset(request, queryset)


@admin.register(VisitParticipant)
class VisitParticipantAdmin(RecordPartAdmin):
    part_of = "visit"
    list_display = ("person", "position", "role", "visit")
    list_filter = ("role",)
    search_through = ("person", "visit")
    fields = ("visit", "person", "position", "role", "order")

    def shown_relations(self) -> list[str]:
        return [*super().shown_relations(), "visit__visitor", "visit__host_country"]
