"""The editorial steps that the admin offers: their names, their words, who takes them when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from countries.models import EditorialState
from events.editorial import publish, send_back, submit, withdraw

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ALL = "_all"  # behind a step's name: with what belongs to the record
SHOWN = "_with"  # the public ids of what the form showed beside the buttons


@dataclass(frozen=True)
class Step:
    """An editorial step: what it is called, from which states it is taken, by whom.

    ``all_label`` is of the form's button that takes it with all that belongs to the record,
    ``queue_label`` of the one beside a line of the queues.
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
    queue_label: "StrOrPromise" = ""
    needs_comment: bool = False


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
    queue_label=_("Submit all"),
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
    queue_label=_("Publish all…"),
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
    queue_label=_("Send all back…"),
    needs_comment=True,
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
