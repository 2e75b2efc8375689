from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedAdmin
from events.admin.editorial import may_review
from events.models import FieldDecision
from events.models.records import RECORD_TYPES


@admin.register(FieldDecision)
class FieldDecisionAdmin(TrackedAdmin):
    """Which of several sources is followed where they disagree: decided once, never rewritten."""

    list_display = ("record", "field", "value", "author", "decided_at")
    date_hierarchy = "decided_at"
    search_through = RECORD_TYPES
    search_help_text = _("The record that was decided on.")
    fields = (*RECORD_TYPES, "field", "citation", "reason")

    def has_add_permission(self, request) -> bool:
        return super().has_add_permission(request) and may_review(request.user)

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and may_review(request.user)

    def save_model(self, request, obj, form, change) -> None:
        obj.author = request.user.get_username()
        obj.value = obj.citation.value if obj.citation else ""
        super().save_model(request, obj, form, change)

    def shown_relations(self) -> list[str]:
        names = ("visit__visitor", "visit__host_country", "journey__traveller", "citation__source")
        return [*super().shown_relations(), *names, "chairmanship__country"]
