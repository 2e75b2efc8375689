"""What an import did or would do, in lines for a person."""

from collections.abc import Iterator

from events.imports.plan import Duplicate, Plan
from events.imports.said import joined

SHOWN = 20  # lines of a kind; the reject file has them all


def report(plan: Plan, *, state: str, loaded: bool) -> Iterator[str]:
    """The counts, then the first rejects and differences with their line numbers."""
    done = "created" if loaded else "to create"
    yield f"{plan.read} rows read"
    yield f"visits {done}: {len(plan.new)} ({state})"
    yield f"unchanged, here already: {plan.unchanged}"
    yield f"differing, left as they are here: {len(plan.differing) + len(plan.kept)}"
    if plan.updates:
        yield f"visits {'updated' if loaded else 'to update'}: {len(plan.updates)}"
    if plan.conflicts:
        yield f"changed here too, left as they are here: {len(plan.conflicts)}"
    if plan.duplicates:
        yield f"likely here already, not created: {len(plan.duplicates)}"
    yield f"rejected: {len(plan.rejects)}"
    yield f"people {done}: {len(plan.people)}"
    yield f"offices {done}: {len(plan.positions)}"
    if plan.years:
        yield f"visits {done} start in {min(plan.years)} to {max(plan.years)}"
    if hidden := plan.hidden if state == "published" else 0:
        yield f"{hidden} of them stay hidden, because their visitor is here and is not published"
    yield from _first("rejected", [str(reject) for reject in plan.rejects])
    yield from _first("likely duplicate", [_duplicate(found) for found in plan.duplicates])
    yield from _first("warning", [f"line {n}: {joined(said)}" for n, said in plan.warnings])
    yield from _first("differs", [f"line {line}: {what}" for line, what in plan.differing])


def _first(heading: str, lines: list[str]) -> Iterator[str]:
    yield from (f"{heading}: {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"{heading}: and {len(lines) - SHOWN} more"


def _duplicate(found: Duplicate) -> str:
    candidates = ", ".join(f"V{candidate.pk}" for candidate in found.candidates)
    return f"line {found.planned.row.line}: {candidates}"
