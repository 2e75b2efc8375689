from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import public_id
from countries.admin.edit_conflicts import DirectAdmin
from countries.admin.list_filters import used_values
from events.admin.editorial import EditorialAdmin, state
from events.models import ReportedTotal, YearCoverage


@admin.register(ReportedTotal)
class ReportedTotalAdmin(EditorialAdmin):
    list_display = (public_id, "year", "country", "label", "measure", "qualifier", "value", state)
    list_display_links = (public_id, "label")
    list_filter = (
        "state",
        used_values("year", _("year"), label="year"),
        used_values("country", _("country")),
        "measure",
        "check_state",
    )
    search_through = ("country", "source")
    search_help_text = _("A label, a country or a source, or R4.")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("country", "year"),
                    ("measure", "label"),
                    ("qualifier", "value"),
                    ("source", "check_state"),
                ),
                "description": _("A figure that an official stated, beside which ours stands."),
            },
        ),
        (_("About this record"), {"fields": ("external_id", "note")}),
    )


@admin.register(YearCoverage)
class YearCoverageAdmin(DirectAdmin):
    list_display = ("year", "country", "subject", "coverage", "note")
    list_display_links = ("year", "country")
    list_filter = (
        "coverage",
        "subject",
        used_values("year", _("year"), label="year"),
        used_values("country", _("country")),
    )
    search_through = ("country",)
    fields = (("country", "year"), ("subject", "coverage"), "note")
