"""Deleting with a reason, and of several rows those that may go: what stays is said, and why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import model_ngettext
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.models.history import REASON_LENGTH

NAMED_AT_MOST = 5  # of the rows that stand in the way


class ReasonedActionForm(helpers.ActionForm):
    """An action of a list with a reason, kept in the history of every row that it writes."""

    change_reason = forms.CharField(
        label=gettext_lazy("Reason:"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.TextInput(attrs={"class": "action-reason"}),
    )


class DeletingMixin:
    """An admin that asks why something is deleted. History takes it from ``change_reason``."""

    action_form = ReasonedActionForm
    delete_confirmation_template = "admin/tracked_delete_confirmation.html"
    delete_selected_confirmation_template = "admin/tracked_delete_selected.html"

    admin_site: Any
    model: Any
    opts: Any
    media: Any

    def delete_view(self, request, object_id, extra_context=None):
        context = {"reason_length": REASON_LENGTH, **(extra_context or {})}
        return super().delete_view(request, object_id, context)

    @admin.action(
        permissions=["delete"],
        description=gettext_lazy("Delete selected %(verbose_name_plural)s"),
    )
    def delete_selected(self, request, queryset):
        """Asks first; then deletes those that may go and says which stay and why."""
        going, stay = self._parted(request, queryset)
        if going and not request.POST.get("post"):
            return self._ask_to_delete(request, going, stay)
        if going:
            rows = self.model._default_manager.filter(pk__in=[row.pk for row in going])
            self.log_deletions(request, rows)  # type: ignore[attr-defined]
            self.delete_queryset(request, rows)  # type: ignore[attr-defined]
            text = ngettext(
                "%(count)d %(items)s deleted.", "%(count)d %(items)s deleted.", len(going)
            )
            items = model_ngettext(self.opts, len(going))
            messages.success(request, text % {"count": len(going), "items": items})
        if stay:
            text = ngettext("%d stays:", "%d stay:", len(stay)) % len(stay)
            reasons = format_html_join("", "<br>{}: {}", stay)
            messages.warning(request, format_html("{}{}", text, reasons))
        return None

    def _ask_to_delete(self, request, going: list, stay: list) -> TemplateResponse:
        rows = self.model._default_manager.filter(pk__in=[row.pk for row in going])
        found, counts, _lacking, _protected = self.get_deleted_objects(rows, request)  # type: ignore[attr-defined]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Delete multiple objects"),
            "opts": self.opts,
            "media": self.media,
            "objects_name": str(model_ngettext(rows)),
            "deletable_objects": [found],
            "model_count": dict(counts).items(),
            "queryset": rows,
            "stay": stay,
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "change_reason": request.POST.get("change_reason", ""),
            "reason_length": REASON_LENGTH,
        }
        template = self.delete_selected_confirmation_template
        return TemplateResponse(request, template, context)

    def _parted(self, request, queryset) -> tuple[list, list[tuple[str, str]]]:
        """The rows that may be deleted; the others as text with the reason."""
        if not self.in_the_way(request, queryset):
            return list(queryset), []
        going, stay = [], []
        for row in queryset:
            why = self.in_the_way(request, [row])
            if why:
                stay.append((f"{getattr(row, 'public_id', '')} {row}".strip(), why))
            else:
                going.append(row)
        return going, stay

    def in_the_way(self, request, rows: Iterable) -> str:
        """Why these rows may not be deleted together; empty where they may."""
        _found, _counts, lacking, protected = self.get_deleted_objects(rows, request)  # type: ignore[attr-defined]
        if protected:
            shown = format_html_join("; ", "{}", ((one,) for one in protected[:NAMED_AT_MOST]))
            text = ngettext("it is named by %d row", "it is named by %d rows", len(protected))
            more = "…" if len(protected) > NAMED_AT_MOST else ""
            return format_html("{}: {}{}", text % len(protected), shown, more)
        if lacking:
            names = ", ".join(sorted(str(name) for name in lacking))
            return _("you may not delete this: %s") % names
        return ""
