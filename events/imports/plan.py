"""What importing a file would do: worked out for the whole file before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from countries.models import Position
from events.imports.errors import RowRejected
from events.imports.lookups import Lookups
from events.imports.mapping import Mapping
from events.imports.people import KnownPerson, People
from events.imports.positions import Positions
from events.imports.ranks import Visitor
from events.imports.rejects import Reject
from events.imports.rows import RowReader, VisitRow
from events.imports.stored import Stored
from events.imports.tables import Line, Sheet

Attendance = tuple[KnownPerson, Position | None]


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit to be created: the row, its visitor first, the rest of the delegation after."""

    row: VisitRow
    people: tuple[Attendance, ...]


@dataclass
class Plan:
    """The outcome for every record of the file."""

    new: list[PlannedVisit] = field(default_factory=list)
    unchanged: int = 0
    differing: list[tuple[int, str]] = field(default_factory=list)
    """Line number, and what differs from the visit that is here already and stays as it is."""
    rejects: list[Reject] = field(default_factory=list)
    people: list[KnownPerson] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Records of the file."""
        return len(self.new) + self.unchanged + len(self.differing) + len(self.rejects)

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


@dataclass
class Planner:
    """Plans a file by its mapping, with the record's tables loaded once."""

    mapping: Mapping

    def plan(self, sheet: Sheet) -> Plan:
        """Reads the record and writes nothing; ImportRefused if the mapping does not fit."""
        self.mapping.check_header(sheet.name, sheet.header)
        lookups = Lookups(self.mapping.labels)
        lookups.check(self.mapping)
        self.reader = RowReader(self.mapping, lookups)
        self.people, self.positions = People(), Positions()
        plan = Plan()
        stored = Stored(self.mapping.id_prefix)
        for line, row in self._rows(sheet, plan):
            try:
                if row.external_id in stored:
                    self._compare(plan, stored, row)
                else:
                    plan.new.append(PlannedVisit(row, self._attendances(row)))
            except RowRejected as error:
                plan.rejects.append(Reject(line, str(error)))
        plan.people, plan.positions = self.people.new, self.positions.new
        return plan

    def _rows(self, sheet: Sheet, plan: Plan) -> Iterator[tuple[Line, VisitRow]]:
        seen: dict[str, int] = {}
        for line in sheet.lines:
            try:
                if line.fault:
                    raise RowRejected([line.fault])
                row = self.reader.read(line.number, sheet.cells(line))
                first = seen.setdefault(row.external_id, line.number)
                if first != line.number:
                    raise RowRejected([f"the same id as line {first}, {row.external_id}"])
                yield line, row
            except RowRejected as error:
                plan.rejects.append(Reject(line, str(error)))

    def _attendances(self, row: VisitRow) -> tuple[Attendance, ...]:
        people: dict[KnownPerson, Position | None] = {}
        for place, visitor in enumerate(row.visitors):
            external_id = self._person_id(row) if place == 0 else None
            person = self.people.find_or_add(visitor, row.guest, external_id)
            people.setdefault(person, self._position(visitor, row.guest))
        return tuple(people.items())

    def _person_id(self, row: VisitRow) -> str | None:
        return f"{self.mapping.id_prefix}:{row.visitor_id}" if row.visitor_id else None

    def _position(self, visitor: Visitor, guest: str) -> Position | None:
        if not visitor.title:
            return None
        return self.positions.find_or_add(visitor.title, visitor.level, guest)

    def _compare(self, plan: Plan, stored: Stored, row: VisitRow) -> None:
        person = self.people.find(row.visitors[0], row.guest, self._person_id(row))
        differences = stored.differences(row, person.pk if person else None)
        if differences:
            what = "; ".join(f"{name}: {here}, now {there}" for name, (here, there) in differences)
            plan.differing.append((row.line, what))
        else:
            plan.unchanged += 1
