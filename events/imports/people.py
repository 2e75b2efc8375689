"""Who a name in a file is: somebody already here, or somebody new.

The same name (folded: case, accents, spelling of sounds) with the same guest country or
organization is the same person. Somebody here whose country nothing tells yet is taken when the
name has at least two words and nobody else bears it. Other spellings are other people until an
editor merges them.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from countries.models import Person, Tenure
from countries.names import fold
from events.imports.errors import RowRejected
from events.imports.ranks import Visitor
from events.imports.said import say
from events.models import Visit, VisitParticipant


@dataclass(eq=False, slots=True)
class KnownPerson:
    """A person of the record, or one to be created (then without a primary key)."""

    name: str
    external_id: str | None = None
    pk: int | None = None
    published: bool = False
    guests: set[str] = field(default_factory=set)
    """Codes of countries and organizations for which the person travelled or held an office."""


class People:
    """Everybody in the record, loaded once, and those whom the file adds."""

    def __init__(self) -> None:
        self.new: list[KnownPerson] = []
        self._by_id: dict[str, KnownPerson] = {}
        self._by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_key: dict[int, KnownPerson] = {}
        by_pk = self._by_key
        columns = ("pk", "name_en", "name_ru", "name_kk", "other_names", "external_id", "state")
        for pk, *names, other_names, external_id, state in Person.objects.values_list(*columns):
            person = KnownPerson(names[0], external_id, pk, published=state == "published")
            by_pk[pk] = person
            self._add(person, {*names, *other_names.split(";")})
        for pk, *guests in _guests():
            by_pk[pk].guests.update(guest for guest in guests if guest)

    def find(self, visitor: Visitor, guest: str, external_id: str | None) -> KnownPerson | None:
        """The one person of this id or name; None if there is none, RowRejected if several."""
        if external_id and external_id in self._by_id:
            return self._by_id[external_id]
        prefix = external_id.partition(":")[0] + ":" if external_id else ""
        namesakes = [
            person
            for person in self._by_name.get(fold(visitor.name), ())
            # Somebody whom the same file calls by another id is another person.
            if not (prefix and (person.external_id or "").startswith(prefix))
        ]
        found = [person for person in namesakes if guest in person.guests]
        if not found and len(visitor.name.split()) > 1:
            found = [person for person in namesakes if not person.guests]
        if len(found) > 1:
            ids = ", ".join(f"P{person.pk}" if person.pk else "new" for person in found)
            sentence = gettext_noop("“%(name)s” could be more than one person: %(ids)s")
            raise RowRejected([say(sentence, name=visitor.name, ids=ids)])
        return found[0] if found else None

    def find_or_add(self, visitor: Visitor, guest: str, external_id: str | None) -> KnownPerson:
        """The person of this id or name, new if there is none yet."""
        person = self.find(visitor, guest, external_id)
        if person is None:
            person = KnownPerson(visitor.name, external_id)
            self.new.append(person)
            self._add(person, {visitor.name})
        person.guests.add(guest)
        return person

    def of_key(self, key: int) -> KnownPerson | None:
        """The person of the record with this primary key."""
        return self._by_key.get(key)

    def bears(self, person: KnownPerson, name: str) -> bool:
        """Whether the name is one of the person's, in whatever script."""
        return any(other is person for other in self._by_name.get(fold(name), ()))

    def _add(self, person: KnownPerson, names: set[str]) -> None:
        if person.external_id:
            self._by_id[person.external_id] = person
        for key in {fold(name) for name in names if name.strip()}:
            self._by_name[key].append(person)


def _guests():
    """Rows of a person and the countries and organizations that the record ties to them."""
    yield from (
        Visit.objects.order_by()
        .values_list("visitor", "guest_country", "guest_organization")
        .distinct()
    )
    for model in (Tenure, VisitParticipant):
        yield from (
            model.objects.order_by()
            .values_list("person", "position__country", "position__organization")
            .distinct()
        )
