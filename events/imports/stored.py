"""The visits that lines of a file are about, as they stand here."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

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
WITH_PEOPLE = (*COMPARED, "visitor_id", "visitor_position_id")
POSITION_NAMES = tuple(f"visitor_position__name_{language}" for language in ("en", "ru", "kk"))
ABOUT = ("pk", "external_id", "state", "created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """A visit of the record: ``values`` by column, and the names of its visitor's office."""

    pk: int
    external_id: str | None
    state: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    values: dict[str, Any]
    offices: tuple[str, ...]

    @classmethod
    def of(cls, row: Sequence[Any]) -> "StoredVisit":
        about, rest = row[: len(ABOUT)], row[len(ABOUT) :]
        values, offices = rest[: len(WITH_PEOPLE)], rest[len(WITH_PEOPLE) :]
        names = dict(zip(WITH_PEOPLE, values, strict=True))
        key, external_id, state, made, changed = about
        return cls(key, external_id, state, made, changed, names, tuple(filter(None, offices)))


class Stored:
    """The visits that some lines name, by public id or by external id, in one query for all."""

    def __init__(self, rows: Iterable[VisitRow]) -> None:
        rows = list(rows)
        named = Q(external_id__in=[row.external_id for row in rows])
        named |= Q(pk__in=[row.record for row in rows if row.record])
        self._by_key: dict[int, StoredVisit] = {}
        self._by_id: dict[str, StoredVisit] = {}
        found = Visit.objects.filter(named).order_by()
        for values in found.values_list(*ABOUT, *WITH_PEOPLE, *POSITION_NAMES):
            visit = StoredVisit.of(values)
            self._by_key[visit.pk] = visit
            if visit.external_id:
                self._by_id[visit.external_id] = visit

    def find(self, row: VisitRow) -> StoredVisit | None:
        """The visit that a line is about; None for a new one.

        A public id counts only where the visit was made when the line says: V12 of another
        installation is another visit.
        """
        visit = self._by_key.get(row.record or 0)
        if visit and (row.made is None or same_instant(row.made, visit.created_at)):
            return visit
        return self._by_id.get(row.external_id)


def same_instant(written: datetime.datetime, stored: datetime.datetime) -> bool:
    """Whether a file's instant is the stored one: to the second where the file has no parts of it.

    Spreadsheets may drop them.
    """
    return written == (stored if written.microsecond else stored.replace(microsecond=0))


def unchanged_since(visit: StoredVisit, seen: datetime.datetime) -> bool:
    """Whether the visit is as it was when it was exported."""
    return same_instant(seen, visit.updated_at) or visit.updated_at < seen
