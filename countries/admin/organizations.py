from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import PartAdmin, TrackedInline
from countries.admin.edit_conflicts import DirectAdmin
from countries.admin.list_filters import used_values
from countries.models import Organization, OrganizationName


class OrganizationNameInline(TrackedInline):
    model = OrganizationName
    fields = ("name", "language")


@admin.register(Organization)
class OrganizationAdmin(DirectAdmin):
    list_display = ("code", "name_en", "name_ru", "kind", "founding", "ending")
    list_display_links = ("code", "name_en")
    list_filter = ("kind", used_values("headquarters_country", _("seat")))
    search_help_text = _("A name in any language and script, an acronym, or a code.")
    inlines = (OrganizationNameInline,)
    fieldsets = (
        (None, {"fields": ("code", ("name_en", "name_ru", "name_kk"), "kind")}),
        (_("Existence"), {"fields": (("founding", "ending"),)}),
        (
            _("Seat and addresses"),
            {"fields": (("headquarters_country", "headquarters_city"), "website")},
        ),
        (_("Codes elsewhere"), {"fields": (("cow_igo", "wikidata_id"),)}),
    )


@admin.register(OrganizationName)
class OrganizationNameAdmin(PartAdmin):
    list_display = ("name", "language", "organization")
    list_filter = ("language",)
    search_through = ("organization",)
    fields = ("organization", "name", "language")
