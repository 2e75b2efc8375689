"""Editorial steps in the admin: buttons of the form, which saves first, and actions of the list."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from countries.models.base import EditorialModel
from events.admin.bulk_steps import ask_first, linked, take_alone, take_each
from events.admin.editorial_steps import (
    ALL,
    NEW,
    PUBLISH,
    SEND_BACK,
    SHOWN,
    STEPS,
    SUBMIT,
    WITHDRAW,
    Step,
)
from events.admin.side_by_side import change_url
from events.editorial import Refused, may_review
from events.together import belonging_to, companions, seen, take_together


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
        self._step_all(request, queryset, SUBMIT, take_together)

    @admin.action(description=_("Publish, with all that belongs to it"), permissions=["change"])
    def publish_all_selected(self, request, queryset) -> HttpResponse:
        return ask_first(request, PUBLISH, queryset)

    @admin.action(
        description=_("Send back to the author, with all that belongs to it"),
        permissions=["change"],
    )
    def send_back_all_selected(self, request, queryset) -> HttpResponse:
        return ask_first(request, SEND_BACK, queryset)

    def _step_all(self, request, queryset, step: Step, take=take_alone) -> None:
        """Take a step with each; the reason typed beside the action is kept with it."""
        take_each(request, step, queryset, take, request.POST.get("change_reason", ""))

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
        others = None
        if step.reviewer:
            shown = set(request.POST.getlist(SHOWN + step.name))
            others = seen(step=step.run, record=obj, user=request.user, shown=shown)
        words = {step.says: said} if said else {}
        return take_together(step=step.run, record=obj, user=request.user, others=others, **words)

    def _say_why_not(self, request, step, refusal: Refused) -> None:
        reasons = format_html_join("", "<li>{}</li>", ((reason,) for reason in refusal.reasons))
        text = _("Saved, but not %s:") % step.done
        messages.error(request, format_html("{}<ul>{}</ul>", text, reasons))


def _companions(step: Step, record, user, belonging) -> list[EditorialModel]:
    return companions(step=step.run, record=record, user=user, belonging=belonging)
