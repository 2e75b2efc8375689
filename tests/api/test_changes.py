"""``changes/``: creates, updates and tombstones of what was public, and of nothing else."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import timezone

from tests import factories


@pytest.fixture
def committed(db):
    """Seals what is written inside, as the commit of a transaction of its own does."""

    @contextmanager
    def transaction():
        connection.run_on_commit = []
        yield
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, function, _robust in waiting:
            function()

    return transaction


def told(page: dict) -> list[tuple[str, str]]:
    return [(row["change"], row["id"]) for row in page["results"]]


def poll(api, page) -> dict:
    return api.follow(page["poll"])


def test_a_record_is_told_from_its_publication_to_its_withdrawal(api, committed):
    with committed():
        visit = factories.VisitFactory(state="draft")
    visitor = visit.visitor.public_id
    start = api.get("changes/?limit=100")
    assert told(start) == [("create", visitor)]
    with committed():
        visit.city = "Samarkand"
        visit.save()
    assert told(poll(api, start)) == []
    with committed():
        visit.state = "published"
        visit.save()
    created = poll(api, start)
    assert told(created) == [("create", visit.public_id)]
    assert api.follow(created["results"][0]["url"])["id"] == visit.public_id
    with committed():
        visit.city = "Bukhara"
        visit.save()
    updated = poll(api, created)
    assert told(updated) == [("update", visit.public_id)]
    with committed():
        visit.state = "withdrawn"
        visit.save()
    gone = poll(api, updated)
    assert told(gone) == [("delete", visit.public_id)]
    assert (gone["results"][0]["url"], gone["results"][0]["replaced_by"]) == (None, None)
    with committed():
        visit.state = "published"
        visit.save()
    assert told(poll(api, gone)) == [("create", visit.public_id)]


def test_a_deleted_row_leaves_a_tombstone(api, committed):
    with committed():
        visit = factories.VisitFactory()
    name, start = visit.public_id, api.get("changes/")
    with committed():
        visit.delete()
    assert told(poll(api, start)) == [("delete", name)]


def test_a_draft_that_is_deleted_leaves_none(api, committed):
    with committed():
        draft = factories.VisitFactory(state="draft")
    start = api.get("changes/")
    with committed():
        factories.CitationFactory(visit=draft)
        factories.VisitParticipantFactory(visit=draft, person=draft.visitor)
        draft.delete()
    assert told(poll(api, start)) == []


def test_what_one_transaction_wrote_is_one_change(api, committed):
    with committed():
        visitor = factories.PersonFactory()
    start = api.get("changes/")
    with committed():
        visit = factories.VisitFactory(visitor=visitor)
        factories.CitationFactory(visit=visit)
        visit.city = "Khiva"
        visit.save()
    assert told(poll(api, start)) == [("create", visit.public_id)]


def test_a_child_updates_its_record(api, committed):
    with committed():
        visit = factories.VisitFactory()
    start = api.get("changes/")
    with committed():
        factories.CitationFactory(visit=visit)
    assert told(poll(api, start)) == [("update", visit.public_id)]


def test_a_document_updates_the_visit_that_lists_it(api, committed):
    with committed():
        first, second = factories.VisitFactory(), factories.VisitFactory()
        document = factories.SignedDocumentFactory(visit=first, state="draft")
    name, page = document.public_id, api.get("changes/?limit=100")
    with committed():
        document.title = "Still a draft"
        document.save()
    assert told(poll(api, page)) == []
    with committed():
        document.state = "published"
        document.save()
    page = poll(api, page)
    assert told(page) == [("create", name), ("update", first.public_id)]
    with committed():
        document.visit = second
        document.save()
    page = poll(api, page)
    both = [("update", second.public_id), ("update", first.public_id)]
    assert told(page) == [("update", name), *both]
    with committed():
        document.delete()
    assert told(poll(api, page)) == [("delete", name), ("update", second.public_id)]


def test_a_document_tells_nothing_of_a_visit_that_is_a_draft(api, committed):
    with committed():
        draft = factories.VisitFactory(state="draft")
        document = factories.SignedDocumentFactory(visit=draft)
    page = api.get("changes/?limit=100")
    with committed():
        document.title = "Another title"
        document.save()
    assert told(poll(api, page)) == [("update", document.public_id)]


def test_a_visit_that_goes_with_its_document_is_a_deletion(api, committed):
    with committed():
        document = factories.SignedDocumentFactory(visit=factories.VisitFactory())
    visit, page = document.visit, api.get("changes/?limit=100")
    gone = {("delete", document.public_id), ("delete", visit.public_id)}
    with committed():
        document.delete()
        visit.delete()
    assert set(told(poll(api, page))) == gone


def test_a_stop_updates_the_journeys_it_joins_and_leaves(api, committed):
    with committed():
        journey = factories.JourneyFactory()
        other = factories.JourneyFactory(traveller=journey.traveller)
        visit = factories.VisitFactory(visitor=journey.traveller)
    page = api.get("changes/?limit=100")
    with committed():
        visit.journey = journey
        visit.save()
    page = poll(api, page)
    assert told(page) == [("update", visit.public_id), ("update", journey.public_id)]
    with committed():
        visit.journey = other
        visit.save()
    changed = [visit.public_id, other.public_id, journey.public_id]
    assert told(poll(api, page)) == [("update", name) for name in changed]


def test_visits_come_and_go_with_their_visitor(api, committed):
    with committed():
        visit = factories.VisitFactory()
        factories.VisitFactory(visitor=visit.visitor, state="draft")
    start = api.get("changes/")
    visitor = visit.visitor
    with committed():
        visitor.state = "withdrawn"
        visitor.save()
    gone = poll(api, start)
    assert told(gone) == [("delete", visitor.public_id), ("delete", visit.public_id)]
    with committed():
        visit.city = "Nukus"
        visit.save()
        factories.CitationFactory(visit=visit)
    assert told(poll(api, gone)) == []


def test_pages_tell_every_change_once(api, committed):
    made = []
    for _one in range(7):
        with committed():
            made.append(factories.SummitFactory().public_id)
    page, found = api.get("changes/?cursor=&limit=2"), []
    while True:
        found += [row["id"] for row in page["results"]]
        assert len(page["results"]) <= 2
        if page["next"] is None:
            break
        page = api.follow(page["next"])
    assert found == made


def test_a_late_commit_comes_late(api, committed):
    """Its versions are older than what the reader has; its place is not."""
    with committed():
        early = factories.SummitFactory()
    start = api.get("changes/")
    early.city = "Astana"
    early.save()
    late, connection.run_on_commit = connection.run_on_commit, []
    with committed():
        other = factories.SummitFactory()
    page = poll(api, start)
    assert told(page) == [("create", other.public_id)]
    for _savepoints, function, _robust in late:
        function()
    assert told(poll(api, page)) == [("update", early.public_id)]


def test_since_a_moment(api, committed):
    with committed():
        factories.SummitFactory()
    since = timezone.now().isoformat().replace("+", "%2B")
    with committed():
        summit = factories.SummitFactory()
    assert told(api.get(f"changes/?since={since}")) == [("create", summit.public_id)]
    assert told(api.get("changes/?since=2100-01-01")) == []


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ("since=soon", "since"),
        ("cursor=abc", "cursor"),
        ("limit=0", "limit"),
        ("sinse=2022", "sinse"),
    ],
)
def test_a_bad_question_is_refused(api, question, parameter):
    assert api.refused(f"changes/?{question}")["parameter"] == parameter


@pytest.mark.parametrize("number", [1, 4])
def test_a_page_costs_a_fixed_number_of_queries(api, committed, django_assert_num_queries, number):
    for _one in range(number):
        with committed():
            visit = factories.VisitFactory()
            factories.CitationFactory(visit=visit)
            factories.SignedDocumentFactory(visit=visit)
    with django_assert_num_queries(18):
        api.get("changes/?limit=100")
