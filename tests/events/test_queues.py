"""Who is signed in sees what waits for them, and what a reviewer said of what came back."""

import datetime

import pytest
from django.contrib.auth.models import User

from countries.models import recorded_as
from events.editorial import send_back, submit
from events.models import Journey
from tests import factories
from tests.admin_forms import posted

pytestmark = pytest.mark.django_db

PAGE = "/admin/queues/"


def person(name: str) -> User:
    return User.objects.get(username=name)


def drafted(name: str, city: str):
    with recorded_as(name):
        return factories.VisitFactory(state="draft", city=city)


def shown(client, queue: str) -> list:
    return [entry.record for entry in client.get(PAGE).context[queue]]


def test_drafts_are_their_authors(analyst, reviewer):
    own, _other = drafted("analyst", "Tashkent"), drafted("somebody", "Bukhara")
    assert shown(analyst, "mine") == [own]
    assert shown(reviewer, "mine") == []


def test_an_assumed_journey_waits_for_nobody_because_it_goes_with_its_stop(analyst):
    with recorded_as("analyst"):
        sourced, _assumed = (
            factories.JourneyFactory(state="draft", basis=basis) for basis in Journey.Basis
        )
    assert shown(analyst, "mine") == [sourced]


def test_what_was_submitted_waits_for_another_reviewer(analyst, reviewer):
    visit, own = drafted("analyst", "Tashkent"), drafted("reviewer", "Bukhara")
    submit(record=visit, user=person("analyst"))
    submit(record=own, user=person("reviewer"))
    assert shown(reviewer, "to_review") == [visit]
    assert "To review" not in analyst.get(PAGE).content.decode()


def test_what_came_back_shows_the_reviewers_comment_until_it_is_submitted_again(analyst, reviewer):
    visit = drafted("analyst", "Tashkent")
    submit(record=visit, user=person("analyst"))
    send_back(record=visit, user=person("reviewer"), comment="Which city?")
    page = analyst.get(PAGE)
    ((entry, comments),) = page.context["sent_back"]
    assert entry.record == visit
    assert [(item.comment, item.reviewer) for item in comments] == [("Which city?", "reviewer")]
    assert "Which city?" in page.content.decode()
    submit(record=visit, user=person("analyst"))
    assert analyst.get(PAGE).context["sent_back"] == []


def test_pending_changes_wait_for_a_reviewer(reviewer):
    visit = factories.VisitFactory()
    revision = visit.revisions.create(
        payload={"fields": {}, "children": {}}, based_on=visit.updated_at, author="analyst"
    )
    assert reviewer.get(PAGE).context["revisions"] == [revision]


def test_the_first_page_leads_to_the_queues_and_to_logging(analyst):
    page = analyst.get("/admin/").content.decode()
    assert PAGE in page
    assert "/admin/events/visit/log/" in page


def test_a_record_is_copied_as_a_new_draft_with_its_rows(analyst):
    visit = factories.CitationFactory(visit__city="Tashkent", visit__external_id="x:1").visit
    url = f"/admin/events/visit/{visit.pk}/change/"
    data = posted(analyst, url, start="2022-06-01", end="2022-06-01") | {"_saveasnew": "1"}
    response = analyst.post(url, data)
    assert response.status_code == 302
    copy = type(visit).objects.exclude(pk=visit.pk).get()
    assert (copy.state, copy.city, copy.external_id) == ("draft", "Tashkent", None)
    assert copy.citations.get().source == visit.citations.get().source


def test_a_reviewer_says_why_a_record_goes_back(reviewer):
    visit = drafted("analyst", "Tashkent")
    visit.state = "in_review"
    visit.save()
    url = f"/admin/events/visit/{visit.pk}/change/"
    reviewer.post(url, posted(reviewer, url) | {"_send_back": "1", "_comment": "Which city?"})
    visit.refresh_from_db()
    assert visit.state == "draft"
    assert visit.history.latest().history_change_reason == "Which city?"


def test_the_first_page_counts_what_waits(analyst):
    drafted("analyst", "Tashkent")
    assert "your drafts: 1</a>" in analyst.get("/admin/").content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_the_queues_cost_the_same_for_one_record_and_for_five(
    reviewer, django_assert_num_queries, count
):
    for _number in range(count):
        drafted("reviewer", "Tashkent")
        factories.VisitFactory(state="in_review", journey=factories.JourneyFactory(state="draft"))
        factories.VisitFactory().revisions.create(
            payload={}, based_on=datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC)
        )
    reviewer.get(PAGE)
    with django_assert_num_queries(23):
        reviewer.get(PAGE)
