"""Planning a file by its mapping: line by line as to form, in sets as to what is here already."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext_noop

from countries.models import EditorialState, Position
from events.imports.comparing import Bases, compare
from events.imports.dates import ISO
from events.imports.errors import RowRejected
from events.imports.likely import likely_duplicates
from events.imports.lookups import Lookups
from events.imports.mapping import Mapping
from events.imports.people import KnownPerson, People
from events.imports.plan import Attendance, Choices, Duplicate, Plan, PlannedUpdate, PlannedVisit
from events.imports.positions import Positions
from events.imports.ranks import Visitor
from events.imports.rejects import Reject
from events.imports.rows import RowReader, VisitRow
from events.imports.said import say
from events.imports.stored import Stored, StoredVisit
from events.imports.tables import Line, Sheet
from events.models import Revision

LABEL = ("start", "visitor", "guest_country", "guest_organization", "host_country")
SET = 500  # lines whose visits are looked up at once
PERSON_ID = re.compile(r"P([1-9]\d{0,17})")
Read = tuple[Line, VisitRow]


@dataclass
class Planner:
    """Plans a file by its mapping, with the record's tables loaded once."""

    mapping: Mapping
    choices: Choices = field(default_factory=Choices)

    def plan(self, sheet: Sheet) -> Plan:
        """Reads the record and writes nothing; ImportRefused if the mapping does not fit."""
        for _count in self.steps(sheet):
            pass
        return self.result

    def steps(self, sheet: Sheet) -> Iterator[int]:
        """Plans, and pauses now and then with the number of lines read; ``result`` is the plan."""
        self.mapping.check_header(sheet.name, sheet.header)
        self.header = sheet.header
        lookups = Lookups(self.mapping.labels)
        lookups.check(self.mapping)
        formats = self.mapping.date_formats
        if sheet.kind != "csv" and ISO not in formats:  # a workbook's own dates come as ISO
            formats = (*formats, ISO)
        self.reader = RowReader(self.mapping, lookups, formats)
        self.people, self.positions = People(), Positions()
        self.result = plan = Plan()
        rows, count = self._rows(sheet, plan), 0
        while some := list(islice(rows, SET)):
            self._plan_set(plan, some)
            count = some[-1][0].number
            yield count
        self._set_duplicates_apart(plan)
        plan.rejects.sort(key=lambda reject: reject.line.number)
        plan.keep_only_used(self.people.new, self.positions.new)

    def _rows(self, sheet: Sheet, plan: Plan) -> Iterator[Read]:
        seen: dict[str, int] = {}
        for line in sheet.lines:
            if line.warnings:
                plan.warnings.append((line.number, line.warnings))
            try:
                if line.fault:
                    raise RowRejected([line.fault])
                row = self.reader.read(line.number, sheet.cells(line))
                first = seen.setdefault(row.external_id, line.number)
                if first != line.number:
                    sentence = gettext_noop("the same id as line %(line)d, %(id)s")
                    raise RowRejected([say(sentence, line=first, id=row.external_id)])
                yield line, row
            except RowRejected as error:
                plan.rejects.append(self._rejected(line, error))

    def _rejected(self, line: Line, error: RowRejected) -> Reject:
        return Reject(line, error.reasons, self._label(line))

    def _label(self, line: Line) -> str:
        """What a line says it is about, as far as it does: when, who, from where to where."""
        cells = dict.fromkeys(self.header, "") | dict(zip(self.header, line.cells, strict=False))
        told = {name: self.mapping.value(name, cells) for name in LABEL}
        sides = (told.pop("guest_country") or told.pop("guest_organization"), told["host_country"])
        way = " → ".join(filter(None, sides))
        return ", ".join(filter(None, (told["start"], told["visitor"], way)))

    def _plan_set(self, plan: Plan, some: list[Read]) -> None:
        stored = Stored(row for _line, row in some)
        differing: list[tuple[Line, VisitRow, StoredVisit]] = []
        for line, row in some:
            try:
                visit = stored.find(row)
                if visit is None:
                    plan.new.append(PlannedVisit(row, self._attendances(row)))
                elif self._compare(row, visit, None):
                    differing.append((line, row, visit))
                else:
                    plan.unchanged += 1
            except RowRejected as error:
                plan.rejects.append(self._rejected(line, error))
        if differing:
            self._plan_changes(plan, differing)

    def _compare(self, row: VisitRow, visit: StoredVisit, base):
        person = self._visitor_here(row, visit)
        clears = row.record == visit.pk and "visitor_position" in self.mapping.columns
        return compare(row, visit, person, base, clears_position=clears)

    def _visitor_here(self, row: VisitRow, visit: StoredVisit) -> KnownPerson | None:
        """The person here whom the line names as the visitor of a visit; None for a stranger."""
        match = PERSON_ID.fullmatch(row.visitor_id)
        if not match or row.record != visit.pk:
            return self.people.find(row.visitors[0], row.guest, self._person_id(row))
        person = self.people.of_key(int(match[1]))
        if person is None:
            raise RowRejected([say(gettext_noop("%(id)s is nobody here"), id=row.visitor_id)])
        if not self.people.bears(person, row.visitors[0].name):
            sentence = gettext_noop(
                "the visitor is %(id)s (%(known)s) by id and “%(name)s” by name: empty the id to "
                "name somebody else"
            )
            name = row.visitors[0].name
            raise RowRejected([say(sentence, id=row.visitor_id, known=person.name, name=name)])
        return person

    def _plan_changes(
        self, plan: Plan, differing: list[tuple[Line, VisitRow, StoredVisit]]
    ) -> None:
        bases = Bases([(row, visit) for _line, row, visit in differing])
        pending = self._pending(visit for _line, _row, visit in differing)
        for line, row, visit in differing:
            base, known = bases.of(row, visit)
            comparison = self._compare(row, visit, base)
            if not comparison:
                plan.unchanged += 1  # the file is as it was; what changed was changed here
                continue
            if not known and row.seen is not None:
                comparison.conflicts.append("updated_at")  # changed here since, nobody knows how
            if not self.choices.update:
                what = "; ".join(
                    f"{change.name}: {change.before}, now {change.after}"
                    for change in comparison.changes
                )
                plan.differing.append((row.line, what))
                continue
            try:
                self._plan_update(plan, row, visit, comparison, pending.get(visit.pk, []))
            except RowRejected as error:
                plan.rejects.append(self._rejected(line, error))

    def _plan_update(self, plan: Plan, row, visit, comparison, pending: list[dict]) -> None:
        if visit.state == EditorialState.WITHDRAWN:
            plan.kept.append((row, visit, say(gettext_noop("The visit was withdrawn."))))
            return
        if any(_says(payload, comparison.values) for payload in pending):
            sentence = gettext_noop("The same change awaits review already.")
            plan.kept.append((row, visit, say(sentence)))
            return
        held = bool(comparison.conflicts) and not (
            self.choices.every_conflict or row.line in self.choices.lines
        )
        person = position = None
        if not held and comparison.visitor:
            person = self._visitor(row)
        if not held and comparison.position:
            position = self._position(row.visitors[0], row.guest)
        public = person is None or person.published  # a hidden visitor would hide the visit
        direct = self.choices.publishes and public
        proposed = visit.state == EditorialState.PUBLISHED and not direct
        update = PlannedUpdate(row, visit, comparison, person, position, proposed)
        (plan.conflicts if held else plan.updates).append(update)

    def _pending(self, visits) -> dict[int, list[dict]]:
        """What waits for review of published visits, by visit."""
        keys = [visit.pk for visit in visits if visit.state == EditorialState.PUBLISHED]
        found: dict[int, list[dict]] = {}
        if keys and not self.choices.publishes:
            rows = Revision.objects.filter(visit__in=keys, decision=Revision.Decision.PENDING)
            for key, payload in rows.values_list("visit_id", "payload"):
                found.setdefault(key, []).append(payload["fields"])
        return found

    def _set_duplicates_apart(self, plan: Plan) -> None:
        if self.choices.every_duplicate or not plan.new:
            return
        asked = [v for v in plan.new if v.row.line not in self.choices.lines]
        likely = likely_duplicates((visit.row, visit.people[0][0]) for visit in asked)
        if not likely:
            return
        plan.duplicates = [
            Duplicate(visit, likely[visit.row.line]) for visit in asked if visit.row.line in likely
        ]
        plan.new = [visit for visit in plan.new if visit.row.line not in likely]

    def _attendances(self, row: VisitRow) -> tuple[Attendance, ...]:
        first = row.visitors[0]
        people = {self._visitor(row): self._position(first, row.guest)}
        for visitor in row.visitors[1:]:
            person = self.people.find_or_add(visitor, row.guest, None)
            people.setdefault(person, self._position(visitor, row.guest))
        return tuple(people.items())

    def _visitor(self, row: VisitRow) -> KnownPerson:
        match = PERSON_ID.fullmatch(row.visitor_id)
        if match and self.mapping.record.id and not row.record:  # a line added to our own list
            person = self.people.of_key(int(match[1]))
            if person and self.people.bears(person, row.visitors[0].name):
                return person
        return self.people.find_or_add(row.visitors[0], row.guest, self._person_id(row))

    def _person_id(self, row: VisitRow) -> str | None:
        return f"{self.mapping.id_prefix}:{row.visitor_id}" if row.visitor_id else None

    def _position(self, visitor: Visitor, guest: str) -> Position | None:
        if not visitor.title:
            return None
        return self.positions.find_or_add(visitor.title, visitor.level, guest)


def _says(payload: dict, values: dict) -> bool:
    """Whether a pending change says all that the file would change."""
    plain = {name: None if value is None else str(value) for name, value in values.items()}
    return bool(values) and all(
        (None if payload.get(name) is None else str(payload[name])) == value
        for name, value in plain.items()
    )
