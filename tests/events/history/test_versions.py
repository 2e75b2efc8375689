"""A record's versions with its children, in one timeline, and what changed between two."""

import pytest
from django.db import transaction

from countries.models import EditorialState, recorded_as
from events.history import difference, versions
from tests.factories import (
    CitationFactory,
    PersonFactory,
    VisitFactory,
    VisitParticipantFactory,
)

# Each write below is a transaction of its own, as in a running product.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit():
    visit = VisitFactory(city="Tashkent")
    person = PersonFactory(name_en="Aigerim")
    with recorded_as("analyst", "the protocol sheet"), transaction.atomic():
        visit.city = "Samarkand"
        visit.save()
        VisitParticipantFactory(visit=visit, person=person)
    with recorded_as("reviewer"):
        CitationFactory(visit=visit, source__title="Press release")
    return visit


def test_a_version_is_what_one_transaction_did_children_included(visit):
    told = [(v.number, v.actor, v.reason) for v in versions(visit)]

    assert told == [(1, "", ""), (2, "analyst", "the protocol sheet"), (3, "reviewer", "")]
    assert [(t.part, t.kind) for t in versions(visit)[1].touched] == [
        ("visit", "~"),
        ("participant", "+"),
    ]


def test_two_versions_are_compared_in_words(visit):
    first, second, third = versions(visit)

    assert [(c.part, c.label, c.before, c.after) for c in difference(visit, first, second)] == [
        ("", "city", "Tashkent", "Samarkand"),
        ("participant", "", "", "Aigerim, delegation, 0"),
    ]
    (change,) = difference(visit, second, third)
    assert change.part == "citation"
    assert "Press release" in change.after
    assert difference(visit, third, third) == []


def test_a_change_of_the_editorial_state_is_a_difference(visit):
    visit.state = EditorialState.WITHDRAWN
    visit.save()

    (change,) = difference(visit, *versions(visit)[-2:])

    assert (change.label, change.before, change.after) == ("state", "published", "withdrawn")


def test_a_deletion_is_a_version_without_anything(visit):
    visit_id = visit.pk
    visit.delete()
    visit.pk = visit_id

    last = versions(visit)[-1]

    assert last.deleted
    assert difference(visit, versions(visit)[-2], last)[0].before == "published"


def test_the_number_of_queries_does_not_grow_with_the_versions(visit, django_assert_num_queries):
    with django_assert_num_queries(3):  # the visit, its participants, its citations
        versions(visit)
    for city in "ABCDE":
        visit.city = city
        visit.save()
    with django_assert_num_queries(3):
        assert len(versions(visit)) == 8


def test_another_record_has_its_own_timeline(visit):
    assert len(versions(VisitFactory())) == 1
