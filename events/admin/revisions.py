from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedAdmin
from countries.admin.list_filters import used_values
from countries.snapshots import differences, snapshot
from events.admin.resuming import PARAMETER
from events.editorial import (
    Refused,
    approve,
    drop,
    is_outdated,
    may_resume,
    may_review,
    reject,
)
from events.models import Revision


class PendingFilter(admin.SimpleListFilter):
    """What waits for a decision, unless others are asked for."""

    title = _("decision")
    parameter_name = "decision"

    def lookups(self, request, model_admin):
        return [*Revision.Decision.choices, ("all", _("all"))]

    def value(self):
        return super().value() or Revision.Decision.PENDING

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.filter(decision=self.value())

    def choices(self, changelist):
        return list(super().choices(changelist))[1:]  # "All" is our last


@admin.register(Revision)
class RevisionAdmin(TrackedAdmin):
    """Changes to published records that wait for a reviewer, and what was decided on others."""

    list_display = ("__str__", "author", "reason", "created_at", "decision", "reviewer")
    list_filter = (PendingFilter, used_values("author", _("author"), label="author"))
    search_through = Revision.record_types
    search_help_text = _("The record that would change.")
    date_hierarchy = "created_at"

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def shown_relations(self) -> list[str]:
        names = ("visit__visitor", "visit__host_country", "journey__traveller")
        return [*super().shown_relations(), *names, "chairmanship__country"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        revision = self.get_object(request, object_id)
        if revision is None:
            raise Http404
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, revision)
        return TemplateResponse(request, "admin/revision.html", self._context(request, revision))

    def _decide(self, request, revision: Revision):
        if "_drop" in request.POST:
            return self._drop(request, revision)
        decide = approve if "_approve" in request.POST else reject
        comment = request.POST.get("comment", "")
        try:
            decide(revision=revision, user=request.user, comment=comment)
        except Refused as refusal:
            for reason in refusal.reasons:
                self.message_user(request, reason, messages.ERROR)
            revision.refresh_from_db()
            context = {**self._context(request, revision), "comment": comment}
            return TemplateResponse(request, "admin/revision.html", context)
        self.message_user(request, _("The revision is decided."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_revision_changelist"))

    def _drop(self, request, revision: Revision):
        try:
            drop(revision=revision, user=request.user)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.reasons), messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.message_user(request, _("Your change is dropped."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("queues"))

    def _context(self, request, revision: Revision) -> dict:
        record = revision.record
        pending = revision.decision == Revision.Decision.PENDING
        own = revision.author == request.user.get_username()
        return {
            **self.admin_site.each_context(request),
            "title": _("Review a change"),
            "subtitle": str(revision),
            "opts": self.opts,
            "original": revision,
            "revision": revision,
            "record": record,
            "record_url": reverse(
                f"admin:{record._meta.app_label}_{record._meta.model_name}_change",
                args=[record.pk],
            ),
            "pending": pending,
            "outdated": pending and is_outdated(revision),
            "changes": differences(record, snapshot(record), revision.payload) if pending else [],
            "may_resume": may_resume(revision=revision, user=request.user),
            "parameter": PARAMETER,
            "may_decide": pending
            and may_review(request.user)
            and not (own and settings.AUTHOR_CANNOT_PUBLISH),
        }
