"""The visits that an earlier import of the same file left here."""

from typing import Any

from events.imports.rows import VisitRow
from events.models import Visit

FIELDS = {field.attname: field for field in Visit._meta.concrete_fields}

COMPARED = (
    "start_date",
    "start_date_precision",
    "end_date",
    "end_date_precision",
    "guest_country_id",
    "guest_organization_id",
    "host_country_id",
    "city",
    "other_cities",
    "visit_type_id",
    "status",
    "mode",
    "confidence",
    "purpose",
    "note",
)
DEFAULTS = {name: FIELDS[name].get_default() for name in COMPARED}


class Stored:
    """Visits whose external id has the mapping's prefix, loaded once."""

    def __init__(self, prefix: str) -> None:
        rows = Visit.objects.filter(external_id__startswith=f"{prefix}:").order_by()
        self._rows = {
            external_id: values
            for external_id, *values in rows.values_list("external_id", "visitor_id", *COMPARED)
        }

    def __contains__(self, external_id: str) -> bool:
        return external_id in self._rows

    def differences(self, row: VisitRow, visitor: int | None) -> list[tuple[str, tuple[Any, Any]]]:
        """The fields in which a record of the file differs from its visit: here, and in the file.

        ``visitor`` is the primary key of the person whom the file names, None for a stranger.
        """
        here_visitor, *here = self._rows[row.external_id]
        there = (row.fields.get(name, DEFAULTS[name]) for name in COMPARED)
        found = [
            (name.removesuffix("_id"), (_text(old), _text(new)))
            for name, old, new in zip(COMPARED, here, there, strict=True)
            if _text(old) != _text(new)
        ]
        if here_visitor != visitor:
            found.append(("visitor", (f"P{here_visitor}", f"“{row.visitors[0].name}”")))
        return found


def _text(value: Any) -> str:
    """Empty and not known compare alike."""
    return "" if value is None else str(value)
