"""What a dimension of an aggregate is, and the ways in which its keys are named."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F

from countries.models import CountryGroup, Person, Region
from events.statistics import date_parts
from events.statistics.joins import GroupsOfKind, Joins, groups_joined_as, if_public
from events.statistics.reading import alone, names_read
from events.statistics.results import Parameters

Labels = Callable[[Collection[Any]], dict[Any, str]]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to group records.

    ``column`` is what the database groups by. ``parameter`` is the filter that lists one group: the
    code, unless the code is another name for a dimension. A dimension ``overlaps`` where one record
    may stand in several groups; records that stand in none of them are then left out unless
    ``keeps_none``. ``none`` are the filter parameters that list the records without a key; None
    where every record has one. ``joins`` adds the relation that the column needs; where it
    ``repeats`` records in a group, each is counted once. ``sides`` are what is grouped by one after
    the other where a key may be on either of two: their ``sign`` says whether what they find is
    added or taken away.
    """

    code: str
    column: Any
    labels: Labels
    period: str = ""
    overlaps: bool = False
    keeps_none: bool = True
    none: Parameters | None = None
    needs_group_kind: bool = False
    joins: Joins | None = None
    repeats: bool = False
    key: Callable[[Any], Any] = lambda value: value
    date: str = ""  # the partial date of which a period is a part
    filters_by: str = ""  # the filter parameter, where it is not the code
    sides: tuple["Dimension", ...] = ()
    sign: int = 1

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
    unknown: Parameters = {"month__n": EVER}
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
    none: Parameters = {f"{code}__empty": "true"}
    return Dimension(code, F(f"{code}_id"), NamesOf(model), none=none)


def region(code: str, path: str) -> Dimension:
    """The M49 subregion (Central Asia, Western Europe) of a country."""
    none: Parameters = {f"{code}__empty": "true"}
    return Dimension(code, F(f"{path}__subregion_id"), NamesOf(Region), none=none)


def group(code: str, path: str, date: str) -> Dimension:
    """The groups of one kind of which a country was a member on the record's date."""
    alias = f"{code}_memberships"
    return Dimension(
        code,
        F(f"{alias}__group_id"),
        NamesOf(CountryGroup),
        overlaps=True,
        needs_group_kind=True,
        joins=groups_joined_as(alias, path, date),
    )


def with_none(dimension: Dimension, groups: GroupsOfKind) -> Dimension:
    """The dimension, of groups: in none of them is what is in not one of those asked."""
    if not dimension.needs_group_kind:
        return dimension
    none: Parameters = {f"{dimension.parameter}__n": groups.codes} if groups.codes else {}
    return replace(dimension, none=none)


def person(code: str, **options) -> Dimension:
    """Someone whom a record names, if the public may see them."""
    return Dimension(
        code,
        if_public(code),
        names_of_people,
        key="P{}".format,
        none={f"{code}__empty": "true"},
        **options,
    )
