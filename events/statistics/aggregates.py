"""``aggregate``: a queryset counted by up to three dimensions, one GROUP BY per question."""

from collections.abc import Mapping, Sequence
from itertools import product

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from countries.models import CountryGroup
from events.statistics.catalogue import RESOURCES, Resource
from events.statistics.conditions import condition
from events.statistics.date_parts import between
from events.statistics.days import Days
from events.statistics.dimensions import Dimension, with_none
from events.statistics.errors import InvalidStatistics
from events.statistics.grouping import counting_groups
from events.statistics.groups import groups_of
from events.statistics.joins import GroupsOfKind
from events.statistics.passes import Keys
from events.statistics.reading import Statistic, alone
from events.statistics.results import Aggregate, Parameters
from events.statistics.rules import CountingRule

MOST_DIMENSIONS = 3
MOST_GROUPS = 20_000  # more empty groups than this are left out, and the answer says so
SENSELESS = {
    ("countries", "host_country"),
    ("guest_countries", "guest_country"),
    ("people", "visitor"),
}


def aggregate(
    queryset: QuerySet,
    *,
    measure: str = "",
    group_by: Sequence[str] = (),
    group_kind: str = "",
    filters: Mapping[str, str | Sequence[str]] | None = None,
) -> Aggregate:
    """Count the records of ``queryset`` by ``group_by`` under the measure's published rule.

    ``filters`` are the filter parameters by which the caller chose the queryset: they are part of
    every group's ``parameters``, and a rule's own restriction (held, in person, signed) gives way
    where the caller filters or groups by that field. ``group_kind`` (region, organization, vector)
    goes with a dimension of country groups. Raises InvalidStatistics.
    """
    return alone(
        aggregating(
            queryset, measure=measure, group_by=group_by, group_kind=group_kind, filters=filters
        )
    )


def aggregating(
    queryset: QuerySet,
    *,
    measure: str = "",
    group_by: Sequence[str] = (),
    group_kind: str = "",
    filters: Mapping[str, str | Sequence[str]] | None = None,
) -> Statistic[Aggregate]:
    """``aggregate`` as a statistic that can be read together with others."""
    resource = RESOURCES[queryset.model]
    rule = _rule(resource, measure)
    dimensions = _dimensions(resource, rule, group_by, group_kind)
    given = {name: _value(value) for name, value in (filters or {}).items()}
    spoken_for = {name.partition("__")[0] for name in given}
    spoken_for |= {dimension.parameter for dimension in dimensions}
    own: Parameters = {
        name: value
        for name, value in rule.parameters.items()
        if name.partition("__")[0] not in spoken_for
    }
    queryset = _plain(queryset).filter(condition(resource.code, own))
    of_kind = GroupsOfKind.read(group_kind)
    dimensions = [with_none(dimension, of_kind) for dimension in dimensions]
    found = yield from counting_groups(queryset, rule, dimensions, of_kind)
    counted, filled = _zero_filled(found.groups, dimensions, found.possible.periods())
    counted = found.possible.widened(counted)
    groups = yield from groups_of(counted, dimensions, given | own, by_days=rule.counts == "days")
    return Aggregate(
        resource=resource.code,
        measure=rule.measure,
        rule=rule,
        group_by=tuple(group_by),
        total=found.total.low,
        total_high=found.total.open_end,
        groups=groups,
        zero_filled=filled,
    )


def _value(value: str | Sequence[str]) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value)


def _plain(queryset: QuerySet) -> QuerySet:
    """Without order, and as a condition where grouping would change what the query means."""
    query = queryset.query
    if query.is_sliced or query.combinator or query.distinct:
        rows = queryset if query.is_sliced else queryset.order_by()
        return queryset.model._default_manager.filter(pk__in=rows.values("pk")).order_by()
    return queryset.order_by()


def _rule(resource: Resource, measure: str) -> CountingRule:
    code = measure or resource.measures[0]
    if code not in resource.measures:
        raise InvalidStatistics(
            "measure", _("“%(value)s” is no measure here.") % {"value": code}, resource.measures
        )
    return resource.rule(code)


def _dimensions(
    resource: Resource, rule: CountingRule, group_by: Sequence[str], group_kind: str
) -> list[Dimension]:
    for code in group_by:
        if code not in resource.dimensions:
            message = _("“%(value)s” is no dimension here.") % {"value": code}
            raise InvalidStatistics("group_by", message, resource.dimensions)
        if (rule.measure, code) in SENSELESS:
            message = _("Counting %(measure)s by %(value)s gives 1 everywhere.")
            raise InvalidStatistics("group_by", message % {"measure": rule.measure, "value": code})
    dimensions = [resource.dimensions[code] for code in group_by]
    different = {dimension.parameter for dimension in dimensions}
    if not 1 <= len(dimensions) <= MOST_DIMENSIONS or len(different) < len(group_by):
        raise InvalidStatistics(
            "group_by", _("Give one to three different dimensions."), resource.dimensions
        )
    if sum(bool(dimension.period) for dimension in dimensions) > 1:
        message = _("A month lies in one quarter and one year: choose one of the three.")
        raise InvalidStatistics("group_by", message)
    _check_group_kind(dimensions, group_kind)
    return dimensions


def _check_group_kind(dimensions: list[Dimension], group_kind: str) -> None:
    needed = any(dimension.needs_group_kind for dimension in dimensions)
    kinds = CountryGroup.Kind.values
    if needed and group_kind not in kinds:
        message = _("Grouping by country groups needs their kind.")
        raise InvalidStatistics("group_kind", message, kinds)
    if group_kind and not needed:
        message = _("A group kind goes with a dimension of country groups only.")
        raise InvalidStatistics("group_kind", message)


def _zero_filled(
    counted: dict[Keys, Days], dimensions: list[Dimension], possible: set[int]
) -> tuple[dict[Keys, Days], bool]:
    """With a zero for every period from the first to the last in which a record is or may be."""
    place = next((i for i, dimension in enumerate(dimensions) if dimension.period), None)
    if place is None:
        return counted, False
    known = {keys[place] for keys in counted if keys[place] is not None}
    periods = between(known | possible)
    others = {keys[:place] + keys[place + 1 :] for keys in counted}
    if len(periods) * len(others) > MOST_GROUPS:
        return counted, False
    empty = {(*rest[:place], period, *rest[place:]) for rest, period in product(others, periods)}
    return dict.fromkeys(empty, Days()) | counted, True
