"""Joins that no other part of a question shares.

What hangs on a record (parties, participants, memberships) is joined once for each dimension and
once more for what a rule counts. Grouped by two dimensions a record then stands with each key of
the one beside each key of the other, as two filter parameters find it (docs/decisions/0160), and
neither a filter nor a dimension narrows what is counted.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When
from django.db.models.functions import Coalesce

from countries.models import CountryGroup
from countries.models.base import EditorialState

Joins = Callable[[QuerySet, str], QuerySet]  # given the kind of country groups, if one was asked


def joined_as(alias: str, relation: str) -> Joins:
    """The rows of a relation, under a name of their own."""
    return lambda queryset, kind: queryset.annotate(**{alias: FilteredRelation(relation)})


def groups_joined_as(alias: str, country: str, date: str, parent: Joins | None = None) -> Joins:
    """The memberships, in groups of the kind, of the countries at a path, on the record's date."""

    def joins(queryset: QuerySet, kind: str) -> QuerySet:
        rows = parent(queryset, kind) if parent else queryset
        return rows.annotate(**{alias: memberships_on(country, date, kind)})

    return joins


def parties_joined_as(alias: str) -> Joins:
    """The parties of documents and, through organizations, their members on the day of signing."""
    own = joined_as(alias, "parties")

    def joins(queryset: QuerySet, kind: str) -> QuerySet:
        members = memberships_on(f"{alias}__organization__group", "signed_date")
        return own(queryset, kind).annotate(**{f"{alias}_members": members})

    return joins


def bound_country(alias: str) -> Any:
    """The country of a row of ``parties_joined_as``: the party, or a member of the party."""
    return Coalesce(F(f"{alias}__country_id"), F(f"{alias}_members__country_id"))


def if_public(path: str) -> Any:
    """The key of a record at the end of a path; none where the public may not see it."""
    public = {f"{path}__state": EditorialState.PUBLISHED}
    return Case(When(**public, then=F(f"{path}__pk")))


def memberships_on(path: str, date: str, kind: str = "") -> FilteredRelation:
    """The memberships of the countries at ``path``, in force on the column ``date``."""
    relation = f"{path}__memberships"
    joined, left = f"{relation}__joined", f"{relation}__left"
    condition = Q(**{f"{joined}__isnull": True}) | Q(**{f"{joined}__lte": F(date)})
    condition &= Q(**{f"{left}__isnull": True}) | Q(**{f"{left}__gte": F(date)})
    if kind:
        # A list: a FilteredRelation takes no subquery, and no column of a further table.
        groups = list(CountryGroup.objects.filter(kind=kind).values_list("pk", flat=True))
        condition &= Q(**{f"{relation}__group__in": groups})
    return FilteredRelation(relation, condition=condition)
