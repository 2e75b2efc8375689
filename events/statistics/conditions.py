"""Filter parameters of counting rules as conditions on rows.

Only what rules and groups use is read here, with the meaning that the lists' FilterSets give it;
a test compares the two for every rule.
"""

import datetime
from collections.abc import Callable, Iterable

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When

from events.models import (
    Chairmanship,
    DocumentParty,
    Initiative,
    SignedDocument,
    Summit,
    SummitParticipant,
    Visit,
)
from events.statistics.results import Parameters

MODELS = {
    "visits": Visit,
    "summits": Summit,
    "documents": SignedDocument,
    "chairmanships": Chairmanship,
    "initiatives": Initiative,
}


def condition(resource: str, parameters: Parameters) -> Q:
    """All parameters together, as one Q of the resource's model."""
    combined = Q()
    for name, value in parameters.items():
        values = (value,) if isinstance(value, str) else value
        combined &= _one(resource, name, values)
    return combined


def _one(resource: str, name: str, values: tuple[str, ...]) -> Q:
    if special := SPECIAL.get((resource, name)):
        return special(values[0])
    field, _separator, lookup = name.partition("__")
    column = COLUMNS.get(field, field)
    if lookup == "empty":
        return Q(**{f"{column}__isnull": values[0] == "true"})
    if lookup in {"gte", "lte", "gt", "lt"}:
        return Q(**{f"{column}__{lookup}": values[0]})
    if (base := SPECIAL.get((resource, field))) and lookup == "n":
        return ~base(values[0])
    if lookup == "n":
        return ~Q(**{f"{column}__in": values})
    return _any_of(column, values)


def _any_of(column: str, values: Iterable[str]) -> Q:
    values = tuple(values)
    return Q(**{column: values[0]}) if len(values) == 1 else Q(**{f"{column}__in": values})


def _year(column: str) -> Callable[[str], Q]:
    def between(year: str) -> Q:
        first, last = datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31)
        return Q(**{f"{column}__gte": first, f"{column}__lte": last})

    return between


def _overlaps(period: str) -> Q:
    first, last = (datetime.date.fromisoformat(day) for day in period.split(".."))
    return Q(pk__in=Visit.objects.during(first, last).values("pk"))


def _chaired_in(year: str) -> Q:
    first, last = datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31)
    return Q(pk__in=Chairmanship.objects.during(first, last).values("pk"))


def _of_each(rows: QuerySet, link: str, record: str = "pk") -> Q:
    """Whether there is such a row whose ``link`` is the record's column, asked of each record.

    PostgreSQL would rather read all such rows there are first, which for the records of one year
    is most of the work: CASE keeps it from joining them, a condition said twice from hashing them.
    """
    same = {link: OuterRef(record), f"{link}__lte": OuterRef(record)}
    there = When(Exists(rows.filter(**same)), then=True)
    return Q(Case(there, default=False, output_field=BooleanField()))


def _known_by(day: str) -> Q:
    known = Initiative.objects.known_by(datetime.date.fromisoformat(day))
    return Q(Exists(known.filter(pk=OuterRef("pk"))))


def _has(column: str, model) -> Callable[[str], Q]:
    """Whether the record points to one that the public may see."""

    def pointing(empty: str) -> Q:
        seen = _of_each(model.objects.published(), "pk", column)
        return ~seen if empty == "true" else seen

    return pointing


def _at_a_summit(empty: str) -> Q:
    """Whether the visitor took part in a public summit during the stop."""
    seen = Summit.objects.published().values("pk")
    during = SummitParticipant.objects.filter(summit__in=seen, visit__isnull=False)
    during_one = Q(pk__in=during.values("visit"))
    return ~during_one if empty == "true" else during_one


COLUMNS = {"visitor_level": "visitor_position__level", "journey_basis": "journey__basis"}
SPECIAL: dict[tuple[str, str], Callable[[str], Q]] = {
    ("visits", "year"): _year("start_date"),
    ("visits", "overlaps"): _overlaps,
    ("visits", "summit__empty"): _at_a_summit,
    ("summits", "year"): _year("start_date"),
    ("summits", "country"): lambda code: _of_each(
        SummitParticipant.objects.filter(country=code), "summit"
    ),
    ("documents", "year"): _year("signed_date"),
    ("documents", "visit__empty"): _has("visit", Visit),
    ("documents", "summit__empty"): _has("summit", Summit),
    ("documents", "country"): lambda code: _of_each(
        DocumentParty.objects.binding(code, OuterRef(OuterRef("signed_date"))), "document"
    ),
    ("documents", "party_country"): lambda code: _of_each(
        DocumentParty.objects.filter(country=code), "document"
    ),
    ("chairmanships", "year"): _chaired_in,
    ("initiatives", "year"): _year("proposed_date"),
    ("initiatives", "known_by"): _known_by,
}
