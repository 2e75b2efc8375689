"""What waits for whom: an analyst's own drafts, what was sent back to them, what awaits review."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from countries.models import EditorialState
from countries.models.base import EditorialModel
from events.models import Journey, Revision
from events.models.revisions import REVISED_TYPES

DRAFT, IN_REVIEW = EditorialState.DRAFT, EditorialState.IN_REVIEW
SHOWN = 200
# What a revision's text names: its record, and whom that names.
NAMED = (
    *REVISED_TYPES,
    "visit__visitor",
    "visit__host_country",
    "journey__traveller",
    "chairmanship__country",
)


@dataclass(frozen=True, slots=True)
class SentBack:
    """A draft that a reviewer returned, or a change that was declined, with what they said."""

    record: EditorialModel
    comment: str
    reviewer: str
    revision: Revision | None = None


@dataclass
class Queues:
    """The records that wait for a user, the longest waiting first."""

    mine: list[EditorialModel] = field(default_factory=list)
    sent_back: list[SentBack] = field(default_factory=list)
    to_review: list[EditorialModel] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)


def queues_of(user) -> Queues:
    """What waits for this user. To review is what others submitted: nobody decides on their own."""
    name, queues = user.get_username(), Queues()
    for model in _models():
        own = model.history.filter(history_type="+", history_user_id=name).values("id")
        # select_related() without names: the visitor, the host, all that a record's text names.
        rows = model.objects.select_related().order_by("updated_at")
        if model is Journey:  # an assumed one goes with its stop
            rows = rows.exclude(basis=Journey.Basis.ASSUMED)
        drafts = list(rows.filter(pk__in=own, state=DRAFT)[:SHOWN])
        returned = _returned(model, drafts)
        queues.mine += [record for record in drafts if record.pk not in returned]
        queues.sent_back += [
            SentBack(record, *returned[record.pk]) for record in drafts if record.pk in returned
        ]
        waiting = rows.filter(state=IN_REVIEW)
        if settings.AUTHOR_CANNOT_PUBLISH:
            waiting = waiting.exclude(pk__in=own)
        queues.to_review += list(waiting[:SHOWN])
    changes = Revision.objects.filter(decision=Revision.Decision.PENDING)
    if settings.AUTHOR_CANNOT_PUBLISH:
        changes = changes.exclude(author=name)
    changes = changes.select_related(*NAMED).defer("payload").order_by("created_at")
    queues.revisions = list(changes[:SHOWN])
    queues.sent_back += [
        SentBack(revision.record, revision.comment, revision.reviewer, revision)
        for revision in _declined(name)
        if revision.record.is_published
    ]
    return queues


def _declined(author: str) -> list[Revision]:
    """An author's changes that were rejected and neither dropped nor taken up again since."""
    same_record = Q()
    for link in REVISED_TYPES:
        same_record |= Q(**{link: OuterRef(link)})
    later = Revision.objects.filter(same_record, author=author, pk__gt=OuterRef("pk"))
    found = Revision.objects.filter(
        ~Exists(later), author=author, decision=Revision.Decision.REJECTED
    )
    return list(found.select_related(*NAMED).defer("payload").order_by("created_at")[:SHOWN])


def _models() -> list[Any]:
    return [Revision._meta.get_field(name).related_model for name in REVISED_TYPES]


def _returned(model: Any, drafts: list) -> dict[int, tuple[str, str]]:
    """The reviewer's comment and name for each draft whose last step was to be sent back."""
    found: dict[int, tuple[str, str]] = {}
    versions = (
        model.history.filter(id__in=[record.pk for record in drafts])
        .order_by("history_date", "history_id")
        .values_list("id", "state", "history_change_reason", "history_user_id")
    )
    before: dict[int, str] = {}
    for key, state, reason, reviewer in versions:
        if state == DRAFT and before.get(key) == IN_REVIEW:
            found[key] = (reason or "", reviewer)
        elif state == IN_REVIEW:
            found.pop(key, None)
        before[key] = state
    return found
