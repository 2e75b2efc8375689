"""What the record knows already about a visit that is being entered."""

import datetime
from dataclasses import dataclass

from countries.models import (
    Country,
    EditorialState,
    Organization,
    Person,
    Position,
    PositionLevel,
    Tenure,
)
from countries.partial_dates import PartialDate
from events.actions import adjoining_journey
from events.models import Journey, Summit, Visit
from events.positions import position_then

CITIES, SUMMITS = 12, 5


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Proposals for the fields that depend on others. Each may be empty, none is binding."""

    position: Position | None = None
    guest_country: Country | None = None
    counterpart: Person | None = None
    journey: Journey | None = None
    cities: tuple[str, ...] = ()
    summits: tuple[Summit, ...] = ()


def suggest(
    *,
    visitor: Person | None,
    guest_country: Country | None,
    guest_organization: Organization | None,
    host_country: Country | None,
    start: PartialDate | None,
    end: PartialDate | None,
) -> Suggestions:
    """The visitor's office that day and its country, who receives at that rank, the journey that
    the dates adjoin, the host's summits of these days, and its cities in the record."""
    cities = cities_of(host_country) if host_country else ()
    if not visitor or not start:
        return Suggestions(cities=cities)
    visit = Visit(
        visitor=visitor,
        guest_country=guest_country,
        guest_organization=guest_organization,
        host_country=host_country,
    )
    visit.start, visit.end = start, end or start
    position = position_then(visit, start.first)
    if not guest_country and not guest_organization and position and position.country:
        visit.guest_country = guest_country = position.country
    journey = None
    if guest_country or guest_organization:
        journey = adjoining_journey(visit=visit, published=False) or adjoining_journey(
            visit=visit, published=True
        )
    return Suggestions(
        position=position,
        guest_country=guest_country,
        counterpart=counterpart_of(host_country, position, start.first),
        journey=journey,
        cities=cities,
        summits=tuple(
            Summit.objects.filter(host_country=host_country)
            .exclude(state=EditorialState.WITHDRAWN)
            .during(start.first, (end or start).last)[:SUMMITS]
        ),
    )


def counterpart_of(
    host: Country | None, position: Position | None, day: datetime.date
) -> Person | None:
    """Who held the office of the visitor's rank in the host country that day, if just one did."""
    if not host or not position or position.level == PositionLevel.OTHER:
        return None
    tenures = (
        Tenure.objects.filter(position__country=host, position__level=position.level)
        .on(day)
        .select_related("person")
    )
    people = {tenure.person_id: tenure.person for tenure in tenures}
    return next(iter(people.values())) if len(people) == 1 else None


def cities_of(host: Country) -> tuple[str, ...]:
    """The host's cities in the record, the most visited first, and its capital."""
    visited = list(
        Visit.objects.filter(host_country=host).exclude(city="").values_list("city", flat=True)
    )
    ranked = sorted(set(visited), key=lambda city: (-visited.count(city), city))
    return tuple(dict.fromkeys([*ranked, *([host.capital] if host.capital else [])]))[:CITIES]
