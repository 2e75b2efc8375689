"""Which new lines of a file are likely on record already, looked for in sets."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from countries.models import Person
from events.duplicates import Candidate, candidates_of_many
from events.duplicates.kinds import KINDS
from events.imports.people import KnownPerson
from events.imports.rows import VisitRow
from events.models import Visit

SET = 2000  # lines compared at a time, of one stretch of time
Attended = tuple[VisitRow, KnownPerson]


def likely_duplicates(lines: Iterable[Attended]) -> dict[int, list[Candidate]]:
    """The stored visits that new lines may be, by the number of the line, the likeliest first.

    Only visits of the same host with the same guest or visitor can be, so most lines of a file
    about others need no look. The rest is compared in the order of time, in sets that load a short
    stretch of the record each.
    """
    met = _Met()
    near = sorted((line for line in lines if line in met), key=lambda line: _start(line[0]))
    found = {}
    for some in _sets(near):
        records = [_unsaved(row, person) for row, person in some]
        for (row, _person), candidates in zip(some, candidates_of_many(records), strict=True):
            if candidates:
                found[row.line] = candidates
    return found


class _Met:
    """The pairs of host and guest, and of host and visitor, that the record has."""

    def __init__(self) -> None:
        stored = KINDS["visit"].stored().order_by()
        sides = ("host_country_id", "guest_country_id", "guest_organization_id")
        self._sides = set(stored.values_list(*sides).distinct())
        self._visitors = set(stored.values_list("host_country_id", "visitor_id").distinct())

    def __contains__(self, line: Any) -> bool:
        row, person = line
        host, fields = row.fields["host_country_id"], row.fields
        sides = (host, fields["guest_country_id"], fields["guest_organization_id"])
        return sides in self._sides or (host, person.pk) in self._visitors


def _start(row: VisitRow):
    return row.fields["start_date"]


def _sets(lines: Iterable[Attended]) -> Iterator[list[Attended]]:
    lines = iter(lines)
    while some := list(islice(lines, SET)):
        yield some


def _unsaved(row: VisitRow, person: KnownPerson) -> Visit:
    if person.pk:
        return Visit(**row.fields, visitor_id=person.pk)
    return Visit(**row.fields, visitor=Person(name_en=person.name))
