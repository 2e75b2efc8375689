"""Changing visits that are here already as a plan says: directly, or as proposals for review."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.snapshots import snapshot
from events.actions import assume_journeys, shrink_journey
from events.editorial import propose
from events.imports.errors import ImportRefused
from events.imports.plan import PlannedUpdate
from events.models import Journey, Visit

SET = 200  # visits changed in one statement


@transaction.atomic
def update_visits(updates: Iterable[PlannedUpdate], *, user, reason: str) -> dict[int, int]:
    """Write the planned changes; the revisions that were proposed, by line.

    People and offices that the plan calls new must be written before. ImportRefused where a visit
    was changed since it was planned. Call inside ``recorded_as``.
    """
    proposed: dict[int, int] = {}
    for some in _sets(updates):
        visits = _locked(some)
        direct = [update for update in some if not update.proposed]
        _write([(visits[update.visit.pk], values_of(update)) for update in direct])
        for update in some:
            if update.proposed:
                visit = visits[update.visit.pk]
                proposed[update.row.line] = propose_values(visit, values_of(update), user, reason)
    return {line: key for line, key in proposed.items() if key}


def values_of(update: PlannedUpdate) -> dict[str, Any]:
    """The columns that an update changes, with the keys of its people."""
    values = dict(update.comparison.values)
    if update.comparison.visitor and update.person:
        values["visitor_id"] = update.person.pk
    if update.comparison.position:
        values["visitor_position_id"] = update.position.pk if update.position else None
    return values


def write_values(pairs: Sequence[tuple[Visit, dict[str, Any]]]) -> None:
    """Set columns of visits, in sets, and fit their journeys to them."""
    for some in _sets(pairs):
        _write(some)


def _sets(items: Iterable) -> Iterator[list]:
    items = iter(items)
    while some := list(islice(items, SET)):
        yield some


def _locked(updates: Sequence[PlannedUpdate]) -> dict[int, Visit]:
    keys = [update.visit.pk for update in updates]
    found = Visit.objects.select_for_update().select_related(None).in_bulk(keys)
    for update in updates:
        visit = found.get(update.visit.pk)
        same = visit and (visit.updated_at, visit.state) == (
            update.visit.updated_at,
            update.visit.state,
        )
        if not same:
            text = _(
                "V%(key)d was changed while this was being imported. Nothing was loaded: make the "
                "preview again."
            )
            raise ImportRefused(text % {"key": update.visit.pk})
    return found


def _write(pairs: Sequence[tuple[Visit, dict[str, Any]]]) -> None:
    now, names = timezone.now(), {"updated_at"}
    moved: list[tuple[Visit, bool]] = []
    for visit, values in pairs:
        if Visit.moved_by & {
            name for name, value in values.items() if getattr(visit, name) != value
        }:
            moved.append((visit, "visitor_id" in values))
        for name, value in values.items():
            setattr(visit, name, value)
            names.add(Visit._meta.get_field(name.removesuffix("_id")).name)
        visit.updated_at = now
    if pairs:
        Visit.objects.bulk_update([visit for visit, _values in pairs], sorted(names))
    fit_journeys(moved, now)


def fit_journeys(moved: Sequence[tuple[Visit, bool]], now: datetime.datetime) -> None:
    """Find the journeys of stops anew, as ``reassume_journey`` does for one.

    A sourced journey keeps its stops, except those that have another traveller now (True).
    """
    keys = {visit.journey_id for visit, _other in moved if visit.journey_id}
    journeys = Journey.objects.in_bulk(keys)
    leaving = [
        visit
        for visit, other in moved
        if not visit.journey_id
        or other
        or journeys[visit.journey_id].basis != Journey.Basis.SOURCED
    ]
    if not leaving:
        return
    shrinks = {
        visit.journey_id
        for visit in leaving
        if visit.journey_id
        and journeys[visit.journey_id].basis != Journey.Basis.SOURCED
        and (visit.is_published or not journeys[visit.journey_id].is_published)
    }
    for visit in leaving:
        visit.journey = None
    _save_journeys(leaving, now)
    for key in shrinks:
        shrink_journey(journey=journeys[key])
    assume_journeys(visits=leaving)
    _save_journeys(leaving, now)


def _save_journeys(visits: list[Visit], now: datetime.datetime) -> None:
    for visit in visits:
        visit.updated_at = now
    Visit.objects.bulk_update(visits, ["journey", "updated_at"], batch_size=SET)


def propose_values(visit: Visit, values: dict[str, Any], user, reason: str) -> int:
    """Propose columns of a published visit for review; the revision, 0 if nothing would change."""
    payload = snapshot(visit)
    payload["fields"] |= {name: _plain(value) for name, value in values.items()}
    if "visitor_id" in values:  # the journey is of another traveller; approving finds the right one
        payload["fields"]["journey_id"] = None
    revision = propose(record=visit, payload=payload, user=user, reason=reason)
    return revision.pk if revision else 0


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value
