from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedInline, dates, public_id
from countries.admin.edit_conflicts import DirectAdmin
from countries.admin.list_filters import used_values, year_of
from events.admin.citations import CitationInline
from events.admin.editorial import EditorialAdmin, RecordPartAdmin, state
from events.models import Summit, SummitParticipant, SummitSeries


class SummitParticipantInline(TrackedInline):
    model = SummitParticipant
    fields = ("country", "person", "position", "role", "mode", "organization", "visit", "order")

    def shown_relations(self) -> list[str]:
        return [*super().shown_relations(), "visit__visitor", "visit__host_country"]


@admin.register(Summit)
class SummitAdmin(EditorialAdmin):
    goes_with_others = True
    list_display = (
        public_id,
        dates,
        "title",
        "kind",
        "host_country",
        "mode",
        state,
    )
    list_display_links = (public_id, "title")
    list_filter = (
        "state",
        year_of("start_date"),
        used_values("host_country", _("host country")),
        used_values("series", _("series")),
        used_values("kind", _("kind")),
        "mode",
        "level",
        "status",
    )
    date_hierarchy = "start_date"
    search_through = ("host_country", "organization", "series")
    search_help_text = _("A title, a country, an organization or a city in any script, or S12.")
    inlines = (SummitParticipantInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    ("title_ru", "title_kk"),
                    ("kind", "level"),
                    ("series", "ordinal"),
                    "organization",
                )
            },
        ),
        (
            _("When and where"),
            {"fields": (("start", "end"), ("host_country", "city"), ("mode", "status"))},
        ),
        (_("About this record"), {"fields": (("confidence", "external_id"), "note")}),
    )


@admin.register(SummitSeries)
class SummitSeriesAdmin(DirectAdmin):
    list_display = ("code", "name_en", "name_ru", "organization", "kind")
    list_display_links = ("code", "name_en")
    list_filter = (used_values("organization", _("organization")),)
    search_through = ("organization",)
    fields = ("code", ("name_en", "name_ru", "name_kk"), "organization", "kind")


@admin.register(SummitParticipant)
class SummitParticipantAdmin(RecordPartAdmin):
    part_of = "summit"
    list_display = ("summit", "country", "organization", "person", "role", "mode")
    list_filter = ("role", "mode")
    search_through = ("summit", "country", "organization", "person")
    fields = ("summit", *SummitParticipantInline.fields)

    def shown_relations(self) -> list[str]:
        return [*super().shown_relations(), "visit__visitor", "visit__host_country"]
