"""Review in the admin: buttons and actions for editorial steps, and changes that wait."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from countries.admin.base import PartAdmin, TrackedAdmin
from countries.admin.edit_conflicts import is_trial
from countries.models import EditorialState
from countries.models.base import EditorialModel
from countries.snapshots import Snapshot, snapshot
from events.admin.disagreements import SourceStateMixin
from events.admin.duplicate_check import DuplicateCheckMixin
from events.admin.edit_conflicts import ReviewedEditConflictMixin
from events.admin.resuming import ResumeMixin, superseded
from events.admin.steps import StepsMixin
from events.editorial import may_review, needs_review, propose, revision_link
from events.models import Revision


@dataclass
class Proposal:
    """A change that is being tried out: written inside a savepoint, noted, and taken back."""

    savepoint: str
    before: Snapshot


class EditorialAdmin(
    ReviewedEditConflictMixin,
    ResumeMixin,
    SourceStateMixin,
    StepsMixin,
    DuplicateCheckMixin,
    TrackedAdmin,
):
    """Forms of records with an editorial state, which changes by steps only.

    A change to a published record is kept as a revision, which another person approves.
    """

    change_form_template = "admin/editorial_change_form.html"
    save_as = True
    save_as_continue = True
    actions = (*StepsMixin.actions, "compare_selected", *TrackedAdmin.actions)

    # What may be changed by whom

    def has_delete_permission(self, request, obj=None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        if obj and (obj.is_published or obj.state == EditorialState.WITHDRAWN):
            return allowed and may_review(request.user)
        return allowed

    def in_the_way(self, request, rows) -> str:
        rows = list(rows)
        if not all(self.has_delete_permission(request, row) for row in rows):
            return gettext("it is or was public: a reviewer deletes it")
        return super().in_the_way(request, rows)

    def get_deleted_objects(self, objs, request):
        """A record's own rows go with it: nobody is asked to propose their end one by one."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        own = {
            model._meta.verbose_name
            for model, entry in self.admin_site._registry.items()
            if isinstance(entry, RecordPartAdmin) and entry.goes_with_its_record(request)
        }
        return found, counts, lacking - own, protected

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_change = self.has_change_permission(request, obj)
        if may_change:
            context |= self.buttons(request, obj)
        context["proposes"] = bool(
            obj and may_change and needs_review(record=obj, user=request.user)
        )
        if obj and hasattr(obj, "field_decisions"):
            context["deciding_url"] = reverse(
                "decide-disagreement", args=[type(obj).field_decisions.field.name, obj.pk]
            )
        if obj:
            context["pending"] = Revision.objects.filter(
                **{revision_link(obj): obj.pk}, decision=Revision.Decision.PENDING
            ).defer("payload")
        return super().render_change_form(request, context, add, change, form_url, obj)

    # A change that waits for review

    def save_model(self, request, obj, form, change) -> None:
        if change and not is_trial(request) and needs_review(record=obj, user=request.user):
            before = snapshot(obj)
            resumed = getattr(request, "base_savepoint", None)
            request.proposal = Proposal(resumed or transaction.savepoint(), before)
        super().save_model(request, obj, form, change)

    def log_change(self, request, obj, message):
        if not is_proposal(request):
            return super().log_change(request, obj, message)
        return None

    def response_change(self, request, obj):
        if is_proposal(request):
            self._keep_proposal(request, obj)
            return HttpResponseRedirect(request.path)
        return self._step_or(request, obj, super().response_change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._step_or(
            request,
            obj,
            lambda request, obj: super(EditorialAdmin, self).response_add(
                request, obj, post_url_continue
            ),
        )

    def _keep_proposal(self, request, obj: EditorialModel) -> None:
        payload = snapshot(obj)
        transaction.savepoint_rollback(request.proposal.savepoint)
        record = type(obj).objects.get(pk=obj.pk)
        reason = request.POST.get("change_reason", "").strip()
        revision = propose(record=record, payload=payload, user=request.user, reason=reason)
        if revision is None:
            self.message_user(request, _("Nothing was changed."), messages.INFO)
            return
        superseded(request)
        text = _("Your change awaits review as {}. The published record stays as it is until then.")
        link = format_html(
            '<a href="{}">{}</a>',
            reverse("admin:events_revision_change", args=[revision.pk]),
            _("revision %d") % revision.pk,
        )
        self.message_user(request, format_html(str(text), link), messages.SUCCESS)


def is_proposal(request) -> bool:
    """Whether what is being saved is a change that waits for review."""
    return hasattr(request, "proposal")


class RecordPartAdmin(PartAdmin):
    """Rows that belong to a record: a published record's row goes by a reviewer's hand only."""

    part_of: str

    def has_delete_permission(self, request, obj=None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        record = getattr(obj, self.part_of) if obj else None
        return allowed and not (record and needs_review(record=record, user=request.user))

    def goes_with_its_record(self, request) -> bool:
        """Whether who may delete the record may delete such rows with it."""
        return super().has_delete_permission(request)

    def in_the_way(self, request, rows) -> str:
        rows = list(rows)
        if not all(self.has_delete_permission(request, row) for row in rows):
            return gettext("it belongs to a published record: propose the change there")
        return super().in_the_way(request, rows)


@admin.display(description=_("state"), ordering="state")
def state(record) -> str:
    return format_html(
        '<span class="state state-{}">{}</span>', record.state, record.get_state_display()
    )
