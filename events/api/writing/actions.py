"""What a program's write does to the record, in one transaction each."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from countries.api.errors import Gone
from countries.api.moved import was_public
from countries.filters.parameters import public
from countries.models import EditorialState, recorded_as
from countries.models.base import EditorialModel
from countries.snapshots import snapshot
from events.actions import assume_journeys, reassume_journey
from events.api.writing.authority import Caller
from events.api.writing.duplicates import candidates, new_candidates
from events.api.writing.entry import Entry
from events.api.writing.forms import RecordForm, version_of
from events.api.writing.refusals import (
    merged_away,
    possible_duplicate,
    precondition_failed,
    precondition_required,
)
from events.editorial import Refused, obstacles, propose, publish, submit, withdraw
from events.models import Visit
from events.positions import position_then


@dataclass(frozen=True)
class Written:
    """What became of a write: ``create``, ``update``, ``propose``, ``withdraw`` or ``nothing``."""

    outcome: str
    record: EditorialModel
    form: dict[str, Any]
    version: str
    revision: int | None = None


@transaction.atomic
def create(*, form: RecordForm, body: Any, caller: Caller, confirmed: bool) -> Written:
    """A new record: a draft, or public at once where the caller may publish its own."""
    record = form.serializer.model()
    entry = Entry(form, record, body, caller, whole=False)
    with recorded_as(caller.name, caller.reason):
        entry.read()
        if not confirmed and (found := candidates(record)):
            raise possible_duplicate([_candidate(one, caller) for one in found])
        _complete(record)
        if isinstance(record, Visit):
            assume_journeys(visits=[record])
        record.save()
        entry.save_rows()
        default = EditorialState.PUBLISHED if caller.publishes_own else None
        _step(record, entry.state or default, caller)
    return _written("create", record, form)


@transaction.atomic
def change(
    *,
    form: RecordForm,
    lookup: dict,
    body: Any,
    caller: Caller,
    if_match: str,
    whole: bool,
    confirmed: bool,
) -> Written:
    """A change to a record; one to a public record waits for review unless the caller publishes
    its own changes too."""
    record = _held(form, lookup, caller, if_match)
    if record.is_published and not caller.publishes_own:
        return _propose(form, record, body, caller, whole=whole, confirmed=confirmed)
    with recorded_as(caller.name, caller.reason):
        entry = _enter(form, record, body, caller, whole=whole, confirmed=confirmed)
        changed = entry.changed
        if record.state == EditorialState.WITHDRAWN and entry.state in (None, record.state):
            raise Refused(_("It is withdrawn: send a state with the change to bring it back."))
        if isinstance(record, Visit) and record.travels_anew(changed):
            reassume_journey(visit=record)
        if record.is_published and (reasons := obstacles(record)):
            raise Refused(*reasons)
        _step(record, entry.state, caller)
    return _written("update", record, form)


@transaction.atomic
def take_back(*, form: RecordForm, lookup: dict, caller: Caller, if_match: str) -> Written:
    """Withdraw a record. It stays on record, with its id and its history."""
    record = _held(form, lookup, caller, if_match)
    if record.is_published:
        if not caller.publishes:
            raise _may_not_publish()
        withdraw(record=record, user=caller.user, reason=caller.reason)
    elif record.state == EditorialState.WITHDRAWN:
        raise Refused(_("It is withdrawn already."))
    else:
        with recorded_as(caller.name, caller.reason):
            record.state = EditorialState.WITHDRAWN
            record.save(update_fields=["state", "updated_at"])
    return _written("withdraw", record, form)


def _held(form: RecordForm, lookup: dict, caller: Caller, if_match: str) -> Any:
    """The record, locked, once it is sure that the caller has seen it as it is now."""
    model = form.serializer.model
    if not caller.reachable(model).filter(**lookup).exists():
        raise _not_there(model, lookup)
    known = [tag for tag in parse_etags(if_match) if tag != "*"]
    if not known:
        raise precondition_required()
    record = model._default_manager.select_for_update().get(**lookup)
    if target := record.replacement():
        raise merged_away(target.public_id)
    version = version_of(record)
    # An answer's tag begins with the version of the record that it shows.
    if version not in {tag.strip('"').partition(".")[0] for tag in known if tag[0] == '"'}:
        raise precondition_failed(f'"{version}"')
    return record


def _not_there(model: Any, lookup: dict) -> Exception:
    """A record that was public is gone, or stands under another id; no other is known of."""
    if not was_public(model, lookup):
        return Http404()
    target = model._default_manager.get(**lookup).replacement()
    if target is not None and public(model).filter(pk=target.pk).exists():
        return merged_away(target.public_id)
    return Gone(_("It was public here and is withdrawn."))


def _enter(form, record, body, caller: Caller, *, whole: bool, confirmed: bool) -> Entry:
    entry = Entry(form, record, body, caller, whole=whole)
    entry.read()
    if entry.changed and not confirmed and (found := new_candidates(record)):
        raise possible_duplicate([_candidate(one, caller) for one in found])
    _complete(record)
    record.save()
    entry.save_rows()
    return entry


def _propose(form, record, body, caller: Caller, *, whole: bool, confirmed: bool) -> Written:
    """Try the change out, note what the record would become, and keep that for review."""
    savepoint = transaction.savepoint()
    entry = _enter(form, record, body, caller, whole=whole, confirmed=confirmed)
    if entry.state not in (None, EditorialState.PUBLISHED):
        raise Refused(_("It is published: withdraw it with DELETE."))
    payload, would_be = snapshot(record), form.written(record)
    transaction.savepoint_rollback(savepoint)
    record = type(record)._default_manager.get(pk=record.pk)
    revision = propose(record=record, payload=payload, user=caller.user, reason=caller.reason)
    if revision is None:
        return _written("nothing", record, form)
    return Written("propose", record, would_be, version_of(record), revision.pk)


def _complete(record: EditorialModel) -> None:
    """Fill what follows from the rest, as the admin does."""
    if isinstance(record, Visit) and record.visitor_position_id is None:
        record.visitor_position = position_then(record, record.start_date)


def _step(record: EditorialModel, wanted: str | None, caller: Caller) -> None:
    """The editorial step from the record's state to the wanted one."""
    if wanted in (None, record.state):
        return
    if wanted == EditorialState.PUBLISHED:
        if not caller.publishes:
            raise _may_not_publish()
        publish(record=record, user=caller.user, comment=caller.reason)
    elif wanted == EditorialState.IN_REVIEW:
        submit(record=record, user=caller.user)
    else:
        raise Refused(_("Only a record's reviewer sends it back; DELETE withdraws it."))
    record.refresh_from_db()


def _may_not_publish() -> PermissionDenied:
    return PermissionDenied(
        _("To publish and to withdraw, the key needs the scope publish, its user the permission.")
    )


def _written(outcome: str, record: Any, form: RecordForm) -> Written:
    record = type(record)._default_manager.get(pk=record.pk)
    return Written(outcome, record, form.written(record), version_of(record))


def _candidate(record: Any, caller: Caller) -> dict[str, Any]:
    """Of someone else's draft the id alone."""
    candidate = {"id": record.public_id, "state": record.state, "title": None}
    if caller.reachable(type(record)).filter(pk=record.pk).exists():
        candidate["title"] = str(record)
    candidate["public"] = public(type(record)).filter(pk=record.pk).exists()
    return candidate
