"""Visits and people: the same person under two spellings, the same stop logged twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from countries.models import Person, Tenure
from events.duplicates.evidence import either, periods
from events.duplicates.kinds import Block, Kind, Traits, register
from events.duplicates.likeness import Words, compare_cities, compare_names, names_of
from events.models import Visit

NAME_COLUMNS = ("name_en", "name_ru", "name_kk", "other_names")
PREFIX = 4  # letters of a name's word by which people are looked for


@register
class VisitKind(Kind):
    name = "visit"
    model = Visit
    columns = (
        "visitor_id",
        "guest_country_id",
        "guest_organization_id",
        "host_country_id",
        "city",
        "other_cities",
        "visit_type_id",
    )

    def unsaved(self, traits: Traits, record: Any) -> None:
        if record.visitor_id is None and "visitor" in record._state.fields_cache:
            traits.values["names"] = names_of_person(record.visitor)

    def enriched(self, found: list[Traits]) -> list[Traits]:
        names = names_by_person({t.visitor_id for t in found} - {None})
        for traits in found:
            values = traits.values
            values.setdefault("names", names.get(values["visitor_id"], frozenset()))
            values["guest"] = values["guest_country_id"] or values["guest_organization_id"] or ""
            values["cities"] = ";".join(filter(None, (values["city"], values["other_cities"])))
        return found

    def near(self, found: Sequence[Traits]) -> Q:
        return self._between(found) & Q(
            host_country__in={t.host_country_id for t in found} - {None}
        )

    def blocks(self, traits: Traits) -> Iterable[Block]:
        host = traits.host_country_id
        yield (host, "guest", traits.guest), True
        if traits.visitor_id:
            yield (host, "visitor", traits.visitor_id), True

    def compare(self, one: Traits, other: Traits) -> Iterator[str]:
        if one.visitor_id and one.visitor_id == other.visitor_id:
            yield "same_person"
        else:
            yield compare_names(one.names, other.names)
        yield either(one.guest, other.guest, "same_guest", "guests_differ")
        yield either(one.host_country_id, other.host_country_id, "same_host", "hosts_differ")
        yield periods(one.period, other.period)
        yield compare_cities(one.cities, other.cities)
        yield either(one.visit_type_id, other.visit_type_id, "same_type")


@register
class PersonKind(Kind):
    name = "person"
    model = Person
    columns = (*NAME_COLUMNS, "wikidata_id")
    last = ""

    def enriched(self, found: list[Traits]) -> list[Traits]:
        countries = countries_by_person({t.pk for t in found if t.pk is not None})
        for traits in found:
            traits.values["names"] = names_of(*(traits.values[column] for column in NAME_COLUMNS))
            traits.values["countries"] = frozenset(countries.get(traits.pk or 0, ()))
        return found

    def near(self, found: Sequence[Traits]) -> Q:
        prefixes = {prefix for traits in found for prefix in _prefixes(traits.names)}
        if len(prefixes) > 40:  # a list of people: reading everybody once is less work
            return Q()
        condition = Q(pk__in=[])
        for prefix in sorted(prefixes):
            condition |= Q(search_text__contains=prefix)
        return condition

    def blocks(self, traits: Traits) -> Iterable[Block]:
        for prefix in _prefixes(traits.names):
            yield prefix, False

    def compare(self, one: Traits, other: Traits) -> Iterator[str]:
        yield compare_names(one.names, other.names)
        yield either(one.wikidata_id, other.wikidata_id, "same_wikidata", "wikidata_differs")
        if one.countries and other.countries:
            shared = one.countries & other.countries
            yield "same_country" if shared else "countries_differ"


def _prefixes(names: Iterable[Words]) -> set[str]:
    return {word[:PREFIX] for words in names for word in words if len(word) > 1}


def names_of_person(person: Person) -> frozenset[Words]:
    """Every spelling of a person's name, as folded words."""
    return names_of(*(getattr(person, column) for column in NAME_COLUMNS))


def names_by_person(keys: set[int]) -> dict[int, frozenset[Words]]:
    """The spellings of the names of many people."""
    rows = Person.objects.order_by()
    if len(keys) < 5000:  # more would not fit into one statement on every database
        rows = rows.filter(pk__in=keys)
    return {pk: names_of(*texts) for pk, *texts in rows.values_list("pk", *NAME_COLUMNS)}


def countries_by_person(keys: set[int]) -> dict[int, set[str]]:
    """The countries and organizations that people held an office in or travelled for."""
    found: dict[int, set[str]] = defaultdict(set)
    few = {"person__in": keys} if len(keys) < 5000 else {}
    offices = Tenure.objects.filter(**few).order_by()
    places = ("position__country", "position__organization")
    for pk, *codes in offices.values_list("person", *places).distinct():
        found[pk].update(code for code in codes if code)
    few = {"visitor__in": keys} if len(keys) < 5000 else {}
    visits = Visit.objects.filter(**few).order_by()
    for pk, *codes in visits.values_list(
        "visitor", "guest_country", "guest_organization"
    ).distinct():
        found[pk].update(code for code in codes if code)
    return found
