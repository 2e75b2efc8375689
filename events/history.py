"""The versions of a record with its children, what changed between two, and the way back.

A version is what one transaction changed of a record or of the rows that belong to it. Who may
restore is the caller's to check (``events.publish_record``); the editorial state of a record that
exists is left alone, because that changes by an editorial decision only.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from countries.models import EditorialState, recorded_as
from countries.models.base import EditorialModel
from countries.snapshots import (
    Change,
    Row,
    Snapshot,
    apply,
    children_of,
    differences,
    link_to,
    names_in,
    row_of,
    snapshot,
)
from events.actions import reassume_journey, shrink_journey
from events.models import Journey, Visit

DELETED = "-"
# Versions from before transactions were numbered belong together when they are this close.
ONE_WRITE = datetime.timedelta(seconds=1)
NOTHING: Snapshot = {"fields": {}, "children": {}}


class NotRestorable(Exception):
    """A version that cannot be brought back, with what stands in the way."""


@dataclass(frozen=True)
class Touched:
    """A row that a version created (``+``), changed (``~``) or deleted (``-``)."""

    part: str
    kind: str


@dataclass(frozen=True)
class Version:
    """What one transaction made of a record: who, when, why, and which rows it touched."""

    number: int
    instant: datetime.datetime
    actor: str
    reason: str
    touched: tuple[Touched, ...]
    deleted: bool = False


@dataclass
class _Write:
    """A version of one row, of the record or of a child (then ``relation`` says which)."""

    part: str
    relation: str
    kind: str
    row: Any

    @property
    def date(self) -> datetime.datetime:
        return self.row.history_date

    @property
    def said(self) -> tuple[str, str]:
        return self.row.history_user_id or "", self.row.history_change_reason or ""


def versions(record: models.Model) -> list[Version]:
    """Every version of a record, existing or deleted, oldest first, children merged in."""
    return [version for version, _writes_of_it in _versions(record)]


def _versions(record: models.Model) -> Iterator[tuple[Version, list[_Write]]]:
    for number, writes in enumerate(_together(_writes(record)), start=1):
        own = [write for write in writes if not write.relation]
        last = writes[-1]
        yield (
            Version(
                number=number,
                instant=last.date,
                actor=last.said[0],
                reason=next((w.said[1] for w in (*own, *writes) if w.said[1]), ""),
                touched=tuple(dict.fromkeys(Touched(w.part, w.kind) for w in writes)),
                deleted=bool(own) and own[-1].kind == DELETED,
            ),
            writes,
        )


def timeline(record: models.Model) -> list[tuple[Version, list[Change]]]:
    """Every version with what it changed in the one before, in words, oldest first.

    Costs one query for each table, however many versions there are.
    """
    stories = list(_states(record))
    names = names_in(record, (state for _version, state, _editorial in stories))
    found, before, editorial = [], NOTHING, ""
    for version, state, now in stories:
        changes = differences(record, before, state, names)
        if editorial and now and now != editorial:
            changes.insert(0, Change("", str(_state_field(record).verbose_name), editorial, now))
        found.append((version, changes))
        before, editorial = state, now
    return found


def _states(record: models.Model) -> Iterator[tuple[Version, Snapshot, str]]:
    """What each version left, played back from the versions of the rows, and the state's name."""
    fields: Row = {}
    editorial = ""
    links = {relation: link_to(record, relation) for relation in children_of(record)}
    children: dict[str, dict[Any, Row]] = {relation: {} for relation in links}
    for version, writes in _versions(record):
        for write in writes:
            if write.relation:
                link = links[write.relation]
                children[write.relation].pop(write.row.id, None)
                if write.kind != DELETED:
                    row = row_of(link.model, write.row, link)
                    children[write.relation][write.row.id] = row
            elif write.kind == DELETED:
                fields, editorial = {}, ""
            else:
                fields = row_of(type(record), write.row, record._meta.pk)
                editorial = _state_of(record, write.row)
        rows = {name: list(known.values()) for name, known in children.items()}
        yield version, {"fields": fields, "children": rows}, editorial


def _state_field(record: models.Model) -> models.Field:
    return record._meta.get_field("state")  # type: ignore[return-value]


def _state_of(record: models.Model, row: Any) -> str:
    if not isinstance(record, EditorialModel):
        return ""
    return str(EditorialState(row.state).label)


def _writes(record: models.Model) -> list[_Write]:
    own = _versions_of(type(record)).filter(**{record._meta.pk.attname: record.pk})
    writes = [_Write(str(record._meta.verbose_name), "", row.history_type, row) for row in own]
    for relation in children_of(record):
        writes += _writes_of_children(record, relation)
    return sorted(writes, key=lambda w: (w.date, not w.relation, w.row.history_id))


def _writes_of_children(record: models.Model, relation: str) -> Iterator[_Write]:
    """The versions of rows while they belonged to the record; one that left it is deleted here."""
    link = link_to(record, relation)
    rows = _versions_of(link.model)
    ever = rows.filter(**{link.attname: record.pk}).values("id")
    here = set()
    for row in rows.filter(id__in=ever).order_by("history_date", "history_id"):
        kind = row.history_type
        if getattr(row, link.attname) == record.pk:
            here.add(row.id)
        elif row.id in here:
            here.remove(row.id)
            kind = DELETED
        else:
            continue
        yield _Write(str(link.model._meta.verbose_name), relation, kind, row)


def _versions_of(model: type[models.Model]) -> models.QuerySet:
    return model.history.all()  # type: ignore[attr-defined]


def _together(writes: Iterable[_Write]) -> list[list[_Write]]:
    """Writes of one transaction, in the order of their last."""
    groups: list[list[_Write]] = []
    by_transaction: dict[object, list[_Write]] = {}
    for write in writes:
        number = write.row.history_transaction
        group = by_transaction.get(number)
        if group is None or (number is None and not _adjoin(group[-1], write)):
            group = []
            groups.append(group)
            by_transaction[number] = group
        group.append(write)
    return sorted(groups, key=lambda group: group[-1].date)


def _adjoin(first: _Write, second: _Write) -> bool:
    return first.said == second.said and second.date - first.date <= ONE_WRITE


def state_at(record: models.Model, version: Version) -> Snapshot:
    """The record with its children as that version left it; nothing where it was deleted."""
    try:
        return snapshot(record, version.instant)
    except ObjectDoesNotExist:
        return NOTHING


def difference(record: models.Model, old: Version, new: Version) -> list[Change]:
    """What is not the same in two versions, field by field, row by row, in words."""
    changes = differences(record, state_at(record, old), state_at(record, new))
    states = [_editorial_state(record, version) for version in (old, new)]
    if states[0] != states[1]:
        changes.insert(0, Change("", str(_state_field(record).verbose_name), *states))
    return changes


def _editorial_state(record: models.Model, version: Version) -> str:
    if not isinstance(record, EditorialModel):
        return ""
    row = type(record)._default_manager.as_of(version.instant).filter(pk=record.pk).first()
    return str(row.get_state_display()) if row else ""


@transaction.atomic
def restore(*, record: models.Model, version: Version, actor: str, reason: str = "") -> None:
    """Write an old version as the newest, children included, under the keys they had then.

    A stop's assumed journey is fitted to its dates anew. Raises NotRestorable, and then nothing
    is written.
    """
    payload = restorable(record, version)
    current: Any = type(record)._default_manager.select_for_update().filter(pk=record.pk).first()
    if current is None:
        raise NotRestorable(_("The record is deleted: bring it back first."))
    left = _keep_assumed_journey(current, payload) if isinstance(current, Visit) else None
    why = reason or _("version %(number)s restored") % {"number": version.number}
    with recorded_as(actor, why):
        try:
            apply(current, payload, keep_keys=True)
        except ValidationError as error:
            raise NotRestorable(" ".join(error.messages)) from error
        if left is not None:
            _refit(current, left)


def restorable(record: models.Model, version: Version) -> Snapshot:
    """What a version holds; NotRestorable where the record was deleted in it."""
    payload = state_at(record, version)
    if payload == NOTHING:
        raise NotRestorable(_("The record was deleted in that version: choose an earlier one."))
    return payload


def proposable(record: models.Model, version: Version) -> Snapshot:
    """What a version holds, as a proposal: a stop's assumed journey follows on approval."""
    payload = restorable(record, version)
    if isinstance(record, Visit):
        _keep_assumed_journey(record, payload)
    return payload


@dataclass(frozen=True)
class _Left:
    """The journey that a stop has before it is restored, and whether another is assumed for it."""

    journey: Journey | None
    assume: bool


def _keep_assumed_journey(visit: Visit, payload: Snapshot) -> _Left:
    """Let the payload name a sourced journey only; an assumed one follows from the dates."""
    key = payload["fields"].get("journey_id")
    then = Journey.objects.filter(pk=key).first() if key else None
    now = visit.journey
    assumed_now = now is not None and now.basis == Journey.Basis.ASSUMED
    if then is not None and then.basis == Journey.Basis.SOURCED:
        return _Left(now if assumed_now else None, assume=False)
    payload["fields"]["journey_id"] = visit.journey_id if assumed_now else None
    return _Left(now if assumed_now else None, assume=key is not None or assumed_now)


def _refit(visit: Visit, left: _Left) -> None:
    if left.assume:
        reassume_journey(visit=visit)
    elif left.journey is not None and visit.journey_id != left.journey.pk:
        shrink_journey(journey=left.journey)


def deleted(model: type[models.Model]) -> models.QuerySet:
    """The last version of each record that is deleted, the latest deletion first."""
    key = model._meta.pk.attname
    rows = _versions_of(model)
    later = rows.filter(**{key: OuterRef(key)}, history_id__gt=OuterRef("history_id"))
    return rows.filter(~Exists(later), history_type=DELETED).order_by(
        "-history_date", "-history_id"
    )


@transaction.atomic
def undelete(
    *, model: type[models.Model], key: int | str, actor: str, reason: str = ""
) -> models.Model:
    """Bring a deleted record back under its old id, with the rows that were deleted with it.

    It has the editorial state that it had. Revisions that were pending stay deleted, and a stop
    whose assumed journey went with it gets one assumed anew. Raises NotRestorable where it is not
    deleted, or where something that it needs is gone or taken.
    """
    last = deleted(model).filter(**{model._meta.pk.attname: key}).first()
    if last is None:
        raise NotRestorable(_("There is no deleted record of that id."))
    record = last.instance
    homeless = isinstance(record, Visit) and _without_lost_journey(record)
    with recorded_as(actor, reason or _("brought back")):
        try:
            _insert(record)
            for relation in children_of(record):
                for row in _deleted_with(last, link_to(record, relation)):
                    _insert(row.instance)
        except (ValidationError, ObjectDoesNotExist) as error:
            raise NotRestorable(_obstacle(error)) from error
        if isinstance(record, Visit) and (homeless or record.journey_id):
            reassume_journey(visit=record)
    return record


def _without_lost_journey(visit: Visit) -> bool:
    """Take out a journey that is gone; whether there was one."""
    if visit.journey_id is None or Journey.objects.filter(pk=visit.journey_id).exists():
        return False
    visit.journey = None
    return True


def _obstacle(error: ValidationError | ObjectDoesNotExist) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _deleted_with(last, link: models.ForeignKey) -> models.QuerySet:
    rows = _versions_of(link.model).filter(**{link.attname: last.instance.pk}, history_type=DELETED)
    if last.history_transaction is not None:
        rows = rows.filter(history_transaction=last.history_transaction)
    else:
        rows = rows.filter(history_date__range=(last.history_date - ONE_WRITE, last.history_date))
    return rows.order_by("id")


def _insert(row: models.Model) -> None:
    created = getattr(row, "created_at", None)
    row.full_clean()
    row.save(force_insert=True)
    if created is not None:  # an insert sets it to now
        row.created_at = created  # type: ignore[attr-defined]
        row.save(update_fields=["created_at"])
