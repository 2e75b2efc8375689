"""The queues show what belongs together as one entry, with the steps for all of it."""

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages

from countries.models import recorded_as
from events.admin.bulk_steps import version_of
from events.bundles import Belonging, Bundle
from events.editorial import submit
from events.together import take_together
from tests import factories
from tests.events.logged import DRAFT, Logged

pytestmark = pytest.mark.django_db

PAGE = "/admin/queues/"


def bundled(*records) -> list[Bundle]:
    return Belonging(records).bundles(records)


def test_a_visit_is_one_entry_with_its_summit_document_journey_and_new_person():
    logged = Logged()
    journey = factories.JourneyFactory(traveller=logged.visit.visitor, state=DRAFT)
    logged.visit.journey = journey
    logged.visit.save()
    (entry,) = bundled(*logged.all, journey)
    assert entry.record == logged.visit
    assert set(entry.others) == {logged.summit, logged.document, logged.minister, journey}
    assert ("people", 1) in entry.counts()


def test_a_summit_leads_the_visits_that_were_made_for_it():
    logged = Logged()
    other = factories.VisitFactory(state=DRAFT)
    factories.SummitParticipantFactory(summit=logged.summit, person=other.visitor, visit=other)
    (entry,) = bundled(*logged.all, other)
    assert entry.record == logged.summit
    assert set(entry.others) == {logged.visit, other, logged.document, logged.minister}


def test_what_came_of_another_visit_to_the_summit_is_an_entry_of_its_own():
    logged = Logged()
    other = factories.VisitFactory(state=DRAFT)
    apart = factories.SignedDocumentFactory(visit=other, summit=logged.summit, state=DRAFT)
    entries = bundled(logged.visit, logged.summit, apart)
    assert [(e.record, e.others) for e in entries] == [(logged.visit, [logged.summit]), (apart, [])]


def test_what_names_nothing_of_the_others_stands_alone():
    visits = factories.VisitFactory.create_batch(2, state=DRAFT)
    person = factories.PersonFactory(state=DRAFT)
    assert [(e.record, e.others) for e in bundled(person, *visits)] == [
        (visits[0], []),
        (visits[1], []),
        (person, []),
    ]


def test_a_person_whom_two_records_name_comes_with_one_of_them():
    person = factories.PersonFactory(state=DRAFT)
    visits = factories.VisitFactory.create_batch(2, visitor=person, state=DRAFT)
    first, second = bundled(*visits, person)
    assert (first.others, second.others) == ([person], [])


def test_one_button_of_the_line_submits_all_of_it(analyst):
    logged = Logged()
    (entry,) = analyst.get(PAGE).context["mine"]
    assert len(entry.others) == 3
    data = {"record": entry.record.public_id, "_submit": "1"}
    response = analyst.post(f"{PAGE}together/", data)
    assert response.url == PAGE
    (said,) = get_messages(response.wsgi_request)
    assert "4 records submitted for review." in str(said)
    assert logged.states() == ["in_review"] * 4
    assert analyst.get(PAGE).context["mine"] == []


def test_what_came_back_together_says_each_comment_once(analyst, reviewer):
    logged = Logged()
    user = User.objects.get(username="reviewer")
    take_together(step=submit, record=logged.visit, user=User.objects.get(username="analyst"))
    data = {
        "record": logged.visit.public_id,
        "_with": [version_of(record) for record in logged.reread()],
        "_send_back": "1",
        "confirmed": "1",
        "comment": "Which city?",
    }
    reviewer.post(f"{PAGE}together/", data)
    assert logged.states() == [DRAFT] * 4
    ((entry, comments),) = analyst.get(PAGE).context["sent_back"]
    assert (entry.record, len(entry.others)) == (logged.visit, 3)
    assert [(item.comment, item.reviewer) for item in comments] == [("Which city?", user.username)]


@pytest.mark.parametrize("count", [1, 4])
def test_the_entries_cost_the_same_for_one_visit_and_for_four(
    reviewer, django_assert_num_queries, count
):
    for _number in range(count):
        Logged("reviewer")
        logged = Logged("analyst")
        for record in logged.all:
            with recorded_as("analyst"):
                record.state = "in_review"
                record.save()
    reviewer.get(PAGE)
    with django_assert_num_queries(30):
        reviewer.get(PAGE)


def test_who_is_of_the_staff_and_no_more_is_told_of_no_draft(client, analyst):
    logged = Logged()
    client.force_login(User.objects.create_user("guest", is_staff=True))
    for step in ("_submit", "_publish"):
        page = client.post(f"{PAGE}together/", {"record": logged.visit.public_id, step: "1"})
        told = "".join(map(str, get_messages(page.wsgi_request))) + page.content.decode()
        assert str(logged.visit) not in told
    assert logged.states() == [DRAFT] * 4
    seen = analyst.post(f"{PAGE}together/", {"record": logged.visit.public_id, "_publish": "1"})
    assert str(logged.visit) in seen.content.decode()
