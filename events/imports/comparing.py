"""What a line says anew of a visit that is here: a comparison of three.

*Base* is what the line's author had before them: the visit as it was exported, or as the last
import left it. What only the file changed is an update; what only somebody here changed stays;
what both changed is a conflict that a person decides. Without a base every difference is the
file's change.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from countries.names import fold
from events.imports.people import KnownPerson
from events.imports.rows import VisitRow
from events.imports.stored import (
    COMPARED,
    DEFAULTS,
    WITH_PEOPLE,
    StoredVisit,
    same_instant,
    unchanged_since,
)
from events.models import Import, Visit

IMPORTER = "import_visits"  # the actor of imports from before they were recorded
# Columns that change together; the others are alone.
GROUPS = (("start_date", "start_date_precision"), ("end_date", "end_date_precision"))
SINGLE = tuple((name,) for name in COMPARED if not name.startswith(("start_date", "end_date")))
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a visit, in words: what stands here, and what the file says."""

    name: str
    before: str
    after: str


@dataclass
class Comparison:
    """``values`` by column are what the file changes; ``conflicts`` name what both changed."""

    changes: list[FieldChange] = field(default_factory=list)
    values: Values = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    visitor: bool = False
    position: bool = False

    def __bool__(self) -> bool:
        return bool(self.changes)


def compare(
    row: VisitRow,
    visit: StoredVisit,
    person: KnownPerson | None,
    base: Values | None,
    *,
    clears_position: bool,
) -> Comparison:
    """What the line changes in the visit; ``person`` is its visitor here, None for a stranger."""
    found = Comparison()
    wanted = {name: row.fields.get(name, DEFAULTS[name]) for name in COMPARED}
    for group in (*GROUPS, *SINGLE):
        here, there = ([_plain(side[c]) for c in group] for side in (visit.values, wanted))
        before = [_plain(base[c]) for c in group] if base else here
        if here == there or (base and there == before):
            continue
        name = group[0].removesuffix("_id")
        found.changes.append(FieldChange(name, here[0], there[0]))
        found.values |= {column: wanted[column] for column in group}
        if base and here != before:
            found.conflicts.append(name)
    _compare_visitor(found, row, visit, person, base)
    _compare_position(found, row, visit, clears_position)
    if found and not found.conflicts:
        found.conflicts += _contradictions({**visit.values, **found.values})
    return found


def _compare_visitor(found: Comparison, row, visit, person, base) -> None:
    here, there = visit.values["visitor_id"], person.pk if person else None
    if here == there or (base and there is not None and there == base["visitor_id"]):
        return
    found.visitor = True
    found.changes.append(FieldChange("visitor", f"P{here}", f"“{row.visitors[0].name}”"))
    if base and here != base["visitor_id"]:
        found.conflicts.append("visitor")


def _compare_position(found: Comparison, row, visit, clears: bool) -> None:
    title = row.visitors[0].title
    known = {fold(office) for office in visit.offices}
    if fold(title) in known or (not title and not (known and clears)):
        return
    found.position = True
    found.changes.append(
        FieldChange("visitor_position", visit.offices[0] if visit.offices else "", title)
    )


def _contradictions(values: Values) -> list[str]:
    """What the file's changes and what stands here cannot be together."""
    found = []
    if values["end_date"] and values["end_date"] < values["start_date"]:
        found.append("end_date")
    if values["guest_country_id"] == values["host_country_id"]:
        found.append("guest_country")
    if bool(values["guest_country_id"]) == bool(values["guest_organization_id"]):
        found.append("guest_organization")
    return found


def _plain(value: Any) -> str:
    """Empty and not known compare alike."""
    return "" if value is None else str(value)


class Bases:
    """What the authors of lines had before them, by visit, in one query for all."""

    def __init__(self, pairs: Sequence[tuple[VisitRow, StoredVisit]]) -> None:
        self._found: dict[int, Values] = {}
        asked = {visit.pk: (row, visit) for row, visit in pairs if not _is_base(row, visit)}
        if not asked:
            return
        versions = _versions(asked)
        imports = set(
            Import.objects.filter(transaction__in={v["transaction"] for v in _all(versions)})
            .values_list("transaction", flat=True)
            .iterator()
        )
        for key, (row, _visit) in asked.items():
            base = _base(row, versions[key], imports)
            if base is not None:
                self._found[key] = base

    def of(self, row: VisitRow, visit: StoredVisit) -> tuple[Values | None, bool]:
        """The base, and whether one was to be had."""
        if _is_base(row, visit):
            return visit.values, True
        base = self._found.get(visit.pk)
        return base, base is not None


def _is_base(row: VisitRow, visit: StoredVisit) -> bool:
    return row.seen is not None and unchanged_since(visit, row.seen)


def _versions(keys: Iterable[int]) -> dict[int, list[Values]]:
    about = ("id", "updated_at", "history_user_id", "history_transaction")
    rows = Visit.history.filter(id__in=list(keys)).order_by("id", "history_date", "history_id")
    found: dict[int, list[Values]] = defaultdict(list)
    for values in rows.values(*about, *WITH_PEOPLE):
        values["transaction"] = values.pop("history_transaction")
        found[values["id"]].append(values)
    return found


def _all(versions: dict[int, list[Values]]) -> Iterable[Values]:
    return (version for some in versions.values() for version in some if version["transaction"])


def _base(row: VisitRow, versions: list[Values], imports: set) -> Values | None:
    if row.seen is not None:
        at = [v for v in versions if same_instant(row.seen, v["updated_at"])]
    else:
        at = [
            v for v in versions if v["transaction"] in imports or v["history_user_id"] == IMPORTER
        ]
    return at[-1] if at else None
