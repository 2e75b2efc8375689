"""What belongs together in a queue, as one entry: a visit or a summit and what came with it.

A visit is logged with its summit, its documents, its journey and new people, each a record of its
own. ``events.together`` takes them through a step as one; here a list of records shows them so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models

from countries.models import Person
from countries.models.base import EditorialModel
from events.models import Journey, SignedDocument, Summit, SummitParticipant, Visit
from events.together import named_people

Key = tuple[type, int | None]


@dataclass
class Bundle:
    """A record and what comes with it; by itself where nothing does."""

    record: EditorialModel
    others: list[EditorialModel] = field(default_factory=list)

    def counts(self) -> list[tuple[str, int]]:
        """How many of each kind come with it."""
        found: dict[str, int] = {}
        for other in self.others:
            name = str(type(other)._meta.verbose_name_plural)
            found[name] = found.get(name, 0) + 1
        return list(found.items())


class Belonging:
    """What names what among some records: read once, for all the lists that show them."""

    def __init__(self, records: Iterable[EditorialModel]) -> None:
        records = list(records)
        self._below: dict[Key, list[Key]] = {}
        self._documents = {_key(r): r for r in records if isinstance(r, SignedDocument)}
        self._link_summits([r for r in records if isinstance(r, Summit)])
        for record in records:
            if isinstance(record, SignedDocument):
                self._link((Visit, record.visit_id), _key(record))
                self._link((Summit, record.summit_id), _key(record))
            elif isinstance(record, Visit):
                self._link(_key(record), (Journey, record.journey_id))
        self._people: Mapping[Key, set[int]] = {}
        if any(isinstance(r, Person) for r in records):
            self._people = named_people([r for r in records if not isinstance(r, Person)])

    def _link_summits(self, summits: list[Summit]) -> None:
        if not summits:
            return
        made = SummitParticipant.objects.filter(summit__in=summits, visit__isnull=False)
        for visit, summit in made.order_by("pk").values_list("visit_id", "summit_id"):
            self._link((Visit, visit), (Summit, summit))
            self._link((Summit, summit), (Visit, visit))

    def _link(self, above: Key, below: Key) -> None:
        if above[1] and below[1]:
            self._below.setdefault(above, []).append(below)

    def bundles(self, records: Iterable[EditorialModel]) -> list[Bundle]:
        """The records as entries, each record in one, the longest waiting first.

        A summit for which several of the visits were made leads them; else the visit leads.
        """
        rest = {_key(record): record for record in records}
        found: list[Bundle] = []
        for head in sorted(rest.values(), key=lambda record: self._rank(record, rest)):
            if rest.pop(_key(head), None) is not None:
                others = [rest.pop(key, None) for key in self._with(head)]
                found.append(Bundle(head, [other for other in others if other is not None]))
        return sorted(found, key=_waiting_since)

    def _rank(self, record: EditorialModel, among: Iterable[Key]) -> int:
        """Which leads: a summit of several visits, a visit, another summit, the rest, people."""
        if isinstance(record, Summit):
            visits = {key for key in self._of(_key(record), Visit) if key in among}
            return 0 if len(visits) > 1 else 2
        return {Visit: 1, Journey: 4, Person: 5}.get(type(record), 3)

    def _of(self, key: Key, kind: type) -> list[Key]:
        return [below for below in self._below.get(key, ()) if below[0] is kind]

    def _with(self, head: EditorialModel) -> list[Key]:
        """The keys of what belongs to a record, then of the people whom any of it names."""
        key = _key(head)
        events = [key, *self._of(key, Summit), *self._of(key, Visit)]
        rest = [below for event in events for below in self._below.get(event, ())]
        if isinstance(head, Visit):  # not what came of another visit to its summit
            rest = [r for r in rest if self._came_with(r, head.pk)]
        rest = [below for below in rest if below[0] in (Journey, SignedDocument)]
        named = (self._people.get(each, set()) for each in (*events, *rest))
        people = sorted({person for some in named for person in some})
        return [*events[1:], *rest, *((Person, person) for person in people)]

    def _came_with(self, key: Key, visit: int) -> bool:
        document = self._documents.get(key)
        return document is None or document.visit_id in (None, visit)


def _key(record: models.Model) -> Key:
    return type(record), record.pk


def _waiting_since(bundle: Bundle):
    return min(record.updated_at for record in (bundle.record, *bundle.others))
