"""Finding the records that may be one with others, in a fixed number of queries."""

import datetime

import pytest

from countries.models import Person
from events.duplicates import (
    KINDS,
    POSSIBLE,
    candidates,
    candidates_of_many,
    likelihood,
    suspected_pairs,
)
from events.models import NotDuplicate, Visit
from tests import factories

pytestmark = pytest.mark.django_db
DAY = factories.DAY


@pytest.fixture
def visit():
    return factories.VisitFactory(visitor__name_en="Kassym-Jomart Tokayev")


def logged_again(visit, **changes) -> Visit:
    """An unsaved second log of a visit."""
    values = {
        "visitor": visit.visitor,
        "guest_country_id": visit.guest_country_id,
        "host_country_id": visit.host_country_id,
        "visit_type_id": visit.visit_type_id,
        "start_date": visit.start_date,
    }
    return Visit(**{**values, **changes})


def found(record, **options) -> list[int]:
    return [candidate.pk for candidate in candidates(record, **options)]


def test_an_unsaved_record_finds_what_it_repeats(visit):
    assert found(logged_again(visit)) == [visit.pk]


def test_a_person_who_is_not_saved_yet_is_compared_by_name(visit):
    newcomer = Person(name_en="Касым-Жомарт Токаев")
    assert found(logged_again(visit, visitor=newcomer)) == [visit.pk]


def test_a_saved_record_does_not_find_itself(visit):
    assert found(visit) == []


def test_the_likeliest_comes_first(visit):
    near = factories.VisitFactory(
        visitor=visit.visitor, start_date=DAY - datetime.timedelta(days=1), end_date=DAY
    )
    assert found(logged_again(visit)) == [visit.pk, near.pk]


def test_a_withdrawn_record_is_nobodys_duplicate(visit):
    visit.state = "withdrawn"
    visit.save()
    assert found(logged_again(visit)) == []


def test_a_draft_is_a_candidate(visit):
    visit.state = "draft"
    visit.save()
    assert found(logged_again(visit)) == [visit.pk]


def test_a_pair_that_was_found_to_be_different_is_not_asked_again(visit):
    other = factories.VisitFactory(visitor=visit.visitor)
    assert found(other) == [visit.pk]
    assert [(p.first, p.second) for p in suspected_pairs(KINDS["visit"])] == [(visit.pk, other.pk)]
    NotDuplicate.objects.create(first=visit.public_id, second=other.public_id, author="ann")
    assert found(other) == []
    assert suspected_pairs(KINDS["visit"]) == []


def test_a_long_stay_is_found_by_a_date_inside_it(visit):
    long = factories.VisitFactory(
        visitor=visit.visitor,
        start_date=datetime.date(2019, 3, 1),
        end_date=datetime.date(2019, 9, 1),
    )
    factories.VisitFactory(visitor=visit.visitor, start_date=datetime.date(2019, 5, 1))
    inside = logged_again(visit, start_date=datetime.date(2019, 8, 1))
    assert long.pk in found(inside)


def test_a_year_is_found_by_a_date_inside_it(visit):
    year = factories.VisitFactory(
        visitor=visit.visitor,
        start_date=datetime.date(2018, 1, 1),
        start_date_precision="year",
        end_date=None,
    )
    assert found(logged_again(visit, start_date=datetime.date(2018, 11, 3))) == [year.pk]


def test_many_records_are_answered_each_in_its_place(visit):
    rows = [logged_again(visit), logged_again(visit, start_date=datetime.date(2001, 1, 1))]
    answers = candidates_of_many(rows)
    assert [[c.pk for c in answer] for answer in answers] == [[visit.pk], []]
    assert candidates_of_many([]) == []


@pytest.mark.parametrize("size", [1, 30])
def test_many_records_cost_as_many_queries_as_one(visit, size, django_assert_num_queries):
    rows = [logged_again(visit) for _number in range(size)]
    with django_assert_num_queries(3):  # names here, visits, names there
        candidates_of_many(rows)


@pytest.mark.parametrize("size", [2, 12])
@pytest.mark.parametrize(
    ("kind", "factory", "queries"),
    [
        ("visit", factories.VisitFactory, 3),
        ("summit", factories.SummitFactory, 2),
        ("document", factories.SignedDocumentFactory, 3),
        ("chairmanship", factories.ChairmanshipFactory, 2),
        ("initiative", factories.InitiativeFactory, 2),
        ("person", factories.PersonFactory, 4),
    ],
)
def test_all_pairs_cost_a_fixed_number_of_queries(
    kind, factory, queries, size, django_assert_num_queries
):
    factory.create_batch(size)
    with django_assert_num_queries(queries):
        suspected_pairs(KINDS[kind])


def test_blocks_lose_no_pair_of_visits():
    """Every pair that scores as possible is found: comparing all with all finds no other."""
    people = [factories.PersonFactory(name_en=name) for name in ("Ann Lee", "Ann B. Lee", "Bo Xu")]
    for number in range(24):
        factories.VisitFactory(
            visitor=people[number % 3],
            host_country=factories.CountryFactory(code=("UZB", "KGZ")[number % 2]),
            start_date=DAY + datetime.timedelta(days=number // 3),
            end_date=None if number % 4 else DAY + datetime.timedelta(days=number // 3 + 1),
        )
    visits = list(Visit.objects.order_by("pk"))
    expected = {
        (one.pk, other.pk)
        for place, one in enumerate(visits)
        for other in visits[place + 1 :]
        if likelihood(one, other).score >= POSSIBLE
    }
    assert expected
    assert {(p.first, p.second) for p in suspected_pairs(KINDS["visit"])} == expected
