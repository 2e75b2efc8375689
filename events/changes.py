"""What became of published records, in the order in which it became known.

The order is that of the ledger's seals, which follow the commits: a change that was committed late
comes late, so that a reader who goes on where they stopped loses none (docs/decisions/0042).
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value

from countries.models import Person, Tenure
from countries.models.base import EditorialState
from countries.models.history_as_of import DELETED, moment_read
from countries.models.history_ledger import HistorySeal
from countries.models.history_writing import CREATED
from events.models import (
    Chairmanship,
    Citation,
    DocumentAction,
    DocumentParty,
    Initiative,
    InitiativeStatus,
    Journey,
    ReportedTotal,
    SignedDocument,
    Summit,
    SummitParticipant,
    Visit,
    VisitParticipant,
)
from events.models.records import RECORD_TYPES

PUBLISHED = EditorialState.PUBLISHED
# A record with a person who must be published too, and the foreign key to that person.
OWNERS: dict[Any, str] = {Visit: "visitor_id", Journey: "traveller_id"}
RECORDS: tuple[Any, ...] = (
    Person,
    Journey,
    Visit,
    Summit,
    SignedDocument,
    Chairmanship,
    Initiative,
    ReportedTotal,
)
# What a record's row shows of other rows: a change of theirs is one of the record.
CHILDREN: dict[Any, tuple[str, ...]] = {
    Tenure: ("person",),
    VisitParticipant: ("visit",),
    SummitParticipant: ("summit", "visit"),
    DocumentParty: ("document",),
    DocumentAction: ("document",),
    InitiativeStatus: ("initiative",),
    Citation: RECORD_TYPES,
}
# Records that name another, whose row lists them: a change of theirs is one of the record named,
# and of the one that was named before.
LINKS: dict[Any, tuple[str, ...]] = {SignedDocument: ("visit", "summit"), Visit: ("journey",)}
ENTRIES_PER_CHANGE = 4  # versions looked at for a page, as a multiple of its length
Place = tuple[int, int]  # a seal and the number of versions of its block that are done


@dataclass(frozen=True, slots=True)
class Change:
    """``kind``: create (it became public), update, or delete (withdrawn, or gone)."""

    kind: str
    model: Any
    pk: int
    known_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    known_at: datetime.datetime
    transaction: Any
    table: str
    version: int


def changes(
    *, limit: int, since: datetime.datetime | None = None, after: Place | None = None
) -> tuple[list[Change], Place | None, bool]:
    """A page of changes, the place up to which it reaches, and whether more versions follow.

    A page may be short, or empty, before the end: what was never public leaves no trace in it.
    """
    entries = list(islice(_entries(since, after), limit * ENTRIES_PER_CHANGE + 1))
    page = entries[: limit * ENTRIES_PER_CHANGE]
    found = _resolved(page)
    done, merged = 0, dict[Any, Change]()
    for entry in page:
        more = found.get((entry.table, entry.version), ())
        if done and len(merged) + len(more) > limit:
            break
        done += 1
        for kind, model, pk in more:
            key = (entry.transaction or entry.place, model, pk)
            merged[key] = Change(_merged(merged.get(key), kind), model, pk, entry.known_at)
    place = page[done - 1].place if page else after
    kept = [change for change in merged.values() if change.kind]
    return kept, place, done < len(entries)


def _merged(before: Change | None, kind: str) -> str:
    """Two changes of one transaction as one; empty where the record was public neither before
    nor after it. An update, of the record or of what it shows, gives way to whatever else was
    told: tables may be sealed in another order than they were written in."""
    if before is None or before.kind == kind:
        return kind
    if kind == "update":
        return before.kind
    if before.kind in ("update", ""):
        return kind
    return "" if kind == "delete" else "update"


def _entries(since: datetime.datetime | None, after: Place | None) -> Iterator[_Entry]:
    seals = HistorySeal.objects.order_by("position").select_related("block")
    seals = seals.filter(block__table__in=TABLES)
    if after is not None:
        seals = seals.filter(position__gte=after[0])
    if since is not None:
        seals = seals.filter(sealed_at__gt=since)
    for seal in seals.iterator(chunk_size=100):
        block = seal.block
        for number, (version, _hash) in enumerate(block.hashes(), 1):
            place = (seal.position, number)
            if after is None or place > after:
                yield _Entry(place, seal.sealed_at, block.transaction, block.table, version)


def _resolved(entries: Iterable[_Entry]) -> dict[tuple[str, int], list[tuple[str, Any, int]]]:
    """The changes that each version makes, by table and history id."""
    versions: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        versions[entry.table].append(entry.version)
    found: dict[tuple[str, int], list[tuple[str, Any, int]]] = {}
    for table, ids in versions.items():
        model = TABLES[table]
        for read in (_of_records, _of_shown) if model in RECORDS else (_of_shown,):
            for version, change in read(model, ids):
                found.setdefault((table, version), []).append(change)
    return found


def _of_records(model: Any, ids: list[int]) -> Iterator[tuple[int, tuple[str, Any, int]]]:
    history = model.history.model
    before = _older(history.objects.filter(id=OuterRef("id")))
    rows = history.objects.filter(history_id__in=ids).annotate(
        before_state=Subquery(before.values("state")[:1]),
        before_type=Subquery(before.values("history_type")[:1]),
        owner_state=Value(PUBLISHED.value),
        before_owner_state=Value(PUBLISHED.value),
    )
    if owner := OWNERS.get(model):
        rows = rows.annotate(before_owner=Subquery(before.values(owner)[:1])).annotate(
            owner_state=_state_then(Person, owner),
            before_owner_state=_state_then(Person, "before_owner"),
        )
    for row in rows:
        was = row.before_state == row.before_owner_state == PUBLISHED and row.before_type != DELETED
        is_ = row.state == row.owner_state == PUBLISHED and row.history_type != DELETED
        if kind := _kind(was, is_):
            yield row.history_id, (kind, model, row.id)
        # A row that was just made has nothing yet: what follows it tells of itself.
        if model is Person and was != is_ and row.history_type != CREATED:
            for owned in _owned(row):
                yield row.history_id, (kind, *owned)


def _kind(was: bool, is_: bool) -> str:
    if is_:
        return "update" if was else "create"
    return "delete" if was else ""


def _owned(person) -> Iterator[tuple[Any, int]]:
    """What appears and disappears with a person: their published visits and journeys."""
    for model, owner in OWNERS.items():
        rows = model.objects.as_of(person.history_date).filter(state=PUBLISHED)
        for pk in rows.filter(**{owner: person.id}).order_by("pk").values_list("pk", flat=True):
            yield model, pk


def _of_shown(model: Any, ids: list[int]) -> Iterator[tuple[int, tuple[str, Any, int]]]:
    """A version updates the records that show it, where they were public then."""
    for record, column, versions in _showing(model):
        yield from _updates(versions.filter(history_id__in=ids), record, column)


def _showing(model: Any) -> Iterator[tuple[Any, str, models.QuerySet]]:
    """Who shows rows of ``model``: a kind of record, the column of the versions that names it, and
    the versions that are changes of it.

    A child's are all of them; another record's those in which it is public, and those that take a
    public one away from where it was.
    """
    history = model.history.model.objects.order_by()
    for link in CHILDREN.get(model, ()):
        yield model._meta.get_field(link).related_model, f"{link}_id", history
    before = _older(model.history.model.objects.filter(id=OuterRef("id")))
    for link in LINKS.get(model, ()):
        record, column = model._meta.get_field(link).related_model, f"{link}_id"
        yield record, column, history.filter(state=PUBLISHED).exclude(history_type=DELETED)
        was = history.annotate(
            before_state=Subquery(before.values("state")[:1]),
            before_type=Subquery(before.values("history_type")[:1]),
            before_link=Subquery(before.values(column)[:1]),
        )
        was = was.filter(before_state=PUBLISHED).exclude(before_type=DELETED)
        yield record, "before_link", was


def shown_since(record: Any, moment: datetime.datetime) -> list[models.QuerySet]:
    """Keys of public records of a kind, of which something that they show was written since.

    What was not public when that was written has been published since, in its own row or its
    person's: what a person's publication brings is meant too.
    """
    until = {"history_date__lte": read} if (read := moment_read()) else {}
    found = []
    for model in TABLES.values():
        for shown_in, column, versions in _showing(model):
            if shown_in is record:
                since = {"history_date__gte": moment, f"{column}__isnull": False} | until
                found.append(versions.filter(**since).values_list(column))
    if owner := OWNERS.get(record):
        people = Person.history.model.objects.order_by().filter(history_date__gte=moment, **until)
        before = _older(Person.history.model.objects.filter(id=OuterRef("id")))
        people = people.annotate(before_state=Subquery(before.values("state")[:1]))
        came = people.filter(state=PUBLISHED).exclude(before_state=PUBLISHED)
        owned = record.objects.filter(**{f"{owner}__in": came.values("id")})
        found.append(owned.order_by().values_list("pk"))
    return found


def _updates(
    versions: models.QuerySet, record: Any, column: str
) -> Iterator[tuple[int, tuple[str, Any, int]]]:
    """An update of the record that each version's ``column`` names, where it was public then."""
    rows = versions.filter(**{f"{column}__isnull": False}).annotate(
        record_state=_state_then(record, column)
    )
    rows = rows.filter(record_state=PUBLISHED)
    if owner := OWNERS.get(record):
        rows = rows.annotate(owner=_value_then(record, column, owner)).annotate(
            owner_state=_state_then(Person, "owner")
        )
        rows = rows.filter(owner_state=PUBLISHED)
    for version, pk in rows.values_list("history_id", column):
        yield version, ("update", record, pk)


def replacements(found: Iterable[Change]) -> dict[tuple[Any, int], str]:
    """The public ids of the records into which deleted ones were merged, or to which joined."""
    gone: dict[Any, list[int]] = defaultdict(list)
    for change in found:
        if change.kind == "delete":
            gone[change.model].append(change.pk)
    replaced = {}
    for model, keys in gone.items():
        for record in model.objects.filter(pk__in=keys):
            if target := record.replacement():
                replaced[model, record.pk] = target.public_id
    return replaced


def _older(versions: models.QuerySet) -> models.QuerySet:
    """Versions before the outer one, the latest first."""
    earlier = Q(history_date__lt=OuterRef("history_date")) | Q(
        history_date=OuterRef("history_date"), history_id__lt=OuterRef("history_id")
    )
    return versions.filter(earlier).order_by("-history_date", "-history_id")


def _value_then(model: Any, key: str, column: str) -> Subquery:
    """A column of the row that ``key`` names, at the time of the outer version; null if gone."""
    versions = model.history.model.objects.filter(
        id=OuterRef(key), history_date__lte=OuterRef("history_date")
    )
    latest = versions.order_by("-history_date", "-history_id")
    value: Any = F(column)
    if column == "state":
        value = models.Case(models.When(history_type=DELETED, then=Value("")), default=F("state"))
    return Subquery(latest.values(then=value)[:1])


def _state_then(model: Any, key: str) -> Subquery:
    return _value_then(model, key, "state")


TABLES: dict[str, Any] = {
    model.history.model._meta.db_table: model for model in (*RECORDS, *CHILDREN)
}
