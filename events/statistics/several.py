"""Dimensions of which one record may have several keys: of its child rows, or of its two sides."""

from dataclasses import replace
from typing import Any

from django.db.models import Case, F, When

from countries.models import Country, CountryGroup, Region
from events.statistics.dimensions import Dimension, Labels, NamesOf, names_of_people
from events.statistics.joins import (
    Joins,
    bound_country,
    groups_joined_as,
    if_public,
    joined_as,
    parties_joined_as,
)

GUEST, HOST = "guest_country", "host_country"


def of_children(code: str, relation: str, column: str, labels: Labels) -> Dimension:
    """A column of a record's child rows; ``column`` is its path from the child."""
    alias = f"{code}_rows"
    return _several(code, F(f"{alias}__{column}"), labels, joins=joined_as(alias, relation))


def people_of_children(code: str, relation: str, column: str) -> Dimension:
    """The people whom a record's child rows name, if the public may see them."""
    alias = f"{code}_rows"
    return _several(
        code,
        if_public(f"{alias}__{column}"),
        names_of_people,
        key="P{}".format,
        joins=joined_as(alias, relation),
    )


def groups_of_children(code: str, relation: str, date: str) -> Dimension:
    """The groups of one kind of which the countries of a record's child rows were members."""
    rows, alias = f"{code}_rows", f"{code}_memberships"
    joins = groups_joined_as(alias, f"{rows}__country", date, joined_as(rows, relation))
    return _several(
        code,
        F(f"{alias}__group_id"),
        NamesOf(CountryGroup),
        joins=joins,
        needs_group_kind=True,
    )


def bound_countries(code: str) -> Dimension:
    """Countries that a document binds: parties, and members of organizations that are parties."""
    alias = f"{code}_rows"
    return _several(code, bound_country(alias), NamesOf(Country), joins=parties_joined_as(alias))


def _several(code: str, column: Any, labels: Labels, *, joins: Joins, **options) -> Dimension:
    return Dimension(
        code,
        column,
        labels,
        overlaps=True,
        keeps_none=False,
        joins=joins,
        repeats=True,
        **options,
    )


def either_country(code: str) -> Dimension:
    """The guest country and the host country of a visit, which are never the same."""
    labels = NamesOf(Country)
    sides = tuple(Dimension(code, F(f"{path}_id"), labels) for path in (GUEST, HOST))
    return _either(code, labels, sides)


def either_region(code: str) -> Dimension:
    """The regions of a visit's guest and host; once where both lie in one."""
    guest, host = F(f"{GUEST}__subregion_id"), F(f"{HOST}__subregion_id")
    elsewhere = Case(When(**{f"{GUEST}__subregion": host}, then=None), default=host)
    labels = NamesOf(Region)
    sides = (Dimension(code, guest, labels), Dimension(code, elsewhere, labels))
    return _either(code, labels, sides)


def either_group(code: str, date: str) -> Dimension:
    """The groups of a visit's guest and host on a date; once where both are members of one.

    Counted are the guest's and the host's, less what is in both.
    """
    labels = NamesOf(CountryGroup)
    guests, hosts = f"{code}_of_guest", f"{code}_of_host"
    of_guest = groups_joined_as(guests, GUEST, date)
    of_host = groups_joined_as(hosts, HOST, date)
    of_both = groups_joined_as(hosts, HOST, date, of_guest, same_as=guests)
    by_guest, by_host = F(f"{guests}__group_id"), F(f"{hosts}__group_id")
    member = Dimension(code, by_guest, labels, joins=of_guest, needs_group_kind=True)
    sides = (
        member,
        replace(member, column=by_host, joins=of_host),
        replace(member, column=by_host, joins=of_both, sign=-1),
    )
    return _either(code, labels, sides, needs_group_kind=True)


def _either(code: str, labels: Labels, sides: tuple[Dimension, ...], **options) -> Dimension:
    return Dimension(code, None, labels, overlaps=True, keeps_none=False, sides=sides, **options)
