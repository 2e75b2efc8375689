"""Editorial steps in the admin: buttons of the form, which saves first, and actions of the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from countries.models import EditorialState
from countries.models.base import EditorialModel
from events.admin.side_by_side import change_url
from events.editorial import Refused, may_review, publish, send_back, submit, withdraw
from events.together import belonging_to, companions, take_together

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ALL = "_all"  # behind a step's name: with what belongs to the record
SHOWN = "_with"  # the public ids of what the form showed beside the buttons


@dataclass(frozen=True)
class Step:
    """An editorial step: what it is called, from which states it is taken, by whom.

    ``all_label`` is of the button that takes it with all that belongs to the record.
    """

    name: str
    run: Callable[..., None]
    label: "StrOrPromise"
    action_label: "StrOrPromise"
    done: "StrOrPromise"
    states: tuple[str, ...]
    says: str  # the argument that takes what is written beside the buttons
    reviewer: bool = True
    all_label: "StrOrPromise" = ""


NEW, REVIEW = EditorialState.DRAFT, EditorialState.IN_REVIEW
PUBLISHED, WITHDRAWN = EditorialState.PUBLISHED, EditorialState.WITHDRAWN
SUBMIT = Step(
    "_submit",
    submit,
    _("Save and submit for review"),
    _("Submit for review"),
    _("submitted for review"),
    (NEW, WITHDRAWN),
    says="comment",
    reviewer=False,
    all_label=_("Save and submit all %d"),
)
PUBLISH = Step(
    "_publish",
    publish,
    _("Save and publish"),
    _("Publish"),
    _("published"),
    (NEW, REVIEW, WITHDRAWN),
    says="comment",
    all_label=_("Save and publish all %d"),
)
SEND_BACK = Step(
    "_send_back",
    send_back,
    _("Save and send back to its author"),
    _("Send back to the author"),
    _("sent back"),
    (REVIEW,),
    says="comment",
    all_label=_("Save and send back all %d"),
)
WITHDRAW = Step(
    "_withdraw",
    withdraw,
    _("Save and withdraw"),
    _("Withdraw"),
    _("withdrawn"),
    (PUBLISHED,),
    says="reason",
)
STEPS = (SUBMIT, PUBLISH, SEND_BACK, WITHDRAW)
STEP_BUTTONS = [name for step in STEPS for name in (step.name, step.name + ALL)]


@dataclass(frozen=True)
class Together:
    """Steps that may be taken with what belongs to the record: these go along."""

    steps: list[Step]
    others: list[EditorialModel]

    def buttons(self) -> list[tuple[str, str]]:
        """The name and the label of each button."""
        count = len(self.others) + 1
        return [(step.name + ALL, step.all_label % count) for step in self.steps]


class StepsMixin:
    """An admin of records that are submitted, published, sent back and withdrawn."""

    goes_with_others = False
    """Whether the list, too, offers to take a step with what belongs to each record."""

    opts: Any
    actions: tuple[str, ...] = (
        "submit_selected",
        "publish_selected",
        "send_back_selected",
        "withdraw_selected",
        "submit_all_selected",
        "publish_all_selected",
        "send_back_all_selected",
    )

    def get_actions(self, request):
        actions = super().get_actions(request)
        for step in STEPS:
            if step.reviewer and not may_review(request.user):
                actions.pop(f"{step.name[1:]}_selected", None)
                actions.pop(f"{step.name[1:]}_all_selected", None)
            if not self.goes_with_others:
                actions.pop(f"{step.name[1:]}_all_selected", None)
        return actions

    @admin.action(description=SUBMIT.action_label, permissions=["change"])
    def submit_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, SUBMIT)

    @admin.action(description=PUBLISH.action_label, permissions=["change"])
    def publish_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, PUBLISH)

    @admin.action(description=SEND_BACK.action_label, permissions=["change"])
    def send_back_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, SEND_BACK)

    @admin.action(description=WITHDRAW.action_label, permissions=["change"])
    def withdraw_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, WITHDRAW)

    @admin.action(
        description=_("Submit for review, with all that belongs to it"), permissions=["change"]
    )
    def submit_all_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, SUBMIT, together=True)

    @admin.action(description=_("Publish, with all that belongs to it"), permissions=["change"])
    def publish_all_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, PUBLISH, together=True)

    @admin.action(
        description=_("Send back to the author, with all that belongs to it"),
        permissions=["change"],
    )
    def send_back_all_selected(self, request, queryset) -> None:
        self._step_all(request, queryset, SEND_BACK, together=True)

    def _step_all(self, request, queryset, step: Step, *, together: bool = False) -> None:
        """Take a step with each; the reason typed beside the action is kept with it."""
        said = request.POST.get("change_reason", "").strip()
        words = {step.says: said} if said else {}
        gone: set[tuple[Any, int]] = set()
        refused = []
        for record in queryset:
            if (type(record), record.pk) in gone:  # it went with one before it
                continue
            try:
                if together:
                    went = take_together(step=step.run, record=record, user=request.user, **words)
                else:
                    step.run(record=record, user=request.user, **words)
                    went = [record]
            except Refused as refusal:
                refused.append((linked(record), " ".join(refusal.reasons)))
            else:
                gone |= {(type(each), each.pk) for each in went}
        self._say(request, step, len(gone), refused)

    def _say(self, request, step: Step, done: int, refused: list[tuple[str, str]]) -> None:
        if done:
            text = ngettext("%(count)d record %(done)s.", "%(count)d records %(done)s.", done)
            messages.success(request, text % {"count": done, "done": step.done})
        if refused:
            text = ngettext("%d record refused:", "%d records refused:", len(refused))
            reasons = format_html_join("", "<br>{}: {}", refused)
            messages.warning(request, format_html("{}{}", text % len(refused), reasons))

    def buttons(self, request, record: EditorialModel | None) -> dict[str, Any]:
        """The steps that the form offers, alone and with what belongs to the record."""
        reviewer, state = may_review(request.user), record.state if record else NEW
        steps = [step for step in STEPS if state in step.states and (reviewer or not step.reviewer)]
        offered = [step for step in steps if step.all_label] if record else []
        belonging = belonging_to(record) if record and offered else []
        together: list[Together] = []
        for step in offered:
            others = _companions(step, record, request.user, belonging)
            same = next((offer for offer in together if offer.others == others), None)
            if same:
                same.steps.append(step)
            elif others:
                together.append(Together([step], others))
        return {"reviewer": reviewer, "steps": steps, "together": together}

    def _step_or(self, request, obj, respond):
        """Take the step whose button was pressed, else answer as the form does."""
        step = next((s for s in STEPS if s.name in request.POST), None)
        with_all = next((s for s in STEPS if s.name + ALL in request.POST), None)
        if step is None and with_all is None:
            return respond(request, obj)
        said = request.POST.get("_comment", "").strip()
        try:
            if with_all:
                went = self._with_others(request, obj, with_all, said)
            elif step:
                step.run(record=obj, user=request.user, **({step.says: said} if said else {}))
                went = [obj]
        except Refused as refusal:
            self._say_why_not(request, with_all or step, refusal)
            return HttpResponseRedirect(change_url(obj))
        others = format_html_join(", ", "{}", ((linked(r),) for r in went if r != obj))
        text = format_html(str(_("{} is saved and {}.")), linked(obj), (with_all or step).done)  # type: ignore[union-attr]
        if others:
            text = format_html("{} {}", text, format_html(str(_("With it: {}.")), others))
        messages.success(request, text)
        return self.response_post_save_change(request, obj)  # type: ignore[attr-defined]

    def _with_others(self, request, obj, step: Step, said: str) -> list[EditorialModel]:
        """To review goes whatever belongs to it; a reviewer decides on what the form showed."""
        shown = set(request.POST.getlist(SHOWN + step.name))
        belonging = belonging_to(obj)
        others = _companions(step, obj, request.user, belonging)
        if step.reviewer:
            others = [r for r in others if r.public_id in shown]
            for other in belonging:
                if other.public_id in shown and other not in others:
                    text = _("%s was changed meanwhile: look at it again.")
                    raise Refused(text % other.public_id)
        words = {step.says: said} if said else {}
        return take_together(step=step.run, record=obj, user=request.user, others=others, **words)

    def _say_why_not(self, request, step, refusal: Refused) -> None:
        reasons = format_html_join("", "<li>{}</li>", ((reason,) for reason in refusal.reasons))
        text = _("Saved, but not %s:") % step.done
        messages.error(request, format_html("{}<ul>{}</ul>", text, reasons))


def _companions(step: Step, record, user, belonging) -> list[EditorialModel]:
    return companions(step=step.run, record=record, user=user, belonging=belonging)


def linked(record: EditorialModel) -> str:
    """The record's id and name, as a link to its form."""
    return format_html('<a href="{}">{} {}</a>', change_url(record), record.public_id, record)
