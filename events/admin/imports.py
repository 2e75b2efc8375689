"""Imports in the admin: the list, and the pages of one on its way into the record."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedAdmin
from countries.admin.list_filters import used_values
from events.editorial import may_review
from events.models import Import, ImportMapping


@admin.register(ImportMapping)
class ImportMappingAdmin(TrackedAdmin):
    """Mappings to choose from; they are saved on the page on which a file is mapped."""

    list_display = ("name", "author", "updated_at")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        own = obj is None or obj.author == request.user.get_username()
        return super().has_delete_permission(request, obj) and (own or may_review(request.user))


@admin.register(Import)
class ImportAdmin(TrackedAdmin):
    """The imports that somebody may see: their own, a reviewer all."""

    list_display = ("__str__", "author", "created_at", "state", "done_at", "undone_at")
    list_filter = ("state", used_values("author", _("by"), label="author"))
    date_hierarchy = "created_at"

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
