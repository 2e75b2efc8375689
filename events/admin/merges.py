from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.admin.base import TrackedAdmin
from countries.admin.list_filters import used_values
from countries.snapshots import texts_of_columns
from events.editorial import may_review
from events.merging import MergeRefused, undo
from events.models import Merge, NotDuplicate


class DecisionAdmin(TrackedAdmin):
    """What was decided about two records, to look up: decisions are made on their own pages."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Merge)
class MergeAdmin(DecisionAdmin):
    """Merges and joined mirrors, each with what it changed and the way back."""

    list_display = ("__str__", "author", "reason", "merged_at", "undone_at")
    list_filter = ("kind", used_values("author", gettext_lazy("author"), label="author"))
    date_hierarchy = "merged_at"

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        merge = self.get_object(request, object_id)
        if merge is None:
            raise Http404
        if not self.has_view_permission(request, merge):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request, merge)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(merge),
            "merge": merge,
            "changes": [_in_words(change) for change in merge.changes],
            "may_undo": may_review(request.user) and merge.undone_at is None,
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def _undo(self, request, merge: Merge):
        if not may_review(request.user):
            raise PermissionDenied
        reason = request.POST.get("reason", "").strip()
        try:
            left = undo(merge=merge, actor=request.user.get_username(), reason=reason)
        except MergeRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, _("Both records stand as before."), messages.SUCCESS)
            for line in left:
                self.message_user(request, line, messages.WARNING)
        return HttpResponseRedirect(request.path)


def _in_words(change: dict[str, Any]) -> dict[str, Any]:
    """A noted change with the names of its row, its fields and the rows that it points to."""
    model = apps.get_model(change["model"])
    before, after = texts_of_columns(model, [change["before"], change["after"]])
    prefix = getattr(model, "public_id_prefix", "")
    row = f"{prefix}{change['pk']}" if prefix else change["pk"]
    return {
        "row": f"{model._meta.verbose_name} {row}",
        "before": before,
        "after": after,
    }


@admin.register(NotDuplicate)
class NotDuplicateAdmin(DecisionAdmin):
    """Pairs that are not asked about; a reviewer who deletes one lets the question be asked."""

    list_display = ("__str__", "author", "reason", "decided_at")
    list_filter = (used_values("author", gettext_lazy("author"), label="author"),)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and may_review(request.user)
