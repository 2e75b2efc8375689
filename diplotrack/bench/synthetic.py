"""Synthetic records: realistic in skew, the same for the same seed, and nobody's real trips."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from countries.models import Country, Organization, Person, Position, PositionLevel, Tenure
from diplotrack.bench import words
from events.models import (
    Confidence,
    DocumentAction,
    DocumentKind,
    DocumentParty,
    EventKind,
    Journey,
    Mode,
    SignedDocument,
    Source,
    Status,
    Summit,
    SummitParticipant,
    Visit,
    VisitParticipant,
    VisitType,
)

Row = tuple[Any, ...]
FIRST_YEAR, LAST_YEAR = 1990, 2025
BUSY_DAY = datetime.date(2015, 9, 28)  # a general debate: a thousand visits start on it
BUSIEST = (  # the rest follows by code
    *("USA", "FRA", "DEU", "CHN", "GBR", "RUS", "TUR", "ITA", "JPN", "KAZ", "BEL", "CHE", "IND"),
    *("KOR", "EGY", "ARE", "UZB", "POL", "ESP", "SAU", "ZAF", "BRA", "IRN", "KGZ"),
)
PARTIAL = 0.02
POSITIONS = (
    ("President", PositionLevel.HEAD_OF_STATE),
    ("Prime Minister", PositionLevel.HEAD_OF_GOVERNMENT),
    ("Minister of Foreign Affairs", PositionLevel.MINISTER),
)
STATES = (("published", 95), ("draft", 3), ("in_review", 1), ("withdrawn", 1))
STATUSES = ((Status.HELD, 95), (Status.ANNOUNCED, 2), (Status.CANCELLED, 2), (Status.POSTPONED, 1))
MODES = ((Mode.IN_PERSON, 94), (Mode.ONLINE, 5), (Mode.HYBRID, 1))
CONFIDENCES = ((Confidence.HIGH, 80), (Confidence.MEDIUM, 15), (Confidence.LOW, 5))
STOPS = ((1, 60), (2, 25), (3, 10), (4, 5))
VISITS_PER_PERSON = 250
DATES = ("start_date", "start_date_precision", "end_date", "end_date_precision")
KEPT = ("state", "external_id", "note", "created_at", "updated_at", "confidence")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for the columns of a model's table."""

    model: Any
    columns: tuple[str, ...]
    rows: Iterator[Row]


class Chooser:
    """Endless weighted choices of ``items``, drawn by the thousand because one by one is slow."""

    def __init__(self, random: Random, items: Sequence[Any], weights: Sequence[float]) -> None:
        self._random, self._items = random, items
        self._weights = list(accumulate(weights))
        self._drawn: list[Any] = []

    def __call__(self) -> Any:
        if not self._drawn:
            self._drawn = self._random.choices(self._items, cum_weights=self._weights, k=10_000)
        return self._drawn.pop()


def zipf(count: int, exponent: float) -> list[float]:
    return [1 / rank**exponent for rank in range(1, count + 1)]


@dataclass(frozen=True, slots=True)
class Visitor:
    pk: int
    country: str
    position: int


class Synthetic:
    """All tables of one seed, in the order in which they can be written."""

    def __init__(self, *, visits: int, documents: int, summits: int, seed: int) -> None:
        self.visits, self.documents, self.summits = visits, documents, summits
        # Not for secrets: the same seed has to give the same rows.
        self.random = Random(seed)  # noqa: S311
        self.countries = self._countries()
        self.capitals = dict(Country.objects.values_list("code", "capital"))
        self.organizations = sorted(Organization.objects.values_list("pk", flat=True))
        self.host = self._choose(self.countries, zipf(len(self.countries), 1))
        self.state = self._pairs(STATES)
        self.confidence = self._pairs(CONFIDENCES)
        # All that is read from the database is read here: rows are made while COPY is running.
        self.visit_type, self.event_kind = self._terms(VisitType), self._terms(EventKind)
        self.document_kind = self._terms(DocumentKind)
        self.chance = self.random.random
        self.purposes = words.purposes(self.random)
        self.visitors = self._visitors()
        self.days = self._days()
        self.sources = max(10, (visits + documents + summits) // 500)
        self.journey_rows: list[Row] = []

    def tables(self) -> Iterator[Table]:
        yield Table(Source, SOURCE_COLUMNS, self._source_rows())
        yield Table(Position, POSITION_COLUMNS, self._position_rows())
        yield Table(Person, PERSON_COLUMNS, self._person_rows())
        yield Table(Tenure, TENURE_COLUMNS, self._tenure_rows())
        # Visits first, for they say what journeys there are; foreign keys are checked at the end.
        yield Table(Visit, VISIT_COLUMNS, self._visit_rows())
        yield Table(Journey, JOURNEY_COLUMNS, iter(self.journey_rows))
        yield Table(VisitParticipant, PARTICIPANT_COLUMNS, self._participant_rows())
        yield Table(Summit, SUMMIT_COLUMNS, self._summit_rows())
        yield Table(SummitParticipant, SUMMIT_PARTICIPANT_COLUMNS, self._summit_participant_rows())
        yield Table(SignedDocument, DOCUMENT_COLUMNS, self._document_rows())
        yield Table(DocumentParty, PARTY_COLUMNS, self._party_rows())
        yield Table(DocumentAction, ACTION_COLUMNS, self._action_rows())

    # Choices

    def _choose(self, items: Sequence[Any], weights: Sequence[float]) -> Chooser:
        return Chooser(self.random, items, weights)

    def _pairs(self, pairs) -> Chooser:
        return self._choose([str(item) for item, _ in pairs], [weight for _, weight in pairs])

    def _terms(self, model) -> Chooser:
        codes = list(model.objects.order_by("order", "code").values_list("pk", flat=True))
        return self._choose(codes, zipf(len(codes), 0.7))

    def _countries(self) -> list[str]:
        states = Country.objects.filter(kind="state").order_by("code").values_list("pk", flat=True)
        known = list(states)
        return [c for c in BUSIEST if c in known] + [c for c in known if c not in BUSIEST]

    def _days(self) -> Chooser:
        """Ordinals of days: every year has a little more than the one before, August little."""
        days, weights = [], []
        day = datetime.date(FIRST_YEAR, 1, 1)
        while day.year <= LAST_YEAR:
            days.append(day.toordinal())
            busy = 1 + (day.year - FIRST_YEAR) / 12
            weights.append(busy * (0.4 if day.month in (1, 8) else 1))
            day += datetime.timedelta(days=1)
        return self._choose(days, weights)

    def _visitors(self) -> Chooser:
        count = max(40, self.visits // VISITS_PER_PERSON)
        self.people = []
        for pk in range(1, count + 1):
            country = "KAZ" if pk == 1 else self.host()
            place = self.countries.index(country) * len(POSITIONS)
            self.people.append(Visitor(pk, country, place + 1 + pk % len(POSITIONS)))
        return self._choose(self.people, zipf(count, 0.6))

    # What all event records share

    def _kept(self, prefix: str, number: int, day: int, note: str = "") -> Row:
        recorded = f"{ISO[day + number % 60]} 12:00:00"
        later = f"{ISO[day + 200]} 12:00:00" if number % 50 == 0 else recorded
        external = f"bench:{prefix}{number}"
        return self.state(), external, note, recorded, later, self.confidence()

    def _dates(self, first: int, last: int | None) -> Row:
        """Columns of a start and an end; one in fifty is known to the month or the year only."""
        if self.chance() >= PARTIAL:
            return ISO[first], "day", ISO[last] if last else None, "day"
        if self.chance() < 0.5:
            return f"{ISO[first][:7]}-01", "month", None, "day"
        return f"{ISO[first][:4]}-01-01", "year", f"{ISO[first][:4]}-12-31", "year"

    # Rows

    def _source_rows(self) -> Iterator[Row]:
        for pk in range(1, self.sources + 1):
            title, publisher = f"Report {pk}", f"Publisher {pk % 40}"
            url = f"https://example.org/{pk}"
            yield pk, url, title, publisher, "day", "", False, words.key(title, publisher, url)

    def _position_rows(self) -> Iterator[Row]:
        pk = 0
        for country in self.countries:
            for name, level in POSITIONS:
                pk += 1
                yield pk, name, "", "", country, level.value, words.key(name, country)

    def _person_rows(self) -> Iterator[Row]:
        for visitor in self.people:
            names = words.SOUGHT if visitor.pk == 1 else words.names(self.random)
            state = "published" if visitor.pk % 50 else "draft"
            kept = (state, f"bench:P{visitor.pk}", "", "1990-01-01 00:00:00", "1990-01-01 00:00:00")
            yield visitor.pk, *names, "", "", *kept, words.key(*names)

    def _tenure_rows(self) -> Iterator[Row]:
        for visitor in self.people:
            yield visitor.pk, visitor.pk, visitor.position, "1990-01-01", "day", "day", False

    def _visit_rows(self) -> Iterator[Row]:
        """Trips of one to four stops until there are enough; fills ``journey_rows``."""
        mode, status, kind = self._pairs(MODES), self._pairs(STATUSES), self.visit_type
        stops = self._choose([n for n, _ in STOPS], [weight for _, weight in STOPS])
        busy = min(1000, self.visits // 10)
        number = 0
        while number < self.visits:
            visitor = self.visitors()
            day = BUSY_DAY.toordinal() if number < busy else self.days()
            trip = (mode(), status(), kind())
            last = day
            journey = None
            if trip[0] != "online" and trip[1] in ("held", "announced"):
                journey = len(self.journey_rows) + 1
            for _stop in range(1 if number < busy else stops()):
                number += 1
                last = day + (number * 7) % 3
                yield self._visit(number, visitor, day, last, trip, journey)
                day = last
                if number == self.visits:
                    break
            if journey:
                self.journey_rows.append(self._journey(journey, visitor, day, last))

    def _visit(self, number, visitor: Visitor, day, last, trip: Row, journey) -> Row:
        host = self.host()
        while host == visitor.country:
            host = self.host()
        of_organization = number % 97 == 0
        city = self.capitals[host]
        note = words.NOTES[number % 2] if number % 20 == 0 else ""
        purpose = self.purposes[number * 31 % len(self.purposes)]
        dates = (ISO[day], "day", ISO[last], "day") if number <= 1000 else self._dates(day, last)
        return (
            number,
            *self._kept("V", number, day, note),
            *dates,
            city,
            "",
            trip[0],
            trip[1],
            purpose,
            words.key(city, "", purpose, note),
            None if of_organization else visitor.country,
            self.organizations[0] if of_organization else None,
            host,
            journey,
            visitor.pk,
            visitor.position,
            trip[2],
        )

    def _journey(self, number: int, visitor: Visitor, first: int, last: int) -> Row:
        dates = (ISO[first], "day", ISO[last], "day")
        _state, *kept = self._kept("J", number, first)
        basis = "sourced" if number % 4 == 0 else "assumed"
        return number, "published", *kept, *dates, "", basis, "", visitor.pk, visitor.country

    def _participant_rows(self) -> Iterator[Row]:
        for number, visit in enumerate(range(10, self.visits + 1, 10), 1):
            person = self.people[visit % len(self.people)]
            yield number, visit, person.pk, person.position, "counterpart", 0

    def _summit_rows(self) -> Iterator[Row]:
        mode, status, kind = self._pairs(MODES), self._pairs(STATUSES), self.event_kind
        for number in range(1, self.summits + 1):
            day = self.days()
            title = f"Meeting on {words.SUBJECTS[number % len(words.SUBJECTS)]} {number % 90}"
            host = self.host()
            city = self.capitals[host]
            yield (
                number,
                *self._kept("S", number, day),
                *self._dates(day, day + number % 3),
                *(title, "", "", kind(), self.organizations[number % len(self.organizations)]),
                *(host, city, mode(), status(), "heads_of_state", words.key(title, city)),
            )

    def _summit_participant_rows(self) -> Iterator[Row]:
        number = 0
        for summit in range(1, self.summits + 1):
            for order, country in enumerate(sorted({self.host() for _ in range(8)})):
                number += 1
                yield number, summit, country, "member", "", order

    def _document_rows(self) -> Iterator[Row]:
        for number in range(1, self.documents + 1):
            day = self.days()
            subject = self.purposes[number % (len(self.purposes) * 2 // 3)]
            title = f"{subject}, {ISO[day][:4]}"
            first, precision, last = self._point(day)
            host = self.host()
            visit = number * 10 % self.visits + 1 if number % 2 else None
            yield (
                number,
                *self._kept("D", number, day),
                *(title, "", "", self.document_kind(), "signed", first, precision, last),
                *(host, self.capitals[host], visit, words.key(title, self.capitals[host])),
            )

    def _point(self, day: int) -> Row:
        if self.chance() >= PARTIAL:
            return ISO[day], "day", ISO[day]
        year = ISO[day][:4]
        return f"{year}-01-01", "year", f"{year}-12-31"

    def _party_rows(self) -> Iterator[Row]:
        number = 0
        for document in range(1, self.documents + 1):
            for order, country in enumerate(sorted({self.host(), self.host(), "KAZ"})[:2]):
                number += 1
                yield number, document, country, order

    def _action_rows(self) -> Iterator[Row]:
        for number, document in enumerate(range(3, self.documents + 1, 3), 1):
            yield number, document, "in_force", "2026-01-01", "day", "2026-01-01", ""


# ISO dates by ordinal: formatting the same thirteen thousand days a million times is slow.
ISO = {
    day: datetime.date.fromordinal(day).isoformat()
    for day in range(
        datetime.date(FIRST_YEAR, 1, 1).toordinal(), datetime.date(LAST_YEAR + 2, 1, 1).toordinal()
    )
}
SOURCE_COLUMNS = (
    *("id", "url", "title", "publisher", "published_date_precision", "archive_url"),
    *("title_is_ours", "search_text"),
)
POSITION_COLUMNS = ("id", "name_en", "name_ru", "name_kk", "country_id", "level", "search_text")
PERSON_COLUMNS = (
    *("id", "name_en", "name_ru", "name_kk", "other_names", "wikidata_id"),
    *(*KEPT[:5], "search_text"),
)
TENURE_COLUMNS = (
    *("id", "person_id", "position_id", "start_date", "start_date_precision"),
    *("end_date_precision", "ongoing"),
)
VISIT_COLUMNS = (
    *("id", *KEPT, *DATES, "city", "other_cities", "mode", "status", "purpose", "search_text"),
    *("guest_country_id", "guest_organization_id", "host_country_id", "journey_id"),
    *("visitor_id", "visitor_position_id", "visit_type_id"),
)
JOURNEY_COLUMNS = (
    *("id", *KEPT, *DATES, "title", "basis", "search_text", "traveller_id", "guest_country_id"),
)
PARTICIPANT_COLUMNS = ("id", "visit_id", "person_id", "position_id", "role", "order")
SUMMIT_COLUMNS = (
    *("id", *KEPT, *DATES, "title", "title_ru", "title_kk", "kind_id", "organization_id"),
    *("host_country_id", "city", "mode", "status", "level", "search_text"),
)
SUMMIT_PARTICIPANT_COLUMNS = ("id", "summit_id", "country_id", "role", "mode", "order")
DOCUMENT_COLUMNS = (
    *("id", *KEPT, "title", "title_ru", "title_kk", "kind_id", "conclusion"),
    *("signed_date", "signed_date_precision", "signed_date_last", "host_country_id", "city"),
    *("visit_id", "search_text"),
)
PARTY_COLUMNS = ("id", "document_id", "country_id", "order")
ACTION_COLUMNS = (
    *("id", "document_id", "action_type_id", "date", "date_precision", "date_last", "note"),
)
