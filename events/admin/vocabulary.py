from django.contrib import admin

from countries.admin.base import is_autocomplete
from countries.admin.edit_conflicts import DirectAdmin
from events.models import (
    ActionType,
    ChairmanshipConvention,
    DocumentKind,
    EventKind,
    VisitType,
)


@admin.register(VisitType, EventKind, DocumentKind, ActionType, ChairmanshipConvention)
class TermAdmin(DirectAdmin):
    """The words of the vocabularies: retired when no longer wanted, never deleted."""

    list_display = ("code", "name_en", "name_ru", "name_kk", "order", "retired")
    list_display_links = ("code", "name_en")
    list_filter = ("retired",)
    fields = ("code", ("name_en", "name_ru", "name_kk"), ("order", "retired"))

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_search_results(self, request, queryset, search_term):
        found, duplicates = super().get_search_results(request, queryset, search_term)
        return (found.filter(retired=False) if is_autocomplete(request) else found), duplicates
