"""Joins that no other part of a question shares.

What hangs on a record (parties, participants, memberships) is joined once for each dimension and
once more for what a rule counts. Grouped by two dimensions a record then stands with each key of
the one beside each key of the other, as two filter parameters find it (docs/decisions/0160), and
neither a filter nor a dimension narrows what is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When
from django.db.models.functions import Coalesce

from countries.models import CountryGroupMembership
from countries.models.base import EditorialState


@dataclass(frozen=True, slots=True)
class GroupsOfKind:
    """The groups of one kind that have members, by code.

    ``repeat``: whether a country is in one of them twice on some day, so that joins find it twice.
    """

    codes: tuple[str, ...] = ()
    repeat: bool = False

    @classmethod
    def read(cls, kind: str) -> "GroupsOfKind":
        if not kind:
            return cls()
        rows = CountryGroupMembership.objects.filter(group__kind=kind).order_by()
        spells = sorted(
            (group, country, str(joined or ""), str(left or "9999"))
            for group, country, joined, left in rows.values_list(
                "group", "country", "joined", "left"
            )
        )
        repeat = any(one[:2] == other[:2] and other[2] <= one[3] for one, other in pairwise(spells))
        return cls(tuple(sorted({spell[0] for spell in spells})), repeat)


NO_GROUP = ("",)  # of an empty list Django concludes that there are no records either
Joins = Callable[[QuerySet, GroupsOfKind], QuerySet]


def joined_as(alias: str, relation: str) -> Joins:
    """The rows of a relation, under a name of their own."""
    return lambda queryset, groups: queryset.annotate(**{alias: FilteredRelation(relation)})


def groups_joined_as(
    alias: str, country: str, date: str, parent: Joins | None = None, same_as: str = ""
) -> Joins:
    """The memberships, in the groups asked, of the countries at a path, on the record's date.

    ``same_as``: just those in the groups that another such join has found.
    """

    def joins(queryset: QuerySet, groups: GroupsOfKind) -> QuerySet:
        rows = parent(queryset, groups) if parent else queryset
        # A list: a FilteredRelation takes no subquery, and no column of a further table.
        asked = Q(**{f"{country}__memberships__group__in": groups.codes or NO_GROUP})
        if same_as:
            asked &= Q(**{f"{country}__memberships__group": F(f"{same_as}__group")})
        return rows.annotate(**{alias: memberships_on(country, date, asked)})

    return joins


def parties_joined_as(alias: str) -> Joins:
    """The parties of documents and, through organizations, their members on the day of signing."""
    own = joined_as(alias, "parties")

    def joins(queryset: QuerySet, groups: GroupsOfKind) -> QuerySet:
        members = memberships_on(f"{alias}__organization__group", "signed_date", Q())
        return own(queryset, groups).annotate(**{f"{alias}_members": members})

    return joins


def bound_country(alias: str) -> Any:
    """The country of a row of ``parties_joined_as``: the party, or a member of the party."""
    return Coalesce(F(f"{alias}__country_id"), F(f"{alias}_members__country_id"))


def if_public(path: str) -> Any:
    """The key of a record at the end of a path; none where the public may not see it."""
    public = {f"{path}__state": EditorialState.PUBLISHED}
    return Case(When(**public, then=F(f"{path}__pk")))


def memberships_on(path: str, date: str, asked: Q) -> FilteredRelation:
    """The memberships of the countries at ``path``, in force on the column ``date``."""
    relation = f"{path}__memberships"
    joined, left = f"{relation}__joined", f"{relation}__left"
    condition = Q(**{f"{joined}__isnull": True}) | Q(**{f"{joined}__lte": F(date)})
    condition &= Q(**{f"{left}__isnull": True}) | Q(**{f"{left}__gte": F(date)})
    return FilteredRelation(relation, condition=condition & asked)
