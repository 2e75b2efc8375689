"""The way of a record from draft to the public, and of a change to what is public.

Every function refuses with reasons that say what to do. Who may review has the permission
``events.publish_record``.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.edit_conflicts import MINE, merged, pieces
from countries.models import EditorialState, Person, recorded_as
from countries.models.base import EditorialModel
from countries.models.history import REASON_LENGTH
from countries.snapshots import (
    Snapshot,
    apply,
    children_of,
    last_changed,
    snapshot,
    without_new_keys,
)
from events.actions import adjoining_journey, reassume_journey, shrink_journey
from events.models import Journey, Revision, SignedDocument, Visit

REVIEW = "events.publish_record"
FIRST_NEW_KEY = 2**62  # of rows that stand in a proposal only


class Refused(Exception):
    """An editorial step that may not be taken; ``reasons`` say why and what to do."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def may_review(user) -> bool:
    """Whether a user may publish, withdraw and decide on others' changes."""
    return user.has_perm(REVIEW)


def publishes_own(user) -> bool:
    """Whether what this user changes in public is public at once, as in an office of one person."""
    return may_review(user) and not settings.AUTHOR_CANNOT_PUBLISH


def needs_review(*, record: EditorialModel, user) -> bool:
    """Whether what this user changes in the record waits for a reviewer: another one, where the
    author of a change may not publish it."""
    return record.is_published and not publishes_own(user)


def revision_link(record: EditorialModel) -> str:
    """The foreign key of a revision for records of this type."""
    return next(
        name
        for name in Revision.record_types
        if Revision._meta.get_field(name).related_model is type(record)
    )


def obstacles(record: EditorialModel) -> list[str]:
    """Why the record may not be published yet; empty when it may."""
    found = []
    try:
        record.full_clean()
    except ValidationError as error:
        found += error.messages
    if isinstance(record, SignedDocument) and not record.parties.exists():
        found.append(_("It has no party: add at least one country or organization."))
    hidden = _people(record).exclude(state=EditorialState.PUBLISHED)
    for person in hidden:
        found.append(
            _("%(person)s (%(id)s) is not published: publish this person first.")
            % {"person": person, "id": person.public_id}
        )
    if settings.REQUIRE_SOURCE_TO_PUBLISH and _wants_source(record):
        found.append(_("It has no source: add at least one citation."))
    return found


def _people(record: EditorialModel):
    """Everyone whom the record or a row that belongs to it names."""
    keys = _person_keys([record])
    for relation in children_of(record):
        keys |= _person_keys(getattr(record, relation).all())
    return Person.objects.filter(pk__in=keys)


def _person_keys(rows) -> set[int]:
    return {
        getattr(row, field.attname)
        for row in rows
        for field in row._meta.fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    } - {None}


def _wants_source(record: EditorialModel) -> bool:
    """A person's support stands in the records that name them, an assumed journey's in its stops;
    a reported total has its source in a field of its own."""
    if isinstance(record, Person) or not hasattr(record, "citations"):
        return False
    if isinstance(record, Journey) and record.basis == Journey.Basis.ASSUMED:
        return False
    return not record.citations.exists()


@transaction.atomic
def submit(*, record: EditorialModel, user, comment: str = "") -> None:
    """An author hands a draft to the reviewers."""
    record = _locked(record, EditorialState.DRAFT, EditorialState.WITHDRAWN)
    _move(record, EditorialState.IN_REVIEW, user, comment or _("submitted for review"))


@transaction.atomic
def publish(*, record: EditorialModel, user, comment: str = "") -> None:
    """A reviewer makes a record public, with the journey that was assumed for it."""
    _require_reviewer(user)
    record = _locked(
        record, EditorialState.DRAFT, EditorialState.IN_REVIEW, EditorialState.WITHDRAWN
    )
    if is_own(record=record, user=user):
        raise Refused(
            _("You made this record: submit it for review, and another reviewer publishes it.")
        )
    if reasons := obstacles(record):
        raise Refused(*reasons)
    _move(record, EditorialState.PUBLISHED, user, comment or _("published"))
    if isinstance(record, Visit):
        _publish_journey(record, user)


def _publish_journey(visit: Visit, user) -> None:
    """The stop joins the published journey that its dates adjoin, else its own becomes public."""
    journey = visit.journey
    if journey is None or journey.is_published or journey.basis == Journey.Basis.SOURCED:
        return
    with recorded_as(user.get_username(), _("published with its stop")):
        public = adjoining_journey(visit=visit, published=True)
        if public or journey.visits.exclude(pk=visit.pk).exists():
            reassume_journey(visit=visit)
        else:
            journey.state = EditorialState.PUBLISHED
            journey.save(update_fields=["state", "updated_at"])


@transaction.atomic
def withdraw(*, record: EditorialModel, user, reason: str = "") -> None:
    """A reviewer takes a published record back from the public."""
    _require_reviewer(user)
    record = _locked(record, EditorialState.PUBLISHED)
    _move(record, EditorialState.WITHDRAWN, user, reason or _("withdrawn"))
    if isinstance(record, Visit) and record.journey:
        _withdraw_from_journey(record, user)


def _withdraw_from_journey(visit: Visit, user) -> None:
    """An assumed journey shrinks to its other published stops; without one it is withdrawn too."""
    journey = visit.journey
    if not journey or not journey.is_published or journey.basis == Journey.Basis.SOURCED:
        return
    with recorded_as(user.get_username(), _("a stop was withdrawn")):
        if journey.visits.filter(state=EditorialState.PUBLISHED).exists():
            visit.journey = None
            visit.save(update_fields=["journey", "updated_at"])
            shrink_journey(journey=journey)
        else:
            journey.state = EditorialState.WITHDRAWN
            journey.save(update_fields=["state", "updated_at"])


@transaction.atomic
def send_back(*, record: EditorialModel, user, comment: str = "") -> None:
    """A reviewer returns a record in review to its author and says why."""
    _require_reviewer(user)
    record = _locked(record, EditorialState.IN_REVIEW)
    if not comment.strip():
        raise Refused(_("Say in the comment what its author should do: it goes back with it."))
    _move(record, EditorialState.DRAFT, user, comment)


@transaction.atomic
def propose(
    *, record: EditorialModel, payload: Snapshot, user, reason: str = ""
) -> Revision | None:
    """Keep a change to a published record for review; None when nothing would change.

    ``payload`` is the snapshot of the record as it would become.
    """
    current = snapshot(record)
    if payload == current:
        return None
    link = revision_link(record)
    with recorded_as(user.get_username(), reason[:REASON_LENGTH]):
        return Revision.objects.create(
            **{link: record},
            payload=without_new_keys(payload, current),
            based_on=last_changed(record),
            author=user.get_username(),
            reason=reason[:255],
        )


@transaction.atomic
def approve(*, revision: Revision, user, comment: str = "") -> None:
    """A reviewer other than the author makes a pending change part of the published record."""
    revision = _pending(revision, user)
    record = revision.record
    if is_outdated(revision):
        raise Refused(
            _(
                "The published record was changed after this was proposed. Reject this revision "
                "with a comment, so that its author proposes it again on the record as it is now."
            )
        )
    with recorded_as(user.get_username(), _approval_reason(revision)):
        try:
            with transaction.atomic():
                apply(record, revision.payload)
        except (ValidationError, IntegrityError) as error:
            raise Refused(*_messages(error)) from error
        if isinstance(record, Visit):
            reassume_journey(visit=record)
        if reasons := obstacles(record):
            raise Refused(*reasons)
        _decide(revision, Revision.Decision.APPROVED, user, comment)


@transaction.atomic
def reject(*, revision: Revision, user, comment: str) -> None:
    """A reviewer declines a pending change and says why."""
    revision = _pending(revision, user)
    if not comment.strip():
        raise Refused(_("Say in the comment why the change is rejected."))
    with recorded_as(user.get_username(), comment[:REASON_LENGTH]):
        _decide(revision, Revision.Decision.REJECTED, user, comment)


@transaction.atomic
def drop(*, revision: Revision, user) -> None:
    """Its author gives a change up, before it is decided or after it was rejected."""
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if revision.author != user.get_username():
        raise Refused(_("Only its author drops a change: reject it instead."))
    if revision.decision not in (Revision.Decision.PENDING, Revision.Decision.REJECTED):
        raise Refused(_("This revision is decided already."))
    with recorded_as(user.get_username(), _("dropped by its author")):
        revision.decision = Revision.Decision.DROPPED
        revision.save(update_fields=["decision"])


def is_outdated(revision: Revision) -> bool:
    """Whether the published record was changed after the revision was proposed."""
    return last_changed(revision.record) > revision.based_on


def author_of(record: EditorialModel) -> str:
    """Who created the record, by its history; empty where a command did without a name."""
    first = type(record).history.filter(id=record.pk).order_by("history_date", "history_id").first()
    return first.history_user_id if first else ""


def is_own(*, record: EditorialModel, user) -> bool:
    """Whether another reviewer has to publish what this user made, superusers included."""
    return settings.AUTHOR_CANNOT_PUBLISH and author_of(record) == user.get_username()


def _require_reviewer(user) -> None:
    if not may_review(user):
        raise Refused(_("Only a reviewer may do this: submit the record for review instead."))


def may_resume(*, revision: Revision, user) -> bool:
    """Whether this author may take up a change again that waits or was sent back."""
    return (
        revision.author == user.get_username()
        and revision.decision in (Revision.Decision.PENDING, Revision.Decision.REJECTED)
        and needs_review(record=revision.record, user=user)
    )


def resumed(revision: Revision) -> Snapshot:
    """What a change that waits or was sent back makes of the record as it stands now.

    Where both it and somebody since then changed a field, it has the author's. Its new rows have
    keys that no row has, the same each time.
    """
    record = revision.record
    before, now = snapshot(record, revision.based_on), snapshot(record)
    fields = {**before["fields"], **revision.payload["fields"]}
    children = {
        relation: [
            {**row, "id": row.get("id") or FIRST_NEW_KEY + number}
            for number, row in enumerate(revision.payload["children"].get(relation, []))
        ]
        for relation in children_of(record)
    }
    mine = {"fields": fields, "children": children}
    chosen = {piece.key: MINE for piece in pieces(record, before, now, mine)}
    return merged(record, before, now, mine, chosen)


def _locked(record: EditorialModel, *allowed: str) -> EditorialModel:
    """The record as it stands, held until the step is done."""
    record = type(record).objects.select_for_update().get(pk=record.pk)
    if record.state not in allowed:
        raise Refused(
            _("It is %(state)s, so this step does not apply.")
            % {"state": record.get_state_display()}
        )
    return record


def _move(record: EditorialModel, state: str, user, reason: str) -> None:
    with recorded_as(user.get_username(), reason[:REASON_LENGTH]):
        record.state = state
        record.save(update_fields=["state", "updated_at"])


def _pending(revision: Revision, user) -> Revision:
    _require_reviewer(user)
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if revision.decision != Revision.Decision.PENDING:
        raise Refused(_("This revision is decided already."))
    if settings.AUTHOR_CANNOT_PUBLISH and revision.author == user.get_username():
        raise Refused(_("You proposed this change: another reviewer decides on it."))
    return revision


def _decide(revision: Revision, decision: str, user, comment: str) -> None:
    revision.decision, revision.comment = decision, comment
    revision.reviewer, revision.decided_at = user.get_username(), timezone.now()
    revision.save()


def _approval_reason(revision: Revision) -> str:
    text = _("revision %(id)s by %(author)s") % {"id": revision.pk, "author": revision.author}
    return (f"{text}: {revision.reason}" if revision.reason else text)[:REASON_LENGTH]


def _messages(error: ValidationError | IntegrityError) -> list[str]:
    if isinstance(error, ValidationError):
        return error.messages
    return [_("The database refuses the change: %(error)s") % {"error": error}]
