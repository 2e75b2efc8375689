"""Stops whose dates adjoin are assumed to be one journey."""

import datetime

import pytest
from django.contrib.auth.models import User

from countries.models import recorded_as
from events.actions import assume_journeys, reassume_journey
from events.editorial import publish, withdraw
from events.models import Journey, Visit
from tests import factories
from tests.admin_forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.PersonFactory()


def stop(person, start, end=None, **values):
    return factories.VisitFactory(
        visitor=person,
        start_date=datetime.date.fromisoformat(start),
        end_date=datetime.date.fromisoformat(end or start),
        **values,
    )


def assume(*visits):
    assume_journeys(visits=visits)
    Visit.objects.bulk_update(visits, ["journey"])


@pytest.mark.parametrize("second", ["2022-11-29", "2022-11-28"])
def test_stops_on_adjoining_days_share_a_journey(person, second):
    one, two = stop(person, "2022-11-28"), stop(person, second, "2022-11-30")

    assume(one, two)

    assert one.journey == two.journey
    assert one.journey.basis == Journey.Basis.ASSUMED
    assert (str(one.journey.start), str(one.journey.end)) == ("2022-11-28", "2022-11-30")


def test_a_night_at_home_ends_a_journey(person):
    one, two = stop(person, "2022-11-28"), stop(person, "2022-11-30")

    assume(one, two)

    assert one.journey != two.journey


def test_people_travel_each_on_their_own_journey(person):
    one, two = stop(person, "2022-11-28"), stop(factories.PersonFactory(), "2022-11-28")

    assume(one, two)

    assert one.journey != two.journey


def test_a_date_known_only_to_the_month_adjoins_nothing(person):
    one = stop(person, "2022-11-30")
    two = stop(
        person, "2022-12-01", "2022-12-31", start_date_precision="month", end_date_precision="month"
    )

    assume(one, two)

    assert one.journey != two.journey


@pytest.mark.parametrize(
    "values", [{"status": "postponed"}, {"status": "cancelled"}, {"mode": "online"}]
)
def test_who_did_not_travel_has_no_journey(person, values):
    visit = stop(person, "2022-11-28", **values)

    assume(visit)

    assert visit.journey is None
    assert not Journey.objects.exists()


def test_a_later_stop_joins_and_stretches_the_assumed_journey(person):
    first = stop(person, "2022-11-28")
    assume(first)
    second = stop(person, "2022-11-29", "2022-11-30")

    assume(second)

    assert second.journey == first.journey
    assert Journey.objects.get().end_date == datetime.date(2022, 11, 30)


@pytest.fixture
def apart(person):
    """Two stops with a day between them, each on its assumed journey."""
    stops = stop(person, "2022-11-01", "2022-11-02"), stop(person, "2022-11-04", "2022-11-05")
    for one in stops:
        assume(one)
    assert stops[0].journey != stops[1].journey
    return stops


def test_a_stop_between_two_assumed_journeys_makes_them_one(person, apart):
    first, last = apart
    between = stop(person, "2022-11-03")

    with recorded_as("analyst", "a stop was missing"):
        assume(between)

    (journey,) = Journey.objects.all()
    assert (str(journey.start), str(journey.end)) == ("2022-11-01", "2022-11-05")
    assert set(journey.visits.all()) == {first, between, last}
    gone = Journey.history.filter(history_type="-").get()
    assert (gone.id, gone.history_user_id) == (last.journey_id, "analyst")
    moved = last.history.latest()
    assert (moved.journey_id, moved.history_change_reason) == (journey.pk, "a stop was missing")


def test_the_stops_at_hand_follow_their_journey(person, apart):
    between = stop(person, "2022-11-03")

    assume_journeys(visits=[*apart, between])

    assert {v.journey_id for v in (*apart, between)} == {Journey.objects.get().pk}


def test_a_new_journey_and_one_that_is_there_become_one(person):
    last = stop(person, "2022-11-03")
    assume(last)
    first, between = stop(person, "2022-11-01"), stop(person, "2022-11-02", "2022-11-03")

    assume(first, between)

    assert Journey.objects.get().pk == last.journey_id == first.journey_id == between.journey_id
    assert str(Journey.objects.get().start) == "2022-11-01"


@pytest.mark.parametrize(
    "work",
    [
        lambda journey: None,
        lambda journey: setattr(journey, "title", "Tour of the region") or journey.save(),
        lambda journey: setattr(journey, "end_date", datetime.date(2022, 11, 9)) or journey.save(),
        lambda journey: factories.CitationFactory(visit=None, journey=journey),
    ],
    ids=["nothing", "title", "return", "citation"],
)
def test_a_journey_that_somebody_worked_on_is_the_one_that_stays(person, apart, work, request):
    first, last = apart
    work(last.journey)

    assume(stop(person, "2022-11-03"))

    stays = first if request.node.callspec.id == "nothing" else last
    assert Journey.objects.get() == stays.journey


def test_two_journeys_that_somebody_worked_on_stay_two(person, apart):
    for visit in apart:
        factories.CitationFactory(visit=None, journey=visit.journey)

    assume(stop(person, "2022-11-03"))

    assert Journey.objects.count() == 2


def test_many_stops_cost_the_same_few_queries(person, django_assert_max_num_queries):
    day = datetime.date(2001, 1, 1)
    factories.CountryFactory(code="KAZ")
    visits = [
        factories.VisitFactory.build(
            visitor=person,
            guest_country_id="KAZ",
            host_country_id="UZB",
            visit_type_id="state",
            start_date=day + datetime.timedelta(days=3 * n),
            end_date=None,
        )
        for n in range(300)
    ]

    with django_assert_max_num_queries(18):
        assert len(assume_journeys(visits=visits)) == 300


def test_a_sourced_journey_is_not_joined(person):
    sourced = factories.JourneyFactory(
        traveller=person, start_date="2022-11-28", end_date="2022-11-28"
    )
    visit = stop(person, "2022-11-28")

    assume(visit)

    assert visit.journey != sourced


def test_a_stop_that_moves_takes_its_journey_along(person):
    one, two = stop(person, "2022-11-28"), stop(person, "2022-11-29")
    assume(one, two)
    two.start_date = two.end_date = datetime.date(2022, 12, 5)
    two.save()

    reassume_journey(visit=two)

    assert {(str(j.start), str(j.end)) for j in Journey.objects.all()} == {
        ("2022-11-28", "2022-11-28"),
        ("2022-12-05", "2022-12-05"),
    }


def test_the_last_stop_to_leave_an_assumed_journey_ends_it(person):
    visit = stop(person, "2022-11-28")
    assume(visit)
    visit.start_date = visit.end_date = datetime.date(2022, 12, 5)
    visit.save()

    reassume_journey(visit=visit)

    assert str(Journey.objects.get().start) == "2022-12-05"


def test_a_sourced_journey_keeps_a_stop_that_moves(person):
    sourced = factories.JourneyFactory(traveller=person)
    visit = stop(person, "2022-11-28", journey=sourced)

    reassume_journey(visit=visit)

    assert visit.journey == sourced


@pytest.fixture
def reviewer():
    signed_in("reviewer", "reviewer")
    return User.objects.get(username="reviewer")


def drafted(person, start, end=None, state="draft"):
    """A stop that may be published, with the journey that is assumed for it."""
    visit = stop(person, start, end, state=state)
    factories.CitationFactory(visit=visit)
    assume(visit)
    return visit


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_a_stop_that_is_not_public_changes_no_public_journey(person, state):
    public = drafted(person, "2022-11-28", state="published")
    versions = public.journey.history.count()

    draft = drafted(person, "2022-11-29", state=state)

    public.journey.refresh_from_db()
    assert draft.journey != public.journey
    assert draft.journey.state == state
    assert str(public.journey.end) == "2022-11-28"
    assert public.journey.history.count() == versions


def test_drafts_on_adjoining_days_share_an_unpublished_journey(person):
    one, two = drafted(person, "2022-11-28"), drafted(person, "2022-11-29", state="in_review")

    assert one.journey == two.journey
    assert not one.journey.is_published


def test_a_draft_that_moves_away_leaves_a_public_journey_as_it_was(person):
    public = drafted(person, "2022-11-28", "2022-11-30", state="published")
    draft = stop(person, "2022-11-29", state="draft", journey=public.journey)
    draft.start_date = draft.end_date = datetime.date(2022, 12, 5)
    draft.save()

    reassume_journey(visit=draft)

    public.journey.refresh_from_db()
    assert str(public.journey.end) == "2022-11-30"
    assert draft.journey != public.journey


def test_a_published_stop_joins_the_public_journey_that_it_adjoins(person, reviewer):
    public, draft = drafted(person, "2022-11-28", state="published"), drafted(person, "2022-11-29")

    publish(record=draft, user=reviewer)

    draft.refresh_from_db()
    assert draft.journey == public.journey
    assert Journey.objects.get().end_date == datetime.date(2022, 11, 29)
    newest = Journey.objects.get().history.latest()
    assert (newest.history_user_id, newest.history_change_reason) == (
        "reviewer",
        "published with its stop",
    )


def test_a_published_stop_takes_no_draft_along(person, reviewer):
    one, two = drafted(person, "2022-11-28"), drafted(person, "2022-11-29")

    publish(record=one, user=reviewer)

    one.refresh_from_db()
    two.refresh_from_db()
    assert one.journey.is_published
    assert str(one.journey.end) == "2022-11-28"
    assert not two.journey.is_published


def test_a_stop_with_a_journey_of_its_own_publishes_that_one(person, reviewer):
    visit = drafted(person, "2022-11-28")

    publish(record=visit, user=reviewer)

    assert Journey.objects.get().pk == visit.journey_id
    assert Journey.objects.get().is_published


def test_a_withdrawn_stop_leaves_the_public_journey_to_the_others(person, reviewer):
    one = drafted(person, "2022-11-28", state="published")
    two = drafted(person, "2022-11-29", state="published")

    withdraw(record=two, user=reviewer)
    journey = Journey.objects.get()
    assert str(journey.end) == "2022-11-28"

    withdraw(record=one, user=reviewer)
    assert Journey.objects.get().state == "withdrawn"
