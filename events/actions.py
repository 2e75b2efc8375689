"""Writes that touch several models at once."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from countries.partial_dates import Precision
from events.models import Journey, Mode, Status, Visit

DAY = datetime.timedelta(days=1)
TRAVELLED = (Status.HELD, Status.ANNOUNCED)


@transaction.atomic
def assume_journeys(*, visits: Sequence[Visit]) -> list[Journey]:
    """Give each stop without a journey an *assumed* one: stops whose dates adjoin share it.

    Stops of one visitor for one guest belong together when one starts on the day the other ends,
    or on the next. A stop joins an assumed journey that is already there; a sourced journey is
    never touched, because a source says which stops it has. Published stops share journeys with
    published ones only, and drafts with drafts: what nobody reviewed changes no public row.
    Online, postponed and cancelled visits have no journey.

    Sets ``visit.journey`` on the given instances, saved or not; saving them is the caller's.
    Returns the journeys that it created.
    """
    waiting = [
        v
        for v in visits
        if v.journey_id is None and v.mode != Mode.ONLINE and v.status in TRAVELLED
    ]
    trips = _assumed_journeys({v.visitor_id for v in waiting})
    created: list[Journey] = []
    extended: dict[int, Journey] = {}
    joined: list[tuple[Visit, Journey]] = []
    for visit in sorted(waiting, key=lambda v: (v.start_date, v.end_date or v.start_date)):
        journeys = trips[_together(visit)]
        journey = next((j for j in reversed(journeys) if _adjoins(visit, j)), None)
        if journey is None:
            journey = _journey_of(visit)
            journeys.append(journey)
            created.append(journey)
        elif _extend(journey, visit) and journey.pk:
            extended[journey.pk] = journey
        joined.append((visit, journey))
    Journey.objects.bulk_create(created, batch_size=1000)
    Journey.objects.bulk_update(extended.values(), ["start_date", "end_date"])
    for visit, journey in joined:
        visit.journey = journey
    return created


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


def _together(trip: Visit | Journey) -> tuple:
    """Trips that may be one journey: of one traveller for one guest, public or not alike."""
    person = trip.visitor_id if isinstance(trip, Visit) else trip.traveller_id
    return person, trip.guest_country_id, trip.guest_organization_id, trip.is_published


def _assumed_journeys(people: Iterable[int]) -> dict[tuple, list[Journey]]:
    trips = defaultdict(list)
    for journey in (
        Journey.objects.filter(traveller__in=people, basis=Journey.Basis.ASSUMED)
        .exclude(state="withdrawn")
        .order_by("start_date", "id")
    ):
        trips[_together(journey)].append(journey)
    return trips


def adjoining_journey(*, visit: Visit, published: bool) -> Journey | None:
    """The assumed journey of the visitor, public or not, that the stop's dates adjoin."""
    person, guest_country, guest_organization, _public = _together(visit)
    trips = _assumed_journeys({visit.visitor_id})
    journeys = trips[person, guest_country, guest_organization, published]
    return next((j for j in reversed(journeys) if _adjoins(visit, j)), None)


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


def _extend(journey: Journey, visit: Visit) -> bool:
    """Stretch the journey over the stop; whether that changed it."""
    before = journey.start_date, journey.end_date
    journey.start_date = min(journey.start_date, visit.start_date)
    journey.end_date = max(_last_day(journey), _last_day(visit))
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
