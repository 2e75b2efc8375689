"""A counting rule as an expression that the database counts."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from countries.models import EditorialState
from events.models import Visit
from events.statistics.days import Stay
from events.statistics.reading import day_of
from events.statistics.rules import CountingRule

OF_OTHERS = ("documents", "summit_participations__summit")


def counts_children(rule: CountingRule) -> bool:
    """Whether it counts other records that hang on the rows, of which some may not be public."""
    return rule.counts in OF_OTHERS


def counts_of(
    rule: CountingRule, *, distinct: bool = False, where: Q | None = None
) -> dict[str, Count]:
    """What the rule counts, in parts to add up.

    ``distinct`` where a join repeats records. Stops without a journey are the second part of
    journeys: each is one of its own.
    """
    if rule.counts_records:
        return {"records": Count("pk", distinct=distinct, filter=where)}
    if counts_children(rule):
        shown = Q(**{f"{rule.counts}__state": EditorialState.PUBLISHED})
        where = shown & (where or Q())
    parts = {"values": Count(rule.counts, distinct=True, filter=where)}
    if rule.counts == "journey":
        alone = Q(journey__isnull=True) & (where or Q())
        parts["alone"] = Count("pk", distinct=distinct, filter=alone)
    return parts


STAY_COLUMNS = (
    "visitor_id",
    "start_date",
    "start_date_precision",
    "end_date",
    "end_date_precision",
)


def stays(visits: QuerySet[Visit], *columns: str) -> list[tuple[Stay, tuple]]:
    """Each stop as a stay, with further columns of its row."""
    rows = visits.values_list(*STAY_COLUMNS, *columns)
    return [(stay_of(row), row[5:]) for row in rows]


def stay_of(row: Sequence) -> Stay:
    """The stay of a row that begins with STAY_COLUMNS."""
    person, start, start_precision, end, end_precision = row[:5]
    return Stay.of(person, day_of(start), start_precision, day_of(end), end_precision)
