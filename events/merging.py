"""Two records that are one: merged, or joined as mirrors, and the way back.

A merge moves what belongs to the dropped record, and what points to it, to the kept one; the
dropped record becomes withdrawn and says what replaced it, so that its address leads there. A
mirror (the same event as the other capital logged it) keeps its own rows and sources; it is
withdrawn from lists and counts as well, and its record shows its sources (docs/decisions/0061).

Every column that is written is noted with what stood there before, in a ``Merge``; undoing writes
that back. Each record keeps its own history throughout.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import EditorialState, Tenure, recorded_as
from countries.models.base import EditorialModel, FoldedField
from countries.models.history import REASON_LENGTH
from countries.snapshots import DECIDED
from events.merge_writing import Writing, write_back
from events.models import (
    Citation,
    DocumentAction,
    DocumentParty,
    InitiativeStatus,
    Journey,
    Merge,
    NotDuplicate,
    Revision,
    SummitParticipant,
    Visit,
)

WITHDRAWN = EditorialState.WITHDRAWN
# Rows that say the same when these columns agree: the kept record's own row is enough. Rows with
# a unique constraint need no line here.
SAME_ROW: dict[type[models.Model], tuple[str, ...]] = {
    Citation: ("source_id", "field", "value", "quote"),
    DocumentAction: ("action_type_id", "date", "country_id"),
    InitiativeStatus: ("status", "date"),
    Tenure: ("position_id", "start_date"),
}
# A party named without a person adds nothing to the same party named with one.
UNNAMED: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    SummitParticipant: ("person_id", ("country_id", "organization_id")),
    DocumentParty: ("signatory_id", ("country_id", "organization_id")),
}
# What stays with the dropped record: its own past.
STAYS: tuple[type[models.Model], ...] = (Revision,)
# Columns that no merge takes from the dropped record.
OWN_COLUMNS = ("id", "external_id", "created_at", "updated_at", *DECIDED)


class MergeRefused(Exception):
    """A merge, or its undoing, that is not possible; the text says why and what to do."""


@transaction.atomic
def merge(
    *,
    keep: EditorialModel,
    drop: EditorialModel,
    actor: str,
    reason: str = "",
    take: Iterable[str] = (),
) -> Merge:
    """Make one record of two: ``keep`` stays public as it is, ``drop`` becomes withdrawn.

    ``take``: fields of ``keep`` that get the dropped record's value; empty ones get it anyway. A
    partial date is taken by its name (``start``). Raises MergeRefused, and then nothing is written.
    """
    keep, drop = _locked(keep, drop)
    writing = Writing()
    with recorded_as(actor, _why(reason, _("%(id)s merged into %(other)s"), drop, keep)):
        # Withdrawn first: some constraints and counts look at what stands.
        writing.write(drop, state=WITHDRAWN, replaced_by_id=keep.pk)
        _move_rows(keep, drop, writing)
        _take_fields(keep, drop, set(take), writing)
        _fit_journeys([keep, drop], writing)
        return _recorded(Merge.Kind.MERGE, keep, drop, writing, actor, reason)


@transaction.atomic
def join_mirror(
    *, keep: EditorialModel, mirror: EditorialModel, actor: str, reason: str = ""
) -> Merge:
    """Join a record to the one that it doubles: it keeps its rows and sources, and counts no more.

    What other records say of the mirror (the visit of a document) they say of ``keep`` from then
    on. Raises MergeRefused, and then nothing is written.
    """
    keep, mirror = _locked(keep, mirror)
    if not hasattr(mirror, "mirror_of_id"):
        raise MergeRefused(_("Only records of events have mirrors: merge these two instead."))
    writing = Writing()
    with recorded_as(actor, _why(reason, _("%(id)s joined to %(other)s"), mirror, keep)):
        writing.write(mirror, state=WITHDRAWN, mirror_of_id=keep.pk)
        _move_rows(keep, mirror, writing, own=False)
        _fit_journeys([keep, mirror], writing)
        return _recorded(Merge.Kind.MIRROR, keep, mirror, writing, actor, reason)


@transaction.atomic
def undo(*, merge: Merge, actor: str, reason: str = "") -> list[str]:
    """Write back what a merge changed, the last first; what could not be written back.

    A column that was changed again since then is left as it is, and named in the answer. Raises
    MergeRefused where the merge is undone already or one of its records was merged again.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise MergeRefused(_("This merge is undone already."))
    later = Merge.objects.standing().filter(pk__gt=merge.pk)
    ids = (merge.kept, merge.dropped)
    if again := later.filter(models.Q(kept__in=ids) | models.Q(dropped__in=ids)).first():
        raise MergeRefused(
            _("One of the records was merged again since then: undo that first (%(merge)s).")
            % {"merge": again}
        )
    left = []
    with recorded_as(actor, _cut(reason or _("merge undone: %(merge)s") % {"merge": merge})):
        for change in reversed(merge.changes):
            left += write_back(change)
        merge.undone_at, merge.undone_by = timezone.now(), actor
        merge.save()
    return left


@transaction.atomic
def mark_different(
    *, one: EditorialModel, other: EditorialModel, actor: str, reason: str = ""
) -> NotDuplicate:
    """Record that two records are different things, so that nobody is asked again."""
    first, second = sorted((one, other), key=lambda record: record.pk)
    with recorded_as(actor, _cut(reason)):
        pair, _created = NotDuplicate.objects.get_or_create(
            first=first.public_id,
            second=second.public_id,
            defaults={"author": actor, "reason": reason[:255]},
        )
    return pair


def takeable(model: type[EditorialModel]) -> dict[str, tuple[str, ...]]:
    """What a merge may take from the dropped record: a name and the columns behind it."""
    dates = model.partial_dates()
    behind = {
        name: tuple(c for c in (d.column, f"{d.column}_precision", d.last_column) if c)
        for name, d in dates.items()
    }
    hidden = {column for columns in behind.values() for column in columns}
    plain = {
        f.name: (f.attname,)
        for f in model._meta.concrete_fields
        if f.name not in OWN_COLUMNS and f.name not in hidden and not isinstance(f, FoldedField)
    }
    return {**behind, **plain}


def _locked(keep: EditorialModel, drop: EditorialModel) -> tuple[Any, Any]:
    """Both records as they stand, held until the merge is done; MergeRefused if they may not be."""
    model = type(keep)
    if type(drop) is not model:
        raise MergeRefused(_("Only records of the same type can be one."))
    if keep.pk == drop.pk:
        raise MergeRefused(_("A record cannot be merged with itself."))
    rows = model._default_manager.select_for_update().order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=(keep.pk, drop.pk))}
    kept, dropped = found[keep.pk], found[drop.pk]
    for row in (kept, dropped):
        if row.state == WITHDRAWN:
            raise MergeRefused(
                _("%(record)s is withdrawn: only standing records can be merged.")
                % {"record": row.public_id}
            )
    if dropped.is_published and not kept.is_published:
        raise MergeRefused(
            _("%(drop)s is published and %(keep)s is not: keep the published one, or publish both.")
            % {"drop": dropped.public_id, "keep": kept.public_id}
        )
    _refuse_pending(kept, dropped)
    return kept, dropped


def _refuse_pending(*records: EditorialModel) -> None:
    for record in records:
        pending = getattr(record, "revisions", None)
        if pending is not None and pending.filter(decision=Revision.Decision.PENDING).exists():
            raise MergeRefused(
                _("A change to %(record)s awaits review: decide on it first.")
                % {"record": record.public_id}
            )


def relations_of(model: type[models.Model], *, own: bool = True) -> list[Any]:
    """The foreign keys by which rows belong or point to a record, as far as a merge moves them.

    ``own=False``: only those of rows that belong to other records.
    """
    found = []
    for relation in model._meta.related_objects:
        link, source = relation.field, relation.related_model
        past = source in STAYS or relation.related_name == "+" or link.name in DECIDED
        many = relation.many_to_many or source._meta.auto_created
        if past or many or hasattr(source, "history_id"):
            continue
        if own or not _belongs(link, model):
            found.append(link)
    return found


def _belongs(link: Any, model: type[models.Model]) -> bool:
    """Whether rows of this foreign key are a part of the record: they go when it goes."""
    return link.remote_field.on_delete is models.CASCADE and link.remote_field.model is model


def _move_rows(keep, drop, writing: Writing, *, own: bool = True) -> None:
    """Make everything that belongs or points to ``drop`` do so to ``keep``.

    A row that ``keep`` has already stays with ``drop`` when it is a part of it; in another record
    it would name ``keep`` twice, so it goes, and comes back when the merge is undone.
    """
    links = relations_of(type(keep), own=own)
    # Journeys before their visits, visits before what is checked against them.
    links.sort(key=lambda link: (link.model is not Journey, link.model is not Visit))
    for link in links:
        for row in link.model._default_manager.filter(**{link.name: drop.pk}).order_by("pk"):
            if not _stands_already(row, link, keep):
                writing.write(row, **{link.attname: keep.pk})
            elif not _belongs(link, type(keep)):
                writing.delete(row)


def _stands_already(row, link, keep) -> bool:
    model, others = type(row), type(row)._default_manager
    if model in SAME_ROW and _belongs(link, type(keep)):
        same = {column: getattr(row, column) for column in SAME_ROW[model]}
        return others.filter(**{link.attname: keep.pk}, **_null_safe(same)).exists()
    if model in UNNAMED and _belongs(link, type(keep)):
        person, sides = UNNAMED[model]
        same = {column: getattr(row, column) for column in sides}
        named = others.filter(**{link.attname: keep.pk}, **_null_safe(same))
        if getattr(row, person) is None and named.exists():
            return True
    return _breaks_a_constraint(row, link, keep)


def _breaks_a_constraint(row, link, keep) -> bool:
    before = getattr(row, link.attname)
    setattr(row, link.attname, keep.pk)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        return True
    finally:
        setattr(row, link.attname, before)
    return False


def _null_safe(values: dict[str, Any]) -> dict[str, Any]:
    return {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in values.items()
    }


def _take_fields(keep, drop, take: set[str], writing: Writing) -> None:
    known = takeable(type(keep))
    if unknown := take - known.keys():
        raise MergeRefused(
            _("There is no field %(field)s to take.") % {"field": ", ".join(sorted(unknown))}
        )
    values = {}
    for name, columns in known.items():
        empty = getattr(keep, columns[0]) in (None, "")
        if name in take or (empty and getattr(drop, columns[0]) not in (None, "")):
            values.update({column: getattr(drop, column) for column in columns})
    if isinstance(keep, Visit) and values.get("journey_id") and "journey" not in take:
        _keep_journey_of_traveller(keep, values)
    for name in values:
        setattr(keep, name, values[name])
    try:
        keep.full_clean()
    except ValidationError as error:
        raise MergeRefused(" ".join(error.messages)) from error
    stored = type(keep)._default_manager.get(pk=keep.pk)
    writing.write(stored, **values)


def _keep_journey_of_traveller(keep: Visit, values: dict[str, Any]) -> None:
    """An empty journey is filled only by one of the same traveller."""
    visitor = values.get("visitor_id", keep.visitor_id)
    if not Journey.objects.filter(pk=values["journey_id"], traveller=visitor).exists():
        del values["journey_id"]


def _fit_journeys(records: Sequence[EditorialModel], writing: Writing) -> None:
    """Assumed journeys follow their stops; without a stop that stands they are withdrawn."""
    keys = {getattr(record, "journey_id", None) for record in records} - {None}
    if isinstance(records[0], Visit):
        keys |= set(
            Visit.objects.filter(pk__in=[r.pk for r in records], journey__isnull=False).values_list(
                "journey", flat=True
            )
        )
    for journey in Journey.objects.filter(pk__in=keys, basis=Journey.Basis.ASSUMED):
        stops = list(journey.visits.exclude(state=WITHDRAWN))
        if not stops:
            writing.write(journey, state=WITHDRAWN)
            continue
        first = min(stops, key=lambda stop: stop.start_date)
        last = max(stops, key=lambda stop: stop.end_date or datetime.date.min)
        writing.write(
            journey,
            start_date=first.start_date,
            start_date_precision=first.start_date_precision,
            end_date=last.end_date,
            end_date_precision=last.end_date_precision,
        )


def _recorded(kind: str, keep, drop, writing: Writing, actor: str, reason: str) -> Merge:
    return Merge.objects.create(
        kind=kind,
        kept=keep.public_id,
        dropped=drop.public_id,
        changes=writing.changes,
        author=actor,
        reason=reason[:255],
    )


def _why(reason: str, text: str, one: EditorialModel, other: EditorialModel) -> str:
    said = text % {"id": one.public_id, "other": other.public_id}
    return _cut(f"{said}: {reason}" if reason else said)


def _cut(text: str) -> str:
    return str(text)[:REASON_LENGTH]
