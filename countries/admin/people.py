from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import PartAdmin, TrackedAdmin, TrackedInline, public_id
from countries.admin.edit_conflicts import DirectAdmin
from countries.admin.list_filters import used_values
from countries.models import Position, Tenure


class TenureInline(TrackedInline):
    model = Tenure
    fields = ("position", "start", "end", "ongoing")


class PersonAdmin(TrackedAdmin):
    """Registered in ``events.admin``, where citations and review join it."""

    list_display: tuple = (public_id, "name_en", "name_ru", "name_kk", "state")
    list_display_links = (public_id, "name_en")
    list_filter = ("state", used_values("tenures__position__country", _("office in")))
    search_help_text = _("A name in any language and script, or a public id such as P8.")
    inlines: tuple[type[TrackedInline], ...] = (TenureInline,)
    fieldsets = (
        (None, {"fields": (("name_en", "name_ru", "name_kk"), "other_names")}),
        (_("More"), {"fields": ("wikidata_id", "external_id", "note")}),
    )


@admin.register(Position)
class PositionAdmin(DirectAdmin):
    list_display = ("name_en", "name_ru", "country", "organization", "level")
    list_filter = ("level", used_values("country", _("country")))
    search_through = ("country", "organization")
    search_help_text = _("A title in any language and script, a country or an organization.")
    fieldsets = (
        (None, {"fields": (("name_en", "name_ru", "name_kk"), ("country", "organization"))}),
        (
            _("Level"),
            {
                "fields": ("level",),
                "description": _("What the office is, whatever its title."),
            },
        ),
    )


@admin.register(Tenure)
class TenureAdmin(PartAdmin):
    list_display = ("person", "position", "start", "end", "ongoing")
    list_filter = ("ongoing", "position__level")
    search_through = ("person", "position")
    fields = ("person", "position", ("start", "end", "ongoing"))
