"""Review in the admin: buttons and actions for editorial steps, and changes that wait."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from countries.admin.base import PartAdmin, TrackedAdmin
from countries.models import EditorialState
from countries.models.base import EditorialModel
from events.admin.disagreements import SourceStateMixin
from events.admin.duplicate_check import DuplicateCheckMixin
from events.admin.edit_conflicts import EditConflictMixin, is_trial
from events.admin.resuming import ResumeMixin, superseded
from events.editorial import (
    Refused,
    may_review,
    needs_review,
    propose,
    publish,
    revision_link,
    send_back,
    submit,
    withdraw,
)
from events.models import Revision
from events.snapshots import Snapshot, snapshot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Step:
    """An editorial step as a button of the form (which saves first) and an action of the list."""

    name: str
    run: object
    label: "StrOrPromise"
    action_label: "StrOrPromise"
    done: "StrOrPromise"
    states: tuple[str, ...]
    reviewer: bool = True
    says: str = ""  # the argument that takes what the reviewer writes beside the buttons


NEW, REVIEW = EditorialState.DRAFT, EditorialState.IN_REVIEW
PUBLISHED, WITHDRAWN = EditorialState.PUBLISHED, EditorialState.WITHDRAWN
STEPS = (
    Step(
        "_submit",
        submit,
        _("Save and submit for review"),
        _("Submit for review"),
        _("submitted for review"),
        (NEW, WITHDRAWN),
        reviewer=False,
    ),
    Step(
        "_publish",
        publish,
        _("Save and publish"),
        _("Publish"),
        _("published"),
        (NEW, REVIEW, WITHDRAWN),
        says="comment",
    ),
    Step(
        "_send_back",
        send_back,
        _("Save and send back to its author"),
        _("Send back to the author"),
        _("sent back"),
        (REVIEW,),
        says="comment",
    ),
    Step(
        "_withdraw",
        withdraw,
        _("Save and withdraw"),
        _("Withdraw"),
        _("withdrawn"),
        (PUBLISHED,),
        says="reason",
    ),
)


@dataclass
class Proposal:
    """A change that is being tried out: written inside a savepoint, noted, and taken back."""

    savepoint: str
    before: Snapshot


class EditorialAdmin(
    EditConflictMixin, ResumeMixin, SourceStateMixin, DuplicateCheckMixin, TrackedAdmin
):
    """Forms of records with an editorial state, which changes by steps only.

    A change to a published record is kept as a revision, which another person approves.
    """

    change_form_template = "admin/editorial_change_form.html"
    save_as = True
    save_as_continue = True
    actions = (
        "submit_selected",
        "publish_selected",
        "send_back_selected",
        "withdraw_selected",
        "compare_selected",
    )

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not may_review(request.user):
            for name in ("publish_selected", "send_back_selected", "withdraw_selected"):
                actions.pop(name, None)
        return actions

    @admin.action(description=STEPS[0].action_label, permissions=["change"])
    def submit_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, STEPS[0])

    @admin.action(description=STEPS[1].action_label, permissions=["change"])
    def publish_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, STEPS[1])

    @admin.action(description=STEPS[2].action_label, permissions=["change"])
    def send_back_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, STEPS[2])

    @admin.action(description=STEPS[3].action_label, permissions=["change"])
    def withdraw_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, STEPS[3])

    def _step_all(self, request, queryset, step: Step) -> None:
        done, refused = 0, []
        for record in queryset:
            try:
                step.run(record=record, user=request.user)  # type: ignore[operator]
                done += 1
            except Refused as refusal:
                refused.append((self._link(record), " ".join(refusal.reasons)))
        if done:
            text = ngettext("%(count)d record %(done)s.", "%(count)d records %(done)s.", done)
            self.message_user(request, text % {"count": done, "done": step.done}, messages.SUCCESS)
        if refused:
            text = ngettext("%d record refused:", "%d records refused:", len(refused))
            reasons = format_html_join("", "<br>{}: {}", refused)
            self.message_user(
                request, format_html("{}{}", text % len(refused), reasons), messages.WARNING
            )

    def _link(self, record: EditorialModel) -> str:
        url = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
        )
        return format_html('<a href="{}">{} {}</a>', url, record.public_id, record)

    # What may be changed by whom

    def has_delete_permission(self, request, obj=None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        if obj and (obj.is_published or obj.state == WITHDRAWN):
            return allowed and may_review(request.user)
        return allowed

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        reviewer, state = may_review(request.user), obj.state if obj else NEW
        may_change = self.has_change_permission(request, obj)
        context["reviewer"] = reviewer
        context["steps"] = [
            step
            for step in STEPS
            if may_change and state in step.states and (reviewer or not step.reviewer)
        ]
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

    def _step_or(self, request, obj, respond):
        step = next((step for step in STEPS if step.name in request.POST), None)
        if step is None:
            return respond(request, obj)
        said = request.POST.get("_comment", "").strip()
        words = {step.says: said} if step.says and said else {}
        try:
            step.run(record=obj, user=request.user, **words)  # type: ignore[operator]
        except Refused as refusal:
            self.message_user(
                request,
                format_html(
                    "{}<ul>{}</ul>",
                    _("Saved, but not %s:") % step.done,
                    format_html_join("", "<li>{}</li>", ((r,) for r in refusal.reasons)),
                ),
                messages.ERROR,
            )
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
            )
        text = format_html(str(_("{} is saved and {}.")), self._link(obj), step.done)
        self.message_user(request, text, messages.SUCCESS)
        return self.response_post_save_change(request, obj)


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


@admin.display(description=_("state"), ordering="state")
def state(record) -> str:
    return format_html(
        '<span class="state state-{}">{}</span>', record.state, record.get_state_display()
    )
