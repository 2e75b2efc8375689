"""How the records of each type are read and compared.

A kind reads rows as flat *traits*, in a fixed number of queries however many there are, and names
the *blocks* in which a record has to be looked for: only records that share a block are compared.
"""

import datetime
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from countries.models.base import EditorialState
from countries.partial_dates import Precision
from events.duplicates.evidence import Period

WINDOW = datetime.timedelta(days=4)  # beyond it, dates are apart
Block = tuple[Hashable, bool]
"""A key that two records share, and whether their dates must be near as well."""


@dataclass(slots=True)
class Traits:
    """What of a record is compared. ``place`` is its position in what was asked."""

    pk: int | None
    period: Period | None = None
    values: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str):
        try:
            return self.values[name]
        except KeyError as error:
            raise AttributeError(name) from error


class Kind:
    """One type of record: its model, how it is read, compared and looked for."""

    name: ClassVar[str]
    model: ClassVar[Any]
    columns: ClassVar[tuple[str, ...]]
    last: ClassVar[str] = "end_date"
    """The column with the last day; empty where the type has no dates."""
    first: ClassVar[str] = "start_date"

    def stored(self) -> QuerySet:
        """The records that a duplicate may be found among."""
        return self.model.objects.exclude(state=EditorialState.WITHDRAWN)

    def load(self, rows: QuerySet) -> list[Traits]:
        """The traits of stored rows."""
        columns = (*self.columns, *self._date_columns())
        read = rows.order_by().values_list("pk", *columns)
        return self.enriched([self._traits(pk, columns, values) for pk, *values in read.iterator()])

    def of(self, records: Sequence[Any]) -> list[Traits]:
        """The traits of instances, saved or not."""
        columns = (*self.columns, *self._date_columns())
        found = [
            self._traits(r.pk, columns, [getattr(r, column) for column in columns]) for r in records
        ]
        for traits, record in zip(found, records, strict=True):
            self.unsaved(traits, record)
        return self.enriched(found)

    def unsaved(self, traits: Traits, record: Any) -> None:
        """Takes from an instance what its columns do not hold."""

    def enriched(self, found: list[Traits]) -> list[Traits]:
        """Adds what stands in other tables, for all of them at once."""
        return found

    def near(self, found: Sequence[Traits]) -> Q:
        """A condition that holds for every stored row that shares a block with any of these."""
        raise NotImplementedError

    def blocks(self, traits: Traits) -> Iterable[Block]:
        raise NotImplementedError

    def compare(self, one: Traits, other: Traits) -> Iterator[str]:
        """The codes of the evidence between two records."""
        raise NotImplementedError

    def _date_columns(self) -> tuple[str, ...]:
        if not self.last:
            return ()
        precisions = [f"{self.first}_precision"]
        if self.last == "end_date":
            precisions.append("end_date_precision")
        return (self.first, self.last, *precisions)

    def _traits(self, pk, columns: Sequence[str], values: Sequence[Any]) -> Traits:
        traits = Traits(pk, values=dict(zip(columns, values, strict=True)))
        traits.period = self._period(traits.values)
        return traits

    def _period(self, values: dict[str, Any]) -> Period | None:
        if not self.last or values[self.first] is None:
            return None
        first, last = values[self.first], values[self.last] or values[self.first]
        precisions = (
            values[f"{self.first}_precision"],
            values.get("end_date_precision", Precision.DAY) if values[self.last] else Precision.DAY,
        )
        if not values[self.last]:  # only the start is known: it may be a month or a year
            last = max(first, _end_of(first, precisions[0]))
        return Period(first, last, all(p == Precision.DAY for p in precisions))

    def _between(self, found: Sequence[Traits]) -> Q:
        """Stored rows of the time that these cover, with the window around it."""
        dated = [traits.period for traits in found if traits.period]
        if not dated:
            return Q(pk__in=[])
        first = min(period.first for period in dated) - WINDOW
        last = max(period.last for period in dated) + WINDOW
        started = Q(**{f"{self.first}__lte": last})
        # A start known to the year only stands on 1 January.
        unended = Q(
            **{
                f"{self.last}__isnull": True,
                f"{self.first}__gte": first.replace(month=1, day=1),
            }
        )
        return started & (Q(**{f"{self.last}__gte": first}) | unended)


def _end_of(first: datetime.date, precision: str) -> datetime.date:
    if precision == Precision.YEAR:
        return first.replace(month=12, day=31)
    if precision == Precision.MONTH:
        following = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        return following - datetime.timedelta(days=1)
    return first


KINDS: dict[str, Kind] = {}
"""The kinds by the name of their record type, filled by the modules that declare them."""


def register(kind: type[Kind]) -> type[Kind]:
    KINDS[kind.name] = kind()
    return kind


def kind_of(record: Any) -> Kind | None:
    """The kind of a record or of a model; None for types that are not compared."""
    model = record if isinstance(record, type) else type(record)
    return next((kind for kind in KINDS.values() if kind.model is model), None)
