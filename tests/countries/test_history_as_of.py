"""The record as it stood at an instant, asked like the record of today."""

import datetime

import pytest
from django.db.models import Count, Q

from countries.models import BulkWriteRefused, EditorialState, Person, instant_of, recorded_as
from countries.models.history import TrackedModel
from countries.models.history_tables import tracked_models
from events.models import Visit, VisitParticipant
from tests.factories import (
    CountryFactory,
    PersonFactory,
    VisitFactory,
    VisitParticipantFactory,
    VisitTypeFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime.time(12, tzinfo=datetime.UTC)


@pytest.fixture
def at(monkeypatch):
    """``at(day)``: from now on it is noon of a day of January 2023."""

    def set_day(day):
        moment = datetime.datetime.combine(datetime.date(2023, 1, day), NOON)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    return set_day


@pytest.fixture
def visit(at):
    """Logged on the 10th, city corrected on the 12th, a participant each on the 11th and 13th,
    withdrawn on the 14th, deleted on the 15th."""
    at(1)
    CountryFactory(code="KAZ"), CountryFactory(code="UZB"), VisitTypeFactory()
    at(10)
    visit = VisitFactory(city="Tashkent", visitor__name_en="Visitor")
    at(11)
    participant = VisitParticipantFactory(visit=visit)
    at(12)
    visit.city = "Samarkand"
    visit.save()
    at(13)
    VisitParticipantFactory(visit=visit)
    participant.delete()
    at(14)
    visit.state = EditorialState.WITHDRAWN
    visit.save()
    at(15)
    Visit.objects.filter(pk=visit.pk).delete()
    at(20)
    return visit


def january(day):
    return datetime.date(2023, 1, day)


@pytest.mark.parametrize(
    ("day", "cities"),
    [(9, []), (10, ["Tashkent"]), (11, ["Tashkent"]), (12, ["Samarkand"]), (15, [])],
)
def test_a_row_is_what_its_last_version_up_to_then_says(visit, day, cities):
    assert list(Visit.objects.as_of(january(day)).values_list("city", flat=True)) == cities


def test_a_time_stands_for_itself_and_a_bare_date_for_the_end_of_its_day(visit):
    before_noon = datetime.datetime(2023, 1, 12, 11, 59, tzinfo=datetime.UTC)

    assert Visit.objects.as_of(before_noon).get().city == "Tashkent"
    assert Visit.objects.as_of("2023-01-12").get().city == "Samarkand"


def test_the_public_saw_what_was_published_then(visit):
    assert Visit.objects.published_as_of(january(13)).count() == 1
    assert Visit.objects.as_of(january(14)).count() == 1
    assert not Visit.objects.published_as_of(january(14)).exists()


def test_a_person_who_was_not_published_then_hides_the_visit_then(at):
    at(1)
    visit = VisitFactory(visitor__state=EditorialState.DRAFT)
    at(2)
    visit.visitor.state = EditorialState.PUBLISHED
    visit.visitor.save()

    assert not Visit.objects.published_as_of(january(1)).exists()
    assert Visit.objects.published_as_of(january(2)).get() == visit


def test_conditions_on_own_columns_on_joins_and_on_children_mean_then(visit):
    participant = VisitParticipant.objects.as_of(january(12)).get().person_id
    as_of = Visit.objects.as_of(january(12))

    assert as_of.filter(city="Samarkand", host_country="UZB").count() == 1
    assert as_of.filter(visitor__name_en="Visitor", host_country__name_en="Country UZB").exists()
    assert as_of.with_participant(Person(pk=participant)).exists()
    assert as_of.filter(participants__person=participant).exists()
    assert not Visit.objects.as_of(january(13)).filter(participants__person=participant).exists()


def test_values_and_figures_are_asked_as_of_today(visit):
    as_of = Visit.objects.as_of(january(12))

    assert as_of.values("pk", "city", "host_country_id", "visitor__name_en").get() == {
        "pk": visit.pk,
        "city": "Samarkand",
        "host_country_id": "UZB",
        "visitor__name_en": "Visitor",
    }
    assert list(as_of.values_list("host_country").annotate(n=Count("id"))) == [("UZB", 1)]
    assert as_of.annotate(n=Count("participants")).select_related("visitor").get().n == 1
    assert as_of.aggregate(n=Count("id", filter=Q(city="Samarkand"))) == {"n": 1}
    assert as_of.order_by("city")[:1].get().visitor.name_en == "Visitor"
    assert list(as_of.filter(pk__in=as_of.values("pk")).dates("start_date", "year"))


def test_a_question_to_the_past_is_one_query(visit, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(Visit.objects.published_as_of(january(12)).filter(participants__role="delegation"))


def test_before_the_first_version_there_is_nothing_and_history_says_when_it_begins(visit):
    assert not Visit.objects.as_of("2001-01-01").exists()
    assert Visit.objects.history_begins() == datetime.datetime.combine(january(10), NOON)


def test_without_any_version_history_has_not_begun():
    assert Visit.objects.history_begins() is None


def test_as_of_now_every_tracked_table_is_what_it_is(demo):
    for model in tracked_models():
        assert issubclass(model, TrackedModel)
        rows = model._default_manager
        now = rows.as_of(datetime.datetime.now(datetime.UTC))
        assert list(now.order_by("pk").values()) == list(rows.order_by("pk").values()), model


def test_the_past_is_not_deleted(visit):
    with pytest.raises(BulkWriteRefused):
        Visit.objects.as_of(january(12)).delete()


@pytest.mark.parametrize("value", ["yesterday", "2023-13-01", "2023-01-12T10:00:00", ""])
def test_an_instant_that_is_none_or_has_no_offset_is_refused(value):
    with pytest.raises(ValueError, match=r"Give|day|month"):
        instant_of(value)


def test_an_instant_may_be_written_as_text():
    assert instant_of("2023-01-12T10:00:00+05:00") == instant_of("2023-01-12T05:00:00Z")
    assert instant_of("2023-01-12T10:00:00 05:00") == instant_of("2023-01-12T05:00:00Z")
    assert instant_of("2023-01-12").isoformat() == "2023-01-12T23:59:59.999999+00:00"


def test_two_versions_of_one_instant_are_told_apart_by_their_order(at):
    at(1)
    with recorded_as("test"):
        person = PersonFactory(name_en="First")
        person.name_en = "Second"
        person.save()

    assert Person.objects.as_of(january(1)).get().name_en == "Second"
