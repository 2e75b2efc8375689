"""The versions of a record with its children, what changed between two, and the way back.

A version is what one transaction changed of a record or of the rows that belong to it. Who may
restore is the caller's to check (``events.publish_record``); the editorial state of a record that
exists is left alone, because that changes by an editorial decision only.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from countries.models import recorded_as
from countries.models.base import EditorialModel
from events.actions import reassume_journey
from events.models import Journey, Visit
from events.snapshots import Change, Snapshot, apply, children_of, differences, link_to, snapshot

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
    """A version of one row, of the record or of a child."""

    part: str
    date: datetime.datetime
    history_id: int
    kind: str
    actor: str
    reason: str
    transaction: object
    own: bool


def versions(record: EditorialModel) -> list[Version]:
    """Every version of a record, existing or deleted, oldest first, children merged in."""
    found = []
    for number, writes in enumerate(_together(_writes(record)), start=1):
        own = [write for write in writes if write.own]
        last = writes[-1]
        found.append(
            Version(
                number=number,
                instant=last.date,
                actor=last.actor,
                reason=next((w.reason for w in (*own, *writes) if w.reason), ""),
                touched=tuple(dict.fromkeys(Touched(w.part, w.kind) for w in writes)),
                deleted=bool(own) and own[-1].kind == DELETED,
            )
        )
    return found


def _writes(record: EditorialModel) -> list[_Write]:
    own = _versions_of(type(record)).filter(**{record._meta.pk.attname: record.pk})
    writes = list(_read(own, str(record._meta.verbose_name), own=True))
    for relation in children_of(record):
        link = link_to(record, relation)
        rows = _versions_of(link.model).filter(**{link.attname: record.pk})
        writes += _read(rows, str(link.model._meta.verbose_name), own=False)
    return sorted(writes, key=lambda write: (write.date, write.own, write.history_id))


def _versions_of(model: type[models.Model]) -> models.QuerySet:
    return model.history.all()  # type: ignore[attr-defined]


def _read(rows: models.QuerySet, part: str, *, own: bool) -> Iterator[_Write]:
    columns = (
        "history_date",
        "history_id",
        "history_type",
        "history_user_id",
        "history_change_reason",
        "history_transaction",
    )
    for date, key, kind, actor, reason, number in rows.values_list(*columns):
        yield _Write(part, date, key, kind, actor or "", reason or "", number, own)


def _together(writes: Iterable[_Write]) -> list[list[_Write]]:
    """Writes of one transaction, in the order of their last."""
    groups: list[list[_Write]] = []
    by_transaction: dict[object, list[_Write]] = {}
    for write in writes:
        group = by_transaction.get(write.transaction)
        if group is None or (write.transaction is None and not _adjoin(group[-1], write)):
            group = []
            groups.append(group)
            by_transaction[write.transaction] = group
        group.append(write)
    return sorted(groups, key=lambda group: group[-1].date)


def _adjoin(first: _Write, second: _Write) -> bool:
    same = (first.actor, first.reason) == (second.actor, second.reason)
    return same and second.date - first.date <= ONE_WRITE


def state_at(record: EditorialModel, version: Version) -> Snapshot:
    """The record with its children as that version left it; nothing where it was deleted."""
    try:
        return snapshot(record, version.instant)
    except type(record).DoesNotExist:
        return NOTHING


def difference(record: EditorialModel, old: Version, new: Version) -> list[Change]:
    """What is not the same in two versions, field by field, row by row, in words."""
    changes = differences(record, state_at(record, old), state_at(record, new))
    states = [_editorial_state(record, version) for version in (old, new)]
    if states[0] != states[1]:
        changes.insert(0, Change("", str(record._meta.get_field("state").verbose_name), *states))
    return changes


def _editorial_state(record: EditorialModel, version: Version) -> str:
    row = type(record)._default_manager.as_of(version.instant).filter(pk=record.pk).first()
    return str(row.get_state_display()) if row else ""


@transaction.atomic
def restore(*, record: EditorialModel, version: Version, actor: str, reason: str = "") -> None:
    """Write an old version as the newest, children included, under the keys they had then.

    Raises NotRestorable, and then nothing is written.
    """
    payload = state_at(record, version)
    if payload == NOTHING:
        raise NotRestorable(_("The record was deleted in that version: choose an earlier one."))
    current = type(record)._default_manager.select_for_update().filter(pk=record.pk).first()
    if current is None:
        raise NotRestorable(_("The record is deleted: bring it back first."))
    homeless = isinstance(current, Visit) and _without_lost_journey(payload)
    why = reason or _("version %(number)s restored") % {"number": version.number}
    with recorded_as(actor, why):
        try:
            apply(current, payload, keep_keys=True)
        except ValidationError as error:
            raise NotRestorable(" ".join(error.messages)) from error
        if homeless and isinstance(current, Visit):
            reassume_journey(visit=current)


def _without_lost_journey(payload: Snapshot) -> bool:
    """Take out a journey that is gone; an assumed one is then assumed anew."""
    key = payload["fields"].get("journey_id")
    if key is None or Journey.objects.filter(pk=key).exists():
        return False
    payload["fields"]["journey_id"] = None
    return True


def deleted(model: type[EditorialModel]) -> models.QuerySet:
    """The last version of each record that is deleted, the latest deletion first."""
    rows = _versions_of(model)
    later = rows.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    return rows.filter(~Exists(later), history_type=DELETED).order_by(
        "-history_date", "-history_id"
    )


@transaction.atomic
def undelete(
    *, model: type[EditorialModel], key: int, actor: str, reason: str = ""
) -> EditorialModel:
    """Bring a deleted record back under its old id, with the rows that were deleted with it.

    It has the editorial state that it had. Revisions that were pending stay deleted. Raises
    NotRestorable where it is not deleted, or where something that it needs is gone or taken.
    """
    last = deleted(model).filter(id=key).first()
    if last is None:
        raise NotRestorable(_("There is no deleted record of that id."))
    record = last.instance
    with recorded_as(actor, reason or _("brought back")):
        try:
            _insert(record)
            for relation in children_of(record):
                for row in _deleted_with(last, link_to(record, relation)):
                    _insert(row.instance)
        except ValidationError as error:
            raise NotRestorable(" ".join(error.messages)) from error
    return record


def _deleted_with(last, link: models.ForeignKey) -> models.QuerySet:
    rows = _versions_of(link.model).filter(**{link.attname: last.id}, history_type=DELETED)
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
