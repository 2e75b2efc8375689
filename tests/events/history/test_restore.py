"""Any version of a record can be made the newest again, and a deleted record comes back."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from countries.models import EditorialState
from countries.snapshots import snapshot
from events.history import NotRestorable, deleted, restore, state_at, undelete, versions
from events.models import Citation, Journey, Visit, VisitParticipant
from tests.factories import (
    CitationFactory,
    DocumentActionFactory,
    DocumentPartyFactory,
    InitiativeStatusFactory,
    JourneyFactory,
    PersonFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitParticipantFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit():
    visit = VisitFactory(city="Tashkent")
    VisitParticipantFactory(visit=visit)
    CitationFactory(visit=visit)
    return visit


def test_a_restored_version_is_the_newest_and_says_who_and_why(visit):
    third = versions(visit)[2]
    before = snapshot(visit)
    visit.city = "Samarkand"
    visit.save()
    visit.participants.get().delete()

    restore(record=visit, version=third, actor="reviewer", reason="the page was misread")

    assert snapshot(visit) == before
    last = versions(visit)[-1]
    assert (last.actor, last.reason) == ("reviewer", "the page was misread")
    assert len(versions(visit)) == 6


def test_what_a_reviewer_decided_is_not_undone(visit):
    first = versions(visit)[0]
    visit.state = EditorialState.WITHDRAWN
    visit.save()

    restore(record=visit, version=first, actor="reviewer")

    visit.refresh_from_db()
    assert visit.state == EditorialState.WITHDRAWN


def test_rows_that_changed_places_come_back(visit):
    """Each would stand in the other's way if they were changed one by one."""
    first = visit.participants.get()
    second = VisitParticipantFactory(visit=visit)
    version, before = versions(visit)[-1], snapshot(visit)
    people = first.person, second.person
    with transaction.atomic():
        second.delete()
        first.person = people[1]
        first.save()
        VisitParticipantFactory(visit=visit, person=people[0])

    restore(record=visit, version=version, actor="reviewer")

    assert snapshot(visit) == before


def test_a_stop_whose_journey_is_gone_gets_one_assumed_anew(visit):
    visit.journey = JourneyFactory(traveller=visit.visitor)
    visit.save()
    version = versions(visit)[-1]
    visit.journey = None
    visit.save()
    Journey.objects.all().delete()

    restore(record=visit, version=version, actor="reviewer")

    visit.refresh_from_db()
    assert visit.journey.basis == Journey.Basis.ASSUMED


def test_a_version_that_needs_what_is_gone_is_refused_and_nothing_is_written(visit):
    version = versions(visit)[1]
    participant = visit.participants.get()
    person = participant.person
    participant.delete()
    person.delete()
    count = len(versions(visit))

    with pytest.raises(NotRestorable, match="person"):
        restore(record=visit, version=version, actor="reviewer")

    assert len(versions(visit)) == count


def test_a_deleted_record_comes_back_under_its_id_with_its_rows(visit):
    key, before, created = visit.pk, snapshot(visit), visit.created_at
    removed_earlier = VisitParticipantFactory(visit=visit)
    removed_earlier.delete()
    visit.delete()
    assert [row.id for row in deleted(Visit)] == [key]

    record = undelete(model=Visit, key=key, actor="reviewer", reason="deleted by mistake")

    assert (record.public_id, record.created_at) == (f"V{key}", created)
    assert snapshot(record) == before
    assert Visit.objects.published().get() == record
    assert not deleted(Visit).exists()
    assert versions(record)[-1].reason == "deleted by mistake"


def test_what_is_there_is_not_brought_back_again(visit):
    with pytest.raises(NotRestorable, match="no deleted record"):
        undelete(model=Visit, key=visit.pk, actor="reviewer")


def test_a_record_whose_place_is_taken_is_not_brought_back(visit):
    visit.external_id = "file:1"
    visit.save()
    key = visit.pk
    visit.delete()
    VisitFactory(external_id="file:1")

    with pytest.raises(NotRestorable):
        undelete(model=Visit, key=key, actor="reviewer")

    assert not VisitParticipant.objects.exists()


def test_a_deleted_record_is_brought_back_before_it_is_restored(visit):
    version, key = versions(visit)[0], visit.pk
    visit.delete()
    visit.pk = key

    with pytest.raises(NotRestorable, match="bring it back"):
        restore(record=visit, version=version, actor="reviewer")


@pytest.mark.parametrize(
    ("factory", "parent"),
    [
        (SummitParticipantFactory, "summit"),
        (DocumentPartyFactory, "document"),
        (DocumentActionFactory, "document"),
        (InitiativeStatusFactory, "initiative"),
    ],
)
def test_every_kind_of_child_comes_back_with_its_record(factory, parent):
    record = getattr(factory(), parent)
    key, before = record.pk, snapshot(record)
    record.delete()

    assert snapshot(undelete(model=type(record), key=key, actor="reviewer")) == before


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("city"), st.sampled_from(["Tashkent", "Samarkand", "Khiva", ""])),
        st.tuples(st.just("note"), st.text(st.characters(codec="utf-8", exclude_characters="\0"))),
        st.tuples(st.just("add"), st.integers(0, 3)),
        st.tuples(st.just("drop"), st.integers(0, 3)),
        st.tuples(st.just("order"), st.integers(0, 3)),
        st.tuples(st.just("cite"), st.text("abc", min_size=1, max_size=3)),
        st.tuples(st.just("uncite"), st.just(0)),
    ),
    max_size=6,
)


class TestAnyVersion(TransactionTestCase):
    """Change at random, restore any version: it is equal to that version."""

    @settings(max_examples=15)
    @given(steps=STEPS, choice=st.integers(0, 100))
    def test_restored_is_equal_to_what_it_was(self, steps, choice):
        visit, people = VisitFactory(), PersonFactory.create_batch(4)
        for step, value in steps:
            change(visit, people, step, value)
        known = versions(visit)
        version = known[choice % len(known)]
        expected = state_at(visit, version)

        restore(record=visit, version=version, actor="reviewer")

        assert snapshot(visit) == expected
        assert state_at(visit, versions(visit)[-1]) == expected


@transaction.atomic
def change(visit, people, step, value):
    if step in ("city", "note"):
        setattr(visit, step, value)
        visit.save()
    elif step == "cite":
        CitationFactory(visit=visit, quote=value)
    elif step == "uncite":
        Citation.objects.filter(visit=visit).delete()
    else:
        there = visit.participants.filter(person=people[value]).first()
        if step == "add" and there is None:
            VisitParticipantFactory(visit=visit, person=people[value])
        elif step == "drop" and there:
            there.delete()
        elif step == "order" and there:
            there.order += 1
            there.save()
