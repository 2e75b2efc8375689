"""A counting rule as an expression that the database counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from events.statistics.days import Stay
from events.statistics.joins import (
    GroupsOfKind,
    Joins,
    bound_country,
    if_public,
    joined_as,
    parties_joined_as,
)
from events.statistics.reading import day_of
from events.statistics.rules import CountingRule

COUNTED = "counted"  # the name of the join of what hangs on the records


@dataclass(frozen=True, slots=True)
class Hanging:
    """Values of other rows that hang on the records, and the join that finds them."""

    value: Any
    joins: Joins


def _hanging(relation: str, value: Any) -> Hanging:
    return Hanging(value, joined_as(COUNTED, relation))


HANGING = {
    "documents": _hanging("documents", if_public(COUNTED)),
    "summit_participations__summit": _hanging(
        "summit_participations", if_public(f"{COUNTED}__summit")
    ),
    "participants__person": _hanging("participants", if_public(f"{COUNTED}__person")),
    "participants__country": _hanging("participants", F(f"{COUNTED}__country_id")),
    "participants__organization": _hanging("participants", F(f"{COUNTED}__organization_id")),
    "parties__signatory": _hanging("parties", if_public(f"{COUNTED}__signatory")),
    "parties__organization": _hanging("parties", F(f"{COUNTED}__organization_id")),
    "bound_country": Hanging(bound_country(COUNTED), parties_joined_as(COUNTED)),
}


def with_counted(queryset: QuerySet, rule: CountingRule) -> QuerySet:
    """The records with the join that the rule's values need, if any."""
    hanging = HANGING.get(rule.counts)
    return hanging.joins(queryset, GroupsOfKind()) if hanging else queryset


def value_of(rule: CountingRule) -> Any:
    """What the rule counts the different values of, in rows of ``with_counted``.

    A stop without a journey is a journey of its own, which no journey's number can be.
    """
    if hanging := HANGING.get(rule.counts):
        return hanging.value
    if rule.counts == "journey":
        return Coalesce(F("journey_id"), 0 - F("pk"))
    return F(f"{rule.counts}_id")


def counts_of(
    rule: CountingRule, *, distinct: bool = False, where: Q | None = None
) -> dict[str, Count]:
    """What the rule counts, in parts to add up.

    ``distinct`` where a join repeats records. Stops without a journey are the second part of
    journeys: each is one of its own.
    """
    if rule.counts_records:
        return {"records": Count("pk", distinct=distinct, filter=where)}
    if rule.counts != "journey":
        return {"values": Count(value_of(rule), distinct=True, filter=where)}
    alone = Q(journey__isnull=True) & (where or Q())
    return {
        "values": Count("journey", distinct=True, filter=where),
        "alone": Count("pk", distinct=distinct, filter=alone),
    }


STAY_COLUMNS = (
    "visitor_id",
    "start_date",
    "start_date_precision",
    "end_date",
    "end_date_precision",
)


def stay_of(row: Sequence) -> Stay:
    """The stay of a row that begins with STAY_COLUMNS."""
    person, start, start_precision, end, end_precision = row[:5]
    return Stay.of(person, day_of(start), start_precision, day_of(end), end_precision)
