"""Writes that touch several models at once."""

import datetime
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from countries.partial_dates import Precision
from events.models import Journey, Mode, Status, Visit

DAY = datetime.timedelta(days=1)
TRAVELLED = (Status.HELD, Status.ANNOUNCED)


@transaction.atomic
def assume_journeys(*, visits: Sequence[Visit]) -> list[Journey]:
    """Give each stop without a journey an *assumed* one: stops whose dates adjoin share it.

    Stops of one visitor for one guest belong together when one starts on the day the other ends,
    or on the next. A stop joins an assumed journey that is already there, and one that closes the
    gap between two makes them one: the emptied journey goes, unless somebody worked on it. A
    sourced journey is never touched, because a source says which stops it has. Published stops
    share journeys with published ones only, and drafts with drafts: what nobody reviewed changes
    no public row. Online, postponed and cancelled visits have no journey.

    Sets ``visit.journey`` on the given instances, saved or not; saving them is the caller's.
    Returns the journeys that it created.
    """
    waiting = [
        v
        for v in visits
        if v.journey_id is None and v.mode != Mode.ONLINE and v.status in TRAVELLED
    ]
    assuming = _Assuming({v.visitor_id for v in waiting})
    for visit in sorted(waiting, key=lambda v: (v.start_date, _last_day(v))):
        assuming.take_in(visit)
    assuming.write(visits)
    return assuming.created


@transaction.atomic
def reassume_journey(*, visit: Visit) -> None:
    """Fit the journey of a saved stop to its dates again; a sourced journey stays as it is.

    The stop leaves its assumed journey, which shrinks to its other stops or goes, and joins the
    one that its dates suggest now. A draft that leaves a published journey leaves it as it was.
    """
    old = visit.journey
    if old is not None and old.basis == Journey.Basis.SOURCED:
        return
    if old is not None:
        visit.journey = None
        visit.save(update_fields=["journey", "updated_at"])
        if visit.is_published or not old.is_published:
            shrink_journey(journey=old)
    assume_journeys(visits=[visit])
    visit.save(update_fields=["journey", "updated_at"])


@transaction.atomic
def shrink_journey(*, journey: Journey) -> None:
    """Fit an assumed journey to the stops that it still has; without any it goes.

    Of a published journey only published stops count.
    """
    stops = list(journey.visits.order_by("start_date"))
    if not stops:
        journey.delete()
        return
    if journey.is_published:
        stops = [stop for stop in stops if stop.is_published] or stops
    first, before = stops[0], (journey.start, journey.end)
    journey.start, journey.end = first.start, first.end
    for stop in stops[1:]:
        _extend(journey, stop)
    if (journey.start, journey.end) != before:
        journey.save()


@contextmanager
def journeys_refitted(*, visits: Sequence[int]) -> Iterator[None]:
    """Delete stops inside: their assumed journeys shrink to the stops that are left, or go."""
    with transaction.atomic():
        assumed = Journey.objects.filter(visits__in=visits, basis=Journey.Basis.ASSUMED)
        journeys = list(assumed.distinct())
        yield
        for journey in journeys:
            shrink_journey(journey=journey)


def _together(trip: Visit | Journey) -> tuple:
    """Trips that may be one journey: of one traveller for one guest, public or not alike."""
    person = trip.visitor_id if isinstance(trip, Visit) else trip.traveller_id
    return person, trip.guest_country_id, trip.guest_organization_id, trip.is_published


class _Trips:
    """Assumed journeys of one traveller for one guest, in the order of their first days."""

    def __init__(self) -> None:
        self.journeys: list[Journey] = []
        self._longest = DAY

    def add(self, journey: Journey) -> None:
        insort(self.journeys, journey, key=_first_day)
        self._longest = max(self._longest, _last_day(journey) - journey.start_date)

    def adjoining(self, visit: Visit) -> list[Journey]:
        """The journeys that a stop's dates adjoin, without looking at those of other years."""
        after = bisect_right(self.journeys, _last_day(visit) + DAY, key=_first_day)
        earliest = visit.start_date - DAY - self._longest
        before = bisect_left(self.journeys, earliest, hi=after, key=_first_day)
        return [journey for journey in self.journeys[before:after] if _adjoins(visit, journey)]

    def stretch(self, journey: Journey, trip: Visit | Journey) -> bool:
        """Stretch a journey over a stop, or over another journey; whether that changed it."""
        self.journeys.remove(journey)
        changed = _extend(journey, trip)
        self.add(journey)
        return changed


class _Assuming:
    """Stops on their way into assumed journeys, and what that does to the journeys."""

    def __init__(self, people: Iterable[int]) -> None:
        self.created: list[Journey] = []
        self._trips = _assumed_journeys(people)
        self._stretched: dict[int, Journey] = {}
        self._emptied: dict[int, tuple[Journey, Journey]] = {}  # with the one that stays
        self._stops: list[tuple[Visit, Journey]] = []

    def take_in(self, visit: Visit) -> None:
        trips = self._trips[_together(visit)]
        found = trips.adjoining(visit)
        if not found:
            journey = _journey_of(visit)
            trips.add(journey)
            self.created.append(journey)
        else:
            journey = self._made_one(trips, found)
            self._stretch(trips, journey, visit)
        self._stops.append((visit, journey))

    def _made_one(self, trips: _Trips, found: list[Journey]) -> Journey:
        """One journey of all that adjoin; those that somebody worked on stay what they are."""
        if len(found) == 1:
            return found[0]
        worked_on = [journey for journey in found if journey.pk and _is_worked_on(journey)]
        stays = next(iter(worked_on or [j for j in found if j.pk] or found))
        for journey in found:
            if journey is not stays and journey not in worked_on:
                trips.journeys.remove(journey)
                self._stretch(trips, stays, journey)
                self._empty(journey, stays)
        return stays

    def _stretch(self, trips: _Trips, journey: Journey, trip: Visit | Journey) -> None:
        if trips.stretch(journey, trip) and journey.pk:
            self._stretched[journey.pk] = journey

    def _empty(self, journey: Journey, stays: Journey) -> None:
        self._stops = [(v, stays if j is journey else j) for v, j in self._stops]
        if journey.pk:
            self._stretched.pop(journey.pk, None)
            self._emptied = {
                pk: (gone, stays if into is journey else into)
                for pk, (gone, into) in self._emptied.items()
            } | {journey.pk: (journey, stays)}
        else:
            self.created.remove(journey)

    def write(self, visits: Iterable[Visit]) -> None:
        """Save the journeys; set them on the stops that were taken in."""
        Journey.objects.bulk_create(self.created, batch_size=1000)
        Journey.objects.bulk_update(self._stretched.values(), ["start_date", "end_date"])
        for visit, journey in self._stops:
            visit.journey = journey
        if self._emptied:
            self._move_stops(visits)

    def _move_stops(self, visits: Iterable[Visit]) -> None:
        stops = list(Visit.objects.filter(journey__in=self._emptied))
        for visit in (*stops, *visits):
            if visit.journey_id in self._emptied:
                visit.journey = self._emptied[visit.journey_id][1]
                visit.updated_at = timezone.now()
        Visit.objects.bulk_update(stops, ["journey", "updated_at"])
        for journey, _stays in self._emptied.values():
            journey.delete()


def _is_worked_on(journey: Journey) -> bool:
    """Whether a saved assumed journey holds more than its stops' dates tell."""
    if journey.title or journey.note or journey.external_id or journey.replaced_by_id:
        return True
    if journey.mirror_of_id or _is_longer_than_its_stops(journey):
        return True
    return any(
        link.related_model._base_manager.filter(**{link.field.name: journey.pk}).exists()
        for link in Journey._meta.related_objects
        if link.name != "visits"
    )


def _is_longer_than_its_stops(journey: Journey) -> bool:
    """Whether somebody gave it a departure or a return that no stop has."""
    saved = Journey.objects.values_list("start_date", "end_date").get(pk=journey.pk)
    stops = journey.visits.with_last_day().aggregate(first=Min("start_date"), last=Max("last_day"))
    return saved != (stops["first"], stops["last"])


def _assumed_journeys(people: Iterable[int]) -> dict[tuple, _Trips]:
    trips: dict[tuple, _Trips] = defaultdict(_Trips)
    for journey in (
        Journey.objects.filter(traveller__in=people, basis=Journey.Basis.ASSUMED)
        .exclude(state="withdrawn")
        .order_by("start_date", "id")
    ):
        trips[_together(journey)].add(journey)
    return trips


def adjoining_journey(*, visit: Visit, published: bool) -> Journey | None:
    """The assumed journey of the visitor, public or not, that the stop's dates adjoin."""
    person, guest_country, guest_organization, _public = _together(visit)
    trips = _assumed_journeys({visit.visitor_id})
    found = trips[person, guest_country, guest_organization, published].adjoining(visit)
    return found[-1] if found else None


def _first_day(journey: Journey) -> datetime.date:
    return journey.start_date


def _last_day(trip: Visit | Journey) -> datetime.date:
    return trip.end_date or trip.start_date


def _adjoins(visit: Visit, journey: Journey) -> bool:
    """Whether both are dated to the day and at most a night lies between them."""
    known_to_the_day = all(
        precision == Precision.DAY
        for trip in (visit, journey)
        for precision in (trip.start_date_precision, trip.end_date_precision)
    )
    return (
        known_to_the_day
        and visit.start_date <= _last_day(journey) + DAY
        and journey.start_date <= _last_day(visit) + DAY
    )


def _extend(journey: Journey, trip: Visit | Journey) -> bool:
    """Stretch the journey over the stop, or over another; whether that changed it."""
    before = journey.start_date, journey.end_date
    journey.start_date = min(journey.start_date, trip.start_date)
    journey.end_date = max(_last_day(journey), _last_day(trip))
    return (journey.start_date, journey.end_date) != before


def _journey_of(visit: Visit) -> Journey:
    return Journey(
        traveller_id=visit.visitor_id,
        guest_country_id=visit.guest_country_id,
        guest_organization_id=visit.guest_organization_id,
        basis=Journey.Basis.ASSUMED,
        start_date=visit.start_date,
        start_date_precision=visit.start_date_precision,
        end_date=visit.end_date,
        end_date_precision=visit.end_date_precision,
        confidence=visit.confidence,
        state=visit.state,
    )
