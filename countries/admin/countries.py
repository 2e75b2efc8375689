from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import PartAdmin, TrackedInline
from countries.admin.edit_conflicts import DirectAdmin
from countries.admin.list_filters import used_values
from countries.models import (
    Country,
    CountryCode,
    CountryGroupMembership,
    CountryName,
    Region,
    Succession,
)


class CountryNameInline(TrackedInline):
    model = CountryName
    fields = ("name", "language", "kind", "valid_since", "valid_until")


class CountryCodeInline(TrackedInline):
    model = CountryCode
    fields = ("scheme", "code", "valid_since", "valid_until")


class CountryMembershipInline(TrackedInline):
    model = CountryGroupMembership
    fk_name = "country"
    fields = ("group", "joining", "leaving", "ongoing")


class SuccessorInline(TrackedInline):
    model = Succession
    fk_name = "predecessor"
    fields = ("successor",)
    verbose_name = _("successor")
    verbose_name_plural = _("successors")


@admin.register(Country)
class CountryAdmin(DirectAdmin):
    list_display = ("code", "name_en", "name_ru", "name_kk", "kind", "region", "capital")
    list_display_links = ("code", "name_en")
    list_filter = ("kind", used_values("region", _("region")))
    search_help_text = _("A name in any language and script, a former name, or a code.")
    inlines = (CountryNameInline, CountryCodeInline, CountryMembershipInline, SuccessorInline)
    fieldsets = (
        (None, {"fields": ("code", ("name_en", "name_ru", "name_kk"), "official_name_en", "kind")}),
        (_("Codes"), {"fields": (("iso_alpha2", "iso_alpha3", "iso_numeric"), "wikidata_id")}),
        (
            _("Statehood"),
            {
                "fields": (("valid_since", "valid_until"), "un_member_since"),
                "description": _(
                    "From when to when the state exists. It limits no record: a visit may be "
                    "dated before."
                ),
            },
        ),
        (_("Place"), {"fields": (("region", "subregion"), ("capital", "latitude", "longitude"))}),
    )


@admin.register(Region)
class RegionAdmin(DirectAdmin):
    list_display = ("code", "name_en", "name_ru", "name_kk", "parent")
    list_display_links = ("code", "name_en")
    fields = ("code", ("name_en", "name_ru", "name_kk"), "parent")


@admin.register(CountryName)
class CountryNameAdmin(PartAdmin):
    list_display = ("name", "language", "kind", "country", "valid_since", "valid_until")
    list_filter = ("kind", "language")
    search_through = ("country",)
    fields = ("country", "name", "language", "kind", ("valid_since", "valid_until"))


@admin.register(CountryCode)
class CountryCodeAdmin(PartAdmin):
    list_display = ("scheme", "code", "country", "valid_since", "valid_until")
    list_filter = ("scheme",)
    search_through = ("country",)
    fields = ("country", "scheme", "code", ("valid_since", "valid_until"))


@admin.register(Succession)
class SuccessionAdmin(PartAdmin):
    list_display = ("predecessor", "successor")
    search_through = ("predecessor", "successor")
    fields = ("predecessor", "successor")
