"""What there is to tell of each line of a file, as it is kept with its import."""

from collections.abc import Iterator
from itertools import islice

from countries.models.copying import like
from events.imports.plan import Plan, PlannedUpdate
from events.imports.said import stored
from events.models import Import, ImportLine

Outcome = ImportLine.Outcome
LABEL_LENGTH = ImportLine._meta.get_field("label").max_length
SAMPLE = 10  # of the visits to be created, shown before they are
SHORTENED = {"year": 4, "month": 7}  # letters of an ISO date that is not known to the day
SHOWN = (
    "guest_country_id",
    "guest_organization_id",
    "host_country_id",
    "start_date",
    "end_date",
    "city",
    "visit_type_id",
    "purpose",
)


def lines_of(
    task: Import,
    plan: Plan,
    *,
    created: dict[int, int] | None,
    proposed: dict[int, int],
    allowed: set[int],
) -> Iterator[ImportLine]:
    """The lines that change something or have something to tell.

    ``created`` has the keys of new visits by line once they are written; before, lines that just
    become visits are only counted, except the first few. ``proposed`` has the keys of revisions by
    line.
    """
    warnings = dict(plan.warnings)
    told: set[int] = set()
    for line in _lines(plan, created, proposed):
        line.task_id = task.pk
        line.allowed = line.number in allowed
        if line.number in warnings:
            line.texts = [*line.texts, *stored(warnings[line.number])]
        told.add(line.number)
        yield line
    new = {visit.row.line for visit in plan.new} if created is None else set()
    for number, texts in plan.warnings:
        if number not in told:
            outcome = Outcome.CREATED if number in new else Outcome.UNCHANGED
            yield ImportLine(task=task, number=number, outcome=outcome, texts=stored(texts))


def _lines(plan: Plan, created: dict[int, int] | None, proposed) -> Iterator[ImportLine]:
    new = ImportLine(outcome=Outcome.CREATED)
    for visit in islice(plan.new, SAMPLE) if created is None else ():
        yield _of_new(visit.row)
    for visit in plan.new if created is not None else ():
        key = (created or {}).get(visit.row.line)
        yield like(new, number=visit.row.line, visit_key=key)
    for update in plan.updates:
        outcome = Outcome.PROPOSED if update.proposed else Outcome.UPDATED
        yield _of_update(update, outcome, proposed.get(update.row.line))
    for update in plan.conflicts:
        line = _of_update(update, Outcome.CONFLICT)
        line.texts = sorted(update.comparison.conflicts)
        yield line
    for duplicate in plan.duplicates:
        row = duplicate.planned.row
        yield ImportLine(
            number=row.line,
            outcome=Outcome.DUPLICATE,
            label=_in_words(row)[:LABEL_LENGTH],
            changes=[{"field": n, "after": text} for n, text in _fields(row)],
            candidates=[[found.pk, found.likelihood.score] for found in duplicate.candidates],
        )
    for row, here, text in plan.kept:
        yield ImportLine(
            number=row.line, outcome=Outcome.KEPT, visit_key=here.pk, texts=stored([text])
        )
    for number, text in plan.differing:
        yield ImportLine(number=number, outcome=Outcome.KEPT, texts=stored([text]))
    for reject in plan.rejects:
        yield ImportLine(
            number=reject.line.number,
            outcome=Outcome.REJECTED,
            label=reject.label[:LABEL_LENGTH],
            texts=stored(reject.reasons),
        )


def _of_new(row) -> ImportLine:
    return ImportLine(
        number=row.line,
        outcome=Outcome.CREATED,
        label=_in_words(row)[:LABEL_LENGTH],
        changes=[{"field": name, "after": text} for name, text in _fields(row)],
    )


def _of_update(update: PlannedUpdate, outcome: str, revision: int | None = None) -> ImportLine:
    return ImportLine(
        number=update.row.line,
        outcome=outcome,
        visit_key=update.visit.pk,
        revision_key=revision,
        changes=[
            {"field": change.name, "before": change.before, "after": change.after}
            for change in update.comparison.changes
        ],
    )


def _in_words(row) -> str:
    place = row.fields["city"] or row.fields["host_country_id"]
    return f"{row.visitors[0].name} ({row.guest}): {place}, {_text(row, 'start_date')}"


def _text(row, name: str) -> str:
    text = str(row.fields.get(name) or "")
    return text[: SHORTENED.get(row.fields.get(f"{name}_precision", ""), len(text))]


def _fields(row) -> Iterator[tuple[str, str]]:
    """What the line says of a visit, to be set beside a candidate."""
    yield "visitor", row.visitors[0].name
    if row.visitors[0].title:
        yield "visitor_position", row.visitors[0].title
    for name in SHOWN:
        if text := _text(row, name):
            yield name.removesuffix("_id"), text
