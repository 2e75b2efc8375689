"""Fields of a record on which its sources disagree, for its page."""

from dataclasses import dataclass

from django import template

from countries.models.base import LISTS
from events.models import Citation, FieldDecision

register = template.Library()


@dataclass(frozen=True)
class Disagreement:
    """A field, the values that the sources give with who gives them, and what was decided."""

    citation: Citation
    readings: dict[str, list[Citation]]
    decision: FieldDecision | None


@register.filter
def disagreements(record) -> list[Disagreement]:
    """The contested fields of a record whose citations are loaded; asks only if there are."""
    fields: dict[str, dict[str, list[Citation]]] = {}
    for citation in record.citations.all():
        if citation.field not in ("", *LISTS) and citation.value.strip():
            readings = fields.setdefault(citation.field, {})
            readings.setdefault(citation.value.strip(), []).append(citation)
    contested = {field: readings for field, readings in fields.items() if len(readings) > 1}
    decided = {d.field: d for d in reversed(record.field_decisions.all())} if contested else {}
    return [
        Disagreement(next(iter(readings.values()))[0], readings, decided.get(field))
        for field, readings in contested.items()
    ]
