from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import PartAdmin, TrackedInline
from countries.admin.edit_conflicts import DirectAdmin
from countries.admin.list_filters import used_values
from countries.models import CountryGroup, CountryGroupMembership


class MembershipInline(TrackedInline):
    model = CountryGroupMembership
    fk_name = "group"
    fields = ("country", "joining", "leaving", "ongoing")


@admin.register(CountryGroup)
class CountryGroupAdmin(DirectAdmin):
    list_display = ("code", "name_en", "name_ru", "name_kk", "kind", "organization")
    list_display_links = ("code", "name_en")
    list_filter = ("kind",)
    search_help_text = _("A name in any language and script, or a code.")
    inlines = (MembershipInline,)
    fields = ("code", ("name_en", "name_ru", "name_kk"), "kind", "organization")


@admin.register(CountryGroupMembership)
class CountryGroupMembershipAdmin(PartAdmin):
    list_display = ("group", "country", "joining", "leaving", "ongoing")
    list_filter = ("ongoing", used_values("group", _("group")))
    search_through = ("country", "group")
    fields = ("group", "country", ("joining", "leaving", "ongoing"))
