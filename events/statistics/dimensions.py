"""What a dimension of an aggregate is, and the ways in which its keys are named."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from countries.models import CountryGroup, Person, Region
from events.statistics import date_parts
from events.statistics.reading import alone, names_read

Labels = Callable[[Collection[Any]], dict[Any, str]]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to group records.

    ``column`` is what the database groups by. ``parameter`` is the filter that lists one group: the
    code, unless the code is another name for a dimension. A dimension ``overlaps`` where one record
    may stand in several groups; records that stand in none of them are then left out unless
    ``keeps_none``. ``none`` are the filter parameters that list the records without a key; None
    where there are none. ``joins`` adds the relation that the column needs (given the group kind).
    """

    code: str
    column: Any
    labels: Labels
    period: str = ""
    overlaps: bool = False
    keeps_none: bool = True
    none: dict[str, str] | None = None
    needs_group_kind: bool = False
    joins: Callable[[QuerySet, str], QuerySet] | None = None
    key: Callable[[Any], Any] = lambda value: value
    date: str = ""  # the partial date of which a period is a part
    child: str = ""  # the relation whose rows it groups: one row stands for all that share it
    filters_by: str = ""  # the filter parameter, where it is not the code

    @property
    def parameter(self) -> str:
        return self.filters_by or self.code


def as_written(keys: Collection[Any]) -> dict[Any, str]:
    return {key: str(key) for key in keys}


@dataclass(frozen=True, slots=True)
class NamesOf:
    """Names in the active language, of rows whose primary key is the group's key."""

    model: Any

    def __call__(self, keys: Collection[Any]) -> dict[Any, str]:
        return alone(names_read(self.model, keys))


def names_of_people(keys: Collection[str]) -> dict[str, str]:
    people = Person.objects.in_bulk([int(key[1:]) for key in keys])
    return {person.public_id: person.name for person in people.values()}


def choices_of(enum) -> Labels:
    return lambda keys: {key: str(enum(key).label) for key in keys}


# No lookup says “known to the year only”; what lies in no month at all is just that.
EVER = "0001-01..9999-12"


def periods(column: str) -> tuple[Dimension, ...]:
    """Year, quarter and month of a partial date's first day."""
    unknown = {"month__n": EVER}
    return (
        Dimension(
            "year",
            date_parts.year_expression(column),
            as_written,
            period="year",
            date=column,
            key=date_parts.year_key,
        ),
        Dimension(
            "quarter",
            date_parts.quarter_expression(column),
            as_written,
            period="quarter",
            date=column,
            key=date_parts.quarter_key,
            none=unknown,
        ),
        Dimension(
            "month",
            date_parts.month_expression(column),
            as_written,
            period="month",
            date=column,
            key=date_parts.month_key,
            none=unknown,
        ),
    )


def reference(code: str, model) -> Dimension:
    """A foreign key to a row with a code and names."""
    return Dimension(code, F(f"{code}_id"), NamesOf(model), none={f"{code}__empty": "true"})


def region(code: str, path: str) -> Dimension:
    """The M49 subregion (Central Asia, Western Europe) of a country."""
    return Dimension(code, F(f"{path}__subregion_id"), NamesOf(Region))


def group(code: str, path: str, date: str, *, of_children: bool = False) -> Dimension:
    """The groups of one kind of which a country was a member on the record's date.

    ``of_children``: the countries are those of child rows, so that a record without any group
    cannot be told from a child without one.
    """
    alias = f"{code}_memberships"

    def joins(queryset: QuerySet, kind: str) -> QuerySet:
        return queryset.annotate(**{alias: memberships_on(path, date, kind)})

    return Dimension(
        code,
        F(f"{alias}__group_id"),
        NamesOf(CountryGroup),
        overlaps=True,
        keeps_none=not of_children,
        needs_group_kind=True,
        joins=joins,
        child=path.partition("__")[0] if of_children else "",
    )


def memberships_on(path: str, date: str, kind: str = "") -> FilteredRelation:
    """The memberships of the countries at ``path``, in force on the column ``date``."""
    relation = f"{path}__memberships" if path else "memberships"
    joined, left = f"{relation}__joined", f"{relation}__left"
    condition = Q(**{f"{joined}__isnull": True}) | Q(**{f"{joined}__lte": F(date)})
    condition &= Q(**{f"{left}__isnull": True}) | Q(**{f"{left}__gte": F(date)})
    if kind:
        # A list: a FilteredRelation takes no subquery, and no column of a further table.
        groups = list(CountryGroup.objects.filter(kind=kind).values_list("pk", flat=True))
        condition &= Q(**{f"{relation}__group__in": groups})
    return FilteredRelation(relation, condition=condition)
