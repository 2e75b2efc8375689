"""A reviewer sees what would be published or sent back, and what not and why, before it is."""

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.urls import reverse

from events.admin.bulk_steps import version_of
from events.editorial import publish, send_back, submit
from events.together import rehearse, take_together
from tests import factories
from tests.events.logged import DRAFT, Logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

IN_REVIEW, PUBLISHED = "in_review", "published"
LIST = "/admin/events/visit/"
CONFIRM = "/admin/queues/together/"


@pytest.fixture
def reviewer(client):
    client.force_login(User.objects.get(username="reviewer"))
    return client


@pytest.fixture
def logged():
    logged = Logged()
    user = User.objects.get(username="analyst")
    take_together(step=submit, record=logged.visit, user=user)
    return logged


def asked(client, *records, action="publish_all_selected", **more):
    data = {"action": action, "_selected_action": [record.pk for record in records], **more}
    return client.post(f"{LIST}?state__exact=in_review", data)


def confirmed(client, page, step="_publish", **more):
    """What the page posts when its button is pressed."""
    context = page.context
    data = {
        "record": [record.public_id for record in context["heads"]],
        context["shown"]: context["versions"],
        "next": context["back"],
        "confirmed": "1",
        step: "1",
        **more,
    }
    response = client.post(CONFIRM, data)
    return response, " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_list_asks_first_and_publishes_what_it_showed(reviewer, logged):
    page = asked(reviewer, logged.visit)
    assert logged.states() == [IN_REVIEW] * 4
    assert page.context["going"] == logged.all
    text = page.content.decode()
    assert all(record.public_id in text for record in logged.all)
    response, said = confirmed(reviewer, page)
    assert response.url == f"{LIST}?state__exact=in_review"
    assert "4 records published." in said
    assert logged.states() == [PUBLISHED] * 4


def test_it_says_of_each_what_would_be_refused_and_why_and_counts_it_afterwards(reviewer, logged):
    bare = factories.VisitFactory(state=IN_REVIEW)
    page = asked(reviewer, logged.visit, bare)
    assert (page.context["going"], page.context["refused"]) == (logged.all, 1)
    assert "It has no source" in page.content.decode()
    _response, said = confirmed(reviewer, page)
    assert "4 records published." in said
    assert "1 record refused:" in said
    bare.refresh_from_db()
    assert bare.state == IN_REVIEW


def test_one_that_would_be_refused_keeps_what_goes_with_it(reviewer, logged):
    logged.document.citations.all().delete()
    page = asked(reviewer, logged.visit)
    assert page.context["going"] == []
    text = page.content.decode()
    assert "all of them stay as they are" in text
    assert 'type="submit" name="_publish"' not in text
    assert logged.states() == [IN_REVIEW] * 4


def test_a_rehearsal_writes_nothing_not_even_history(logged):
    versions = logged.visit.history.count()
    user = User.objects.get(username="reviewer")
    records = [logged.visit, logged.document]  # which goes with the visit: it is told of once
    (found,) = rehearse(step=publish, records=records, user=user)
    assert [record for record, _reasons in found.lines] == logged.all
    assert logged.states() == [IN_REVIEW] * 4
    assert logged.visit.history.count() == versions


def test_what_was_not_shown_is_not_published(reviewer, logged):
    page = asked(reviewer, logged.visit)
    later = factories.SignedDocumentFactory(visit=logged.visit, state=IN_REVIEW)
    factories.CitationFactory(visit=None, document=later)
    confirmed(reviewer, page)
    later.refresh_from_db()
    assert (logged.states(), later.state) == ([PUBLISHED] * 4, IN_REVIEW)


def test_what_was_sent_back_meanwhile_stops_it(reviewer, logged):
    page = asked(reviewer, logged.visit)
    user = User.objects.get(username="reviewer")
    send_back(record=logged.visit, user=user, comment="Which city?")
    _response, said = confirmed(reviewer, page)
    assert f"{logged.visit.public_id} was changed meanwhile" in said
    assert logged.states() == [IN_REVIEW, DRAFT, IN_REVIEW, IN_REVIEW]


def test_what_was_edited_meanwhile_is_looked_at_again(reviewer, logged):
    page = asked(reviewer, logged.visit)
    logged.reread()
    logged.summit.title = "Another title"
    logged.summit.save()
    _response, said = confirmed(reviewer, page)
    assert f"{logged.summit.public_id} was changed meanwhile" in said
    assert logged.states() == [IN_REVIEW] * 4


def test_all_goes_back_with_the_comment_of_the_page_and_not_without(reviewer, logged):
    page = asked(reviewer, logged.visit, action="send_back_all_selected")
    assert page.context["going"] == logged.all
    assert "required" in page.content.decode()
    _response, said = confirmed(reviewer, page, "_send_back", comment="")
    assert "Say in the comment" in said
    confirmed(reviewer, page, "_send_back", comment="Which city?")
    assert logged.states() == [DRAFT] * 4
    assert logged.document.history.latest().history_change_reason == "Which city?"


def test_the_reason_typed_beside_the_action_stands_in_the_page(reviewer, logged):
    page = asked(reviewer, logged.visit, change_reason="as the protocol has it")
    assert page.context["comment"] == "as the protocol has it"


def test_it_asks_nobody_back_to_another_site(reviewer, logged):
    page = asked(reviewer, logged.visit, next="https://example.org/")
    assert page.context["back"].startswith(LIST)
    data = {"record": logged.visit.public_id, "_publish": "1", "next": "//example.org/"}
    assert reviewer.post(CONFIRM, data).context["back"] == reverse("queues")


def test_an_analyst_is_refused_and_an_unknown_step_is_not_found(logged, client):
    client.force_login(User.objects.get(username="analyst"))
    page = client.post(CONFIRM, {"record": logged.visit.public_id, "_publish": "1"})
    assert page.context["going"] == []
    confirmed(client, page, _with=[version_of(record) for record in logged.reread()])
    assert logged.states() == [IN_REVIEW] * 4
    assert client.post(CONFIRM, {"_withdraw": "1"}).status_code == 404
    assert client.get(CONFIRM).status_code == 405
