"""The names and words that are looked for: all from the database, in a fixed number of queries."""

import datetime
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import F

from countries.models import (
    Country,
    CountryName,
    Organization,
    OrganizationName,
    Person,
    PositionLevel,
    Tenure,
)
from countries.names import fold, normalise
from events.models import DocumentKind, EventKind, Summit, Visit, VisitType
from events.models.choices import Confidence
from events.press.gazetteer import Entry, Gazetteer
from events.press.mentions import Kind

VOCABULARY = Path(__file__).with_name("vocabulary.toml")
LANGUAGES = ("en", "ru", "kk")
# A name that several countries bear, or that only a record office uses, would be a guess.
UNCERTAIN_NAMES = (CountryName.Kind.RECORD_LABEL, CountryName.Kind.HISTORICAL)
SHORTEST_SURNAME = 4
TERMS = (
    (Kind.VISIT_TYPE, VisitType),
    (Kind.EVENT_KIND, EventKind),
    (Kind.DOCUMENT_KIND, DocumentKind),
)


@cache
def vocabulary() -> dict[str, Any]:
    """The words beside the database's: see vocabulary.toml."""
    return tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))


def add_all_names(gazetteer: Gazetteer, on: datetime.date) -> None:
    """Looks for everything that the record can name on a date. In a fixed number of queries."""
    add_countries(gazetteer, on)
    add_organizations(gazetteer)
    add_people(gazetteer, on)
    add_cities(gazetteer)
    add_terms(gazetteer)
    add_positions(gazetteer)


def add_countries(gazetteer: Gazetteer, on: datetime.date) -> None:
    labels: dict[str, str] = {}
    meanings: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
    for code, *names in Country.objects.values_list("code", "name_en", "name_ru", "name_kk"):
        labels[code] = names[0]
        for language, name in zip(LANGUAGES, names, strict=True):
            meanings[name, language, True].add(code)
    for row in CountryName.objects.exclude(kind__in=UNCERTAIN_NAMES):
        if row.covers(on):
            is_name = row.kind != CountryName.Kind.DEMONYM
            meanings[row.name, row.language, is_name].add(row.country_id)
    for code, words in vocabulary()["adjective"].items():
        for language, adjectives in words.items():
            for adjective in adjectives:
                meanings[adjective, language, False].add(code)
    former = _former(on)
    for (name, language, is_name), codes in meanings.items():
        codes = codes - former if len(codes) > 1 else codes
        if len(codes) == 1 and (code := next(iter(codes))) in labels:
            capitalised = is_name or language == "en"
            entry = Entry(
                Kind.COUNTRY, code, labels[code], "" if is_name else code, capitalised=capitalised
            )
            gazetteer.add(name, language, entry)


def _former(on: datetime.date) -> set[str]:
    """The countries that no longer are."""
    return set(Country.objects.filter(valid_to__lt=on).values_list("code", flat=True))


def add_organizations(gazetteer: Gazetteer) -> None:
    """Names in both English spellings, codes and the abbreviations of the vocabulary."""
    labels = {}
    for code, *names in Organization.objects.values_list("code", "name_en", "name_ru", "name_kk"):
        labels[code] = names[0]
        for language, name in zip(LANGUAGES, names, strict=True):
            _add_organization(gazetteer, code, labels[code], name, language)
        if "_" not in code and len(code) > 1:
            _add_organization(gazetteer, code, labels[code], code, "en")
    for code, name, language in OrganizationName.objects.values_list(
        "organization", "name", "language"
    ):
        _add_organization(gazetteer, code, labels[code], name, language)
    for code, names in vocabulary()["organization"].items():
        for name in names if code in labels else ():
            _add_organization(gazetteer, code, labels[code], name, "")


def _add_organization(
    gazetteer: Gazetteer, code: str, label: str, name: str, language: str
) -> None:
    entry = Entry(Kind.ORGANIZATION, code, label, rank=1)
    for spelling in {
        name,
        name.replace("nization", "nisation"),
        name.replace("nisation", "nization"),
    }:
        gazetteer.add(spelling, language, entry)


def add_people(gazetteer: Gazetteer, on: datetime.date) -> None:
    """Full names, and surnames where one person only bears them."""
    places = _places(on)
    surnames: dict[tuple[str, str], dict[int, Entry]] = defaultdict(dict)
    for pk, names, other in _people(gazetteer):
        entry = Entry(Kind.PERSON, str(pk), names[0], places.get(pk, ""), rank=2)
        spelt = [*zip(names, LANGUAGES, strict=True), *((name.strip(), "") for name in other)]
        for name, language in spelt:
            gazetteer.add(name, language, entry)
            words = normalise(name).split()
            if len(words) > 1 and len(fold(words[-1])) >= SHORTEST_SURNAME:
                surnames[words[-1], language][pk] = entry
    for (surname, language), entries in surnames.items():
        for entry in entries.values():
            gazetteer.add(surname, language, _by_surname(entry))


def _by_surname(entry: Entry) -> Entry:
    return Entry(entry.kind, entry.key, entry.label, entry.place, Confidence.MEDIUM, rank=9)


def _people(gazetteer: Gazetteer) -> Iterator[tuple[int, list[str], list[str]]]:
    """People of whose names a word begins like a word of the text."""
    rows = (
        Person.objects.exclude(state="withdrawn")
        .order_by("pk")
        .values_list("pk", "search_text", "name_en", "name_ru", "name_kk", "other_names")
    )
    for pk, key, *names, other in rows:
        if any(gazetteer.may_contain(word) for word in key.replace("|", " ").split()):
            yield pk, names, other.split(";")


def _places(on: datetime.date) -> dict[int, str]:
    """The country in whose office each person was on a date, else the last one before."""
    tenures = Tenure.objects.filter(position__country__isnull=False).order_by(
        F("start_date").asc(nulls_first=True), "pk"
    )
    return {
        person: country
        for person, country, start in tenures.values_list(
            "person", "position__country", "start_date"
        )
        if start is None or start <= on
    }


def add_cities(gazetteer: Gazetteer) -> None:
    """Capitals, the cities of earlier records, and their Russian and Kazakh names."""
    places = dict(Country.objects.exclude(capital="").values_list("capital", "code"))
    for model in (Visit, Summit):
        rows = model.objects.exclude(city="").order_by("city", "host_country")
        for city, country in rows.values_list("city", "host_country").distinct():
            places.setdefault(city, country or "")
    exonyms = vocabulary()["city"]
    for city in places.keys() | exonyms.keys():
        entry = Entry(Kind.CITY, city, city, places.get(city, ""), rank=5)
        for name in {city, *exonyms.get(city, ())}:
            gazetteer.add(name, "", entry)


def add_terms(gazetteer: Gazetteer) -> None:
    """The vocabularies, and what else press texts call the same."""
    for kind, model in TERMS:
        labels = {}
        for code, *names in model.objects.in_use().values_list(
            "code", "name_en", "name_ru", "name_kk"
        ):
            labels[code] = names[0]
            if code != "other":
                _add_phrases(
                    gazetteer,
                    dict(zip(LANGUAGES, ([n] for n in names), strict=True)),
                    kind,
                    code,
                    names[0],
                )
        for code, phrases in vocabulary().get(kind.value, {}).items():
            if code in labels:
                _add_phrases(gazetteer, phrases, kind, code, labels[code])


def add_positions(gazetteer: Gazetteer) -> None:
    for level, phrases in vocabulary()["position"].items():
        label = str(PositionLevel(level).label)
        _add_phrases(gazetteer, phrases, Kind.POSITION, level, label)


def _add_phrases(
    gazetteer: Gazetteer, phrases: dict[str, Iterable[str]], kind: Kind, key: str, label: str
) -> None:
    entry = Entry(kind, key, label, capitalised=False, rank=3)
    for language, texts in phrases.items():
        for text in texts:
            gazetteer.add(text, language, entry)
