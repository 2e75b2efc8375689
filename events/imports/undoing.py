"""Taking an import back: what it created goes, what it changed becomes what it was before.

Whatever anybody changed since, or hung something on, stays as it is and is told, line by line.
What the import wrote is in history under its transaction (docs/decisions/0023 and 0071).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.models import EditorialState, Person, Position, recorded_as
from countries.models.base import EditorialModel
from events.actions import shrink_journey
from events.editorial import Refused, drop, reject
from events.imports.said import Said, Text, in_column, say, several
from events.imports.stored import WITH_PEOPLE
from events.imports.updating import propose_values, write_values
from events.merging import relations_of
from events.models import (
    Citation,
    FieldDecision,
    Import,
    ImportLine,
    Journey,
    Revision,
    Source,
    Visit,
    VisitParticipant,
)

SET = 500  # lines taken back at once
OWN = (VisitParticipant, Citation)
COUNTED = (
    *("deleted", "withdrawn", "restored", "proposed", "dropped", "left"),
    *("journeys", "journeys_left"),
)
Outcome = ImportLine.Outcome
WRITTEN = (Outcome.CREATED, Outcome.UPDATED, Outcome.PROPOSED)
LEFT_LENGTH: int = ImportLine._meta.get_field("left").max_length  # type: ignore[assignment]


class UndoRefused(Exception):
    """An import that cannot be taken back at all; the text says why."""


def undo_import(*, task: Import, user, reviews: bool, publishes: bool, reason: str = "") -> Import:
    """Take back what an import wrote, as far as nobody changed it since.

    ``reviews``: whether the user may withdraw what is published. ``publishes``: whether what they
    change in it is public at once; else a published visit that would become what it was waits for
    a second person, like any change to it (docs/decisions/0130, 0151). The import then says in
    ``undo_counts`` what became of its lines, and each line that was left says why. UndoRefused
    where it was not loaded or is undone already.
    """
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=task.pk)
        if locked.state != Import.State.DONE or not locked.transaction:
            raise UndoRefused(_("This import is not loaded, so there is nothing to undo."))
        why = _("import %(number)d undone") % {"number": locked.pk}
        why = f"{why}: {reason}" if reason else why
        with recorded_as(user.get_username(), why):
            undoing = _Undoing(locked, user, reviews, publishes, why)
            undoing.run()
            locked.state, locked.undone_at = Import.State.UNDONE, timezone.now()
            locked.undone_by, locked.undo_counts = user.get_username(), undoing.counts
            locked.save()
    return locked


class _Undoing:
    """One import on its way back."""

    def __init__(self, task: Import, user, reviews: bool, publishes: bool, why: str) -> None:
        self.task, self.user, self.why = task, user, why
        self.reviews, self.publishes = reviews, publishes
        self.counts = dict.fromkeys(COUNTED, 0)

    def run(self) -> None:
        lines = self.task.lines.filter(visit_key__isnull=False)
        for outcome, undo in (
            (Outcome.PROPOSED, self._drop),
            (Outcome.UPDATED, self._restore),
            (Outcome.CREATED, self._remove),
        ):
            chosen = lines.filter(outcome=outcome).order_by("number").iterator(chunk_size=SET)
            for some in _sets(chosen):
                undo(some)
        self._part_journeys()
        self._tidy_journeys()
        for model in (Position, Person, Source):
            self._tidy(model)

    def _leave(self, line: ImportLine, why: Text) -> None:
        line.left = in_column(why, LEFT_LENGTH)
        line.save(update_fields=["left"])
        self.counts["left"] += 1

    def _undoable(self, lines: Sequence[ImportLine]) -> Iterator[tuple[ImportLine, Visit]]:
        """The lines whose visits are as the import left them; the others are told and left."""
        keys = [line.visit_key for line in lines if line.visit_key]
        visits, changed = Visit.objects.in_bulk(keys), self._changed_since(keys)
        for line in lines:
            visit = visits.get(line.visit_key)
            if visit is None:
                self._leave(line, say(gettext_noop("It was deleted since.")))
            elif line.visit_key in changed:
                actor, date = changed[line.visit_key]
                text = gettext_noop("It was changed since, by %(actor)s on %(date)s.")
                when = f"{date:%Y-%m-%d %H:%M}"
                self._leave(line, say(text, actor=actor or "?", date=when))
            else:
                yield line, visit

    def _changed_since(self, keys: Sequence[int]) -> dict[int, tuple[str, Any]]:
        """Who last changed visits or their rows after the import, by visit."""
        since = self.task.done_at
        found: dict[int, tuple[str, Any]] = {}
        for model, key in ((Visit, "id"), *((part, "visit_id") for part in OWN)):
            later = model.history.filter(**{f"{key}__in": keys}, history_date__gte=since)
            later = later.exclude(history_transaction=self.task.transaction)
            rows = later.order_by("history_date", "history_id")
            for visit, actor, date in rows.values_list(key, "history_user_id", "history_date"):
                found[visit] = (actor, date)
        return found

    def _drop(self, lines: Sequence[ImportLine]) -> None:
        revisions = Revision.objects.in_bulk([line.revision_key for line in lines])
        for line in lines:
            revision = revisions.get(line.revision_key or 0)
            if revision is None or revision.decision in (
                Revision.Decision.REJECTED,
                Revision.Decision.DROPPED,
            ):
                continue
            try:
                self._decline(revision)
                self.counts["dropped"] += 1
            except Refused:
                self._leave(line, self._why_not(revision))

    def _decline(self, revision: Revision) -> None:
        if revision.author == self.user.get_username():
            drop(revision=revision, user=self.user)
        else:
            reject(revision=revision, user=self.user, comment=_("The import is undone."))

    def _why_not(self, revision: Revision) -> Text:
        """The refusal in English, which is the key of its translations: it is refused again."""
        with translation.override("en"):
            try:
                self._decline(revision)
            except Refused as refusal:
                return several([say(reason) for reason in refusal.reasons])
        raise AssertionError(f"revision {revision.pk} was refused once and not twice")

    def _restore(self, lines: Sequence[ImportLine]) -> None:
        undoable = list(self._undoable(lines))
        before = self._versions_before([visit.pk for _line, visit in undoable])
        pairs = []
        for line, visit in undoable:
            if visit.pk not in before:
                text = gettext_noop("History has no version before the import.")
                self._leave(line, say(text))
                continue
            values = before[visit.pk]
            values = {n: v for n, v in values.items() if getattr(visit, n) != v}
            if visit.is_published and not self.publishes:
                self._propose(line, visit, values)
            else:
                pairs.append((visit, values))
        write_values(pairs)
        self.counts["restored"] += len(pairs)

    def _propose(self, line: ImportLine, visit: Visit, values: dict[str, Any]) -> None:
        """What is public stays as it is until a second person has seen what it was before."""
        line.revision_key = propose_values(visit, values, self.user, self.why) or None
        line.save(update_fields=["revision_key"])
        self.counts["proposed"] += 1

    def _versions_before(self, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The last version of each visit before the import's own."""
        rows = Visit.history.filter(id__in=keys).order_by("id", "history_date", "history_id")
        found: dict[int, dict[str, Any]] = {}
        reached: set[int] = set()
        for values in rows.values("id", "history_transaction", *WITH_PEOPLE):
            key, number = values.pop("id"), values.pop("history_transaction")
            if number == self.task.transaction:
                reached.add(key)
            elif key not in reached:
                found[key] = values
        return found

    def _remove(self, lines: Sequence[ImportLine]) -> None:
        undoable = list(self._undoable(lines))
        held = _held([visit.pk for _line, visit in undoable])
        drafts, public = [], []
        for line, visit in undoable:
            if visit.pk in held:
                text = gettext_noop("Something else refers to it: %(what)s")
                self._leave(line, say(text, what=held[visit.pk]))
            elif visit.is_published and not self.reviews:
                self._leave(line, say(gettext_noop("It is published: a reviewer has to undo it.")))
            elif visit.is_published:
                public.append(visit)
            else:
                drafts.append(visit)
        keys = [visit.pk for visit in drafts]
        for model in OWN:
            model.objects.bulk_delete(model.objects.filter(visit__in=keys))
        Visit.objects.bulk_delete(drafts)
        _withdraw(public)  # its address was public: it answers that the visit is gone
        self.counts["deleted"] += len(drafts)
        self.counts["withdrawn"] += len(public)

    def _part_journeys(self) -> None:
        """Journeys that the import joined into others are journeys again, with their stops.

        A stop comes back that is still in the journey into which the import moved it. A journey
        without any such stop stays joined, and so does a published one if no reviewer undoes it.
        """
        moves = self._moves()
        gone = Journey.history.filter(
            history_transaction=self.task.transaction, history_type="-", id__in=moves
        )
        for version in gone:
            into = dict(moves[version.id])
            stops = [v for v in Visit.objects.filter(pk__in=into) if v.journey_id == into[v.pk]]
            journey = version.instance
            public = journey.is_published or any(stop.is_published for stop in stops)
            if not stops or (public and not self.reviews):
                self.counts["journeys_left"] += 1
                continue
            journey.save(force_insert=True)
            self._move(stops, journey)
            shrink_journey(journey=journey)
            self.counts["journeys"] += 1

    def _moves(self) -> dict[int, list[tuple[int, int | None]]]:
        """Stops that the import moved, with where to, by the journey in which they were before."""
        moved = Visit.history.filter(history_transaction=self.task.transaction, history_type="~")
        found: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
        for some in _sets(moved.order_by("id", "history_id").values_list("id", "journey_id")):
            into = dict(some)  # by the last version of each
            for key, before in self._journeys_before(list(into)).items():
                if before is not None and before != into[key]:
                    found[before].append((key, into[key]))
        return found

    def _journeys_before(self, keys: Sequence[int]) -> dict[int, int | None]:
        rows = Visit.history.filter(id__in=keys).order_by("id", "history_date", "history_id")
        found: dict[int, int | None] = {}
        reached: set[int] = set()
        for key, number, journey in rows.values_list("id", "history_transaction", "journey_id"):
            if number == self.task.transaction:
                reached.add(key)
            elif key not in reached:
                found[key] = journey
        return found

    @staticmethod
    def _move(stops: list[Visit], journey: Journey) -> None:
        for stop in stops:
            stop.journey, stop.updated_at = journey, timezone.now()
        Visit.objects.bulk_update(stops, ["journey", "updated_at"])

    def _tidy_journeys(self) -> None:
        """Journeys that the import made or stretched fit the stops that they have left."""
        for some in _sets(self._written(Journey)):
            empty = Journey.objects.filter(pk__in=some, visits__isnull=True)
            if not self.reviews:
                empty = empty.exclude(state=EditorialState.PUBLISHED)
            Journey.objects.bulk_delete(_unreferenced(Journey, empty))
            left = Journey.objects.filter(pk__in=some, basis=Journey.Basis.ASSUMED)
            gone = left.exclude(visits__state__in=_not(EditorialState.WITHDRAWN)).distinct()
            withdrawn = list(gone.exclude(state=EditorialState.WITHDRAWN))
            _withdraw(withdrawn)
            done = {journey.pk for journey in withdrawn}
            for journey in left.exclude(state=EditorialState.WITHDRAWN):
                if journey.pk not in done and (self.reviews or not journey.is_published):
                    shrink_journey(journey=journey)

    def _tidy(self, model: Any) -> None:
        """Delete what the import made and nothing names any more, unless somebody changed it."""
        for some in _sets(self._written(model, created=True)):
            changed = model.history.filter(id__in=some)
            changed = changed.exclude(history_transaction=self.task.transaction).values("id")
            rows = model._default_manager.filter(pk__in=some).exclude(pk__in=changed)
            if issubclass(model, EditorialModel) and not self.reviews:
                rows = rows.exclude(state=EditorialState.PUBLISHED)
            model._default_manager.bulk_delete(_unreferenced(model, rows))

    def _written(self, model: Any, *, created: bool = False) -> list[int]:
        rows = model.history.filter(history_transaction=self.task.transaction)
        if created:
            rows = rows.filter(history_type="+")
        return sorted(set(rows.values_list("id", flat=True)))


def _not(state: str) -> list[str]:
    return [value for value in EditorialState.values if value != state]


def _withdraw(records: Sequence[EditorialModel]) -> None:
    now = timezone.now()
    for record in records:
        record.state, record.updated_at = EditorialState.WITHDRAWN, now
    if records:
        type(records[0])._default_manager.bulk_update(records, ["state", "updated_at"])


def _held(keys: Sequence[int]) -> dict[int, Said]:
    """What other people hung on visits, by visit: a summit, a document, a decision, a proposal."""
    found: dict[int, Said] = {}
    links = [link for link in relations_of(Visit) if link.model not in OWN]
    links += [model._meta.get_field("visit") for model in (Revision, FieldDecision)]
    for link in links:
        rows = link.model._default_manager.filter(**{f"{link.attname}__in": keys})
        for key in rows.values_list(link.attname, flat=True):
            with translation.override("en"):  # the key of its translations
                found[key] = say(str(link.model._meta.verbose_name))
    return found


def _unreferenced(model: Any, rows: models.QuerySet) -> models.QuerySet:
    """The rows that nothing names: neither rows of others nor rows of their own."""
    keys = set(rows.values_list("pk", flat=True))
    for relation in model._meta.related_objects:
        source = relation.related_model
        if keys and not relation.many_to_many and not hasattr(source, "history_id"):
            named = source._default_manager.filter(**{f"{relation.field.attname}__in": keys})
            keys -= set(named.values_list(relation.field.attname, flat=True))
    return model._default_manager.filter(pk__in=keys)


def _sets(items: Iterable) -> Iterator[list]:
    items = iter(items)
    while some := list(islice(items, SET)):
        yield some
