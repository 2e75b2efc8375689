"""What importing a file would do: worked out for the whole file before anything is written."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from countries.models import Position
from events.duplicates import Candidate
from events.imports.comparing import Comparison
from events.imports.people import KnownPerson
from events.imports.rejects import Reject
from events.imports.rows import VisitRow
from events.imports.said import Text
from events.imports.stored import StoredVisit

Attendance = tuple[KnownPerson, Position | None]


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit to be created: the row, its visitor first, the rest of the delegation after."""

    row: VisitRow
    people: tuple[Attendance, ...]


@dataclass(frozen=True, slots=True)
class PlannedUpdate:
    """A visit to be changed. ``person`` and ``position`` count where the comparison says so.

    ``proposed``: the visit is published, and whoever imports may only propose the change.
    """

    row: VisitRow
    visit: StoredVisit
    comparison: Comparison
    person: KnownPerson | None = None
    position: Position | None = None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A new visit that is likely here already, and is not created unless somebody says so."""

    planned: PlannedVisit
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever imports has decided beforehand.

    ``lines``: numbers of lines that are written although they are likely duplicates, or were
    changed here since. ``publishes``: whether published visits are changed directly.
    """

    lines: frozenset[int] = frozenset()
    every_duplicate: bool = False
    every_conflict: bool = False
    update: bool = True
    publishes: bool = False


@dataclass
class Plan:
    """The outcome for every record of the file."""

    new: list[PlannedVisit] = field(default_factory=list)
    updates: list[PlannedUpdate] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    conflicts: list[PlannedUpdate] = field(default_factory=list)
    """Visits that somebody here changed in the same fields, and that stay as they are."""
    kept: list[tuple[VisitRow, StoredVisit, Text]] = field(default_factory=list)
    """Visits that the file would change and an import may not, with the reason."""
    unchanged: int = 0
    differing: list[tuple[int, str]] = field(default_factory=list)
    """Line number, and what differs from the visit here, where no updates are wanted."""
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[tuple[int, tuple[Text, ...]]] = field(default_factory=list)
    people: list[KnownPerson] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Records of the file."""
        parts: tuple[list, ...] = (self.new, self.updates, self.duplicates, self.conflicts)
        parts += (self.kept, self.differing, self.rejects)
        return sum(map(len, parts)) + self.unchanged

    @property
    def hidden(self) -> int:
        """Visits to be created whose visitor is here already and not public."""
        visitors = (visit.people[0][0] for visit in self.new)
        return sum(person.pk is not None and not person.published for person in visitors)

    @property
    def years(self) -> dict[int, int]:
        """Visits to be created by the year in which they start."""
        years: dict[int, int] = {}
        for visit in self.new:
            year = visit.row.fields["start_date"].year
            years[year] = years.get(year, 0) + 1
        return dict(sorted(years.items()))

    @property
    def counts(self) -> dict[str, int]:
        """Lines by outcome, as ``ImportLine.Outcome`` names them, with people and offices."""
        proposed = sum(update.proposed for update in self.updates)
        return {
            "read": self.read,
            "created": len(self.new),
            "updated": len(self.updates) - proposed,
            "proposed": proposed,
            "duplicate": len(self.duplicates),
            "conflict": len(self.conflicts),
            "kept": len(self.kept) + len(self.differing),
            "unchanged": self.unchanged,
            "rejected": len(self.rejects),
            "warnings": len(self.warnings),
            "people": len(self.people),
            "positions": len(self.positions),
        }

    def digest(self) -> str:
        """What the file comes to here, whether or not somebody decides to hold a line back.

        Two plans of one file agree in it as long as nothing that they rest on was changed here.
        """
        made = hashlib.sha256(str(self.unchanged).encode())
        new = [*self.new, *(duplicate.planned for duplicate in self.duplicates)]
        lines = {visit.row.line: f"+ {visit.people[0][0].pk}" for visit in new}
        for update in (*self.updates, *self.conflicts):
            lines[update.row.line] = f"~ {update.visit.pk} {update.comparison.changes}"
        lines |= {reject.line.number: "-" for reject in self.rejects}
        for number in sorted(lines):
            made.update(f"{number}{lines[number]}".encode())
        return made.hexdigest()

    def keep_only_used(self, people: Iterable[KnownPerson], positions: Iterable[Position]) -> None:
        """Take over the new people and offices that something to be written names."""
        used_people = {id(person) for visit in self.new for person, _office in visit.people}
        used_people |= {id(update.person) for update in self.updates}
        offices = {id(office) for visit in self.new for _person, office in visit.people}
        offices |= {id(update.position) for update in self.updates}
        self.people = [person for person in people if id(person) in used_people]
        self.positions = [office for office in positions if id(office) in offices]
