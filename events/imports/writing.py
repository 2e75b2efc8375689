"""Writing a plan: people, offices, journeys, visits, delegations and citations, in one piece."""

from collections.abc import Iterator
from itertools import groupby

from django.db import transaction

from countries.models import Person, Position, recorded_as
from countries.models.copying import like
from events.actions import assume_journeys
from events.imports.plan import Plan, PlannedVisit
from events.imports.sources import Sources
from events.models import Citation, Visit, VisitParticipant

ACTOR = "import_visits"
CHUNK = 2000  # visits in memory as model instances
BATCH = 1000  # rows of one INSERT


def write(plan: Plan, *, state: str, file_name: str, actor: str = ACTOR) -> dict[int, int]:
    """Create everything that the plan calls new, with history, or nothing at all.

    The keys of the visits that it created, by line.
    """
    keys: dict[int, int] = {}
    with transaction.atomic(), recorded_as(actor, file_name):
        _create_people(plan, state)
        Position.objects.bulk_create(plan.positions, batch_size=BATCH)
        for chunk in _chunks(plan.new):
            visits = _create_visits(chunk, state)
            keys |= {item.row.line: visit.pk for item, visit in zip(chunk, visits, strict=True)}
    return keys


def _create_people(plan: Plan, state: str) -> None:
    new = Person(state=state)
    people = [
        like(new, name_en=person.name, external_id=person.external_id) for person in plan.people
    ]
    Person.objects.bulk_create(people, batch_size=BATCH)
    for known, person in zip(plan.people, people, strict=True):
        known.pk, known.published = person.pk, person.is_published


def _chunks(visits: list[PlannedVisit]) -> Iterator[list[PlannedVisit]]:
    """Chunks that keep each visitor's visits together, as their journeys need."""
    chunk: list[PlannedVisit] = []
    ordered = sorted(visits, key=_visitor)
    for _pk, group in groupby(ordered, key=_visitor):
        chunk += group
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _visitor(visit: PlannedVisit) -> int:
    return visit.people[0][0].pk or 0


def _create_visits(planned: list[PlannedVisit], state: str) -> list[Visit]:
    sources = Sources(item.row.source for item in planned)
    new = Visit(state=state)
    visits = [_visit(item, new) for item in planned]
    assume_journeys(visits=visits)
    Visit.objects.bulk_create(visits, batch_size=BATCH)
    pairs = list(zip(visits, planned, strict=True))
    VisitParticipant.objects.bulk_create(list(_delegations(pairs)), batch_size=BATCH)
    cited = Citation(check_state=Citation.Check.CARRIED_OVER)
    Citation.objects.bulk_create(
        [
            like(cited, source_id=sources[item.row.source], visit_id=visit.pk, page=item.row.page)
            for visit, item in pairs
        ],
        batch_size=BATCH,
    )
    return visits


def _visit(planned: PlannedVisit, new: Visit) -> Visit:
    person, position = planned.people[0]
    return like(
        new,
        **planned.row.fields,
        external_id=planned.row.external_id,
        visitor_id=person.pk,
        visitor_position_id=position.pk if position else None,
    )


def _delegations(pairs: list[tuple[Visit, PlannedVisit]]) -> Iterator[VisitParticipant]:
    for visit, item in pairs:
        for order, (person, position) in enumerate(item.people[1:], start=1):
            yield VisitParticipant(
                visit_id=visit.pk,
                person_id=person.pk,
                position=position,
                role=VisitParticipant.Role.DELEGATION,
                order=order,
            )
