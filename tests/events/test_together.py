"""A record is submitted, sent back and published with what belongs to it, or none of it is."""

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.urls import reverse

from countries.models import EditorialState, recorded_as
from events.editorial import Refused, publish, send_back, submit
from events.models import Journey
from events.together import companions, take_together
from tests import factories
from tests.admin_forms import posted
from tests.events.logged import Logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

DRAFT, IN_REVIEW = EditorialState.DRAFT, EditorialState.IN_REVIEW
PUBLISHED = EditorialState.PUBLISHED


@pytest.fixture
def analyst():
    return User.objects.get(username="analyst")


@pytest.fixture
def reviewer():
    return User.objects.get(username="reviewer")


@pytest.fixture
def logged():
    return Logged()


def test_a_visit_goes_to_review_with_its_summit_documents_and_new_people(logged, analyst):
    assert take_together(step=submit, record=logged.visit, user=analyst) == logged.all
    assert logged.states() == [IN_REVIEW] * 4


def test_a_summit_takes_the_visits_along_that_were_made_for_it(logged, analyst):
    take_together(step=submit, record=logged.summit, user=analyst)
    assert logged.states() == [IN_REVIEW] * 4


def test_a_sourced_journey_goes_along_and_an_assumed_one_follows_its_stop(logged, analyst):
    for basis in Journey.Basis:
        with recorded_as("analyst"):
            journey = factories.JourneyFactory(
                traveller=logged.visit.visitor, state=DRAFT, basis=basis
            )
        logged.visit.journey = journey
        logged.visit.save()
        found = companions(step=submit, record=logged.visit, user=analyst)
        assert (journey in found) == (basis == Journey.Basis.SOURCED)


def test_what_somebody_else_is_still_writing_stays_a_draft(logged, analyst):
    with recorded_as("bolat"):
        other = factories.SignedDocumentFactory(visit=logged.visit, state=DRAFT)
    take_together(step=submit, record=logged.visit, user=analyst)
    other.refresh_from_db()
    assert other.state == DRAFT


def test_a_reviewer_publishes_all_of_it(logged, analyst, reviewer):
    take_together(step=submit, record=logged.visit, user=analyst)
    take_together(step=publish, record=logged.visit, user=reviewer)
    assert logged.states() == [PUBLISHED] * 4


def test_where_one_is_refused_none_is_published_and_each_reason_is_said(logged, analyst, reviewer):
    logged.document.citations.all().delete()
    logged.summit.citations.all().delete()
    take_together(step=submit, record=logged.visit, user=analyst)
    with pytest.raises(Refused) as refusal:
        take_together(step=publish, record=logged.visit, user=reviewer)
    assert logged.states() == [IN_REVIEW] * 4
    (reason,) = refusal.value.reasons
    assert reason.startswith(f"{logged.summit.public_id} ")
    assert f", {logged.document.public_id} " in reason
    assert "no source" in reason


def test_nobody_publishes_their_own_among_others(logged, reviewer):
    logged = Logged("reviewer")
    for record in logged.all:
        submit(record=record, user=reviewer)
    with pytest.raises(Refused) as refusal:
        take_together(step=publish, record=logged.visit, user=reviewer)
    assert any("You made this record" in reason for reason in refusal.value.reasons)
    assert logged.states() == [IN_REVIEW] * 4


def test_all_goes_back_with_one_comment_and_not_without(logged, analyst, reviewer):
    take_together(step=submit, record=logged.visit, user=analyst)
    with pytest.raises(Refused, match=r"^Say in the comment"):  # once, for all of them
        take_together(step=send_back, record=logged.visit, user=reviewer)
    assert logged.states() == [IN_REVIEW] * 4
    take_together(step=send_back, record=logged.visit, user=reviewer, comment="Which city?")
    assert logged.states() == [DRAFT] * 4
    assert logged.document.history.latest().history_change_reason == "Which city?"


def test_who_may_not_change_documents_submits_the_rest(logged, analyst):
    group = analyst.groups.get()
    group.permissions.remove(group.permissions.get(codename="change_signeddocument"))
    user = User.objects.get(pk=analyst.pk)
    take_together(step=submit, record=logged.visit, user=user)
    assert logged.states() == [DRAFT, IN_REVIEW, IN_REVIEW, DRAFT]


def test_finding_it_costs_the_same_for_one_document_and_for_five(
    logged, analyst, django_assert_num_queries
):
    for extra in (0, 4):
        with recorded_as("analyst"):
            factories.SignedDocumentFactory.create_batch(extra, visit=logged.visit, state=DRAFT)
        user = User.objects.get(pk=analyst.pk)
        with django_assert_num_queries(12):
            assert len(companions(step=submit, record=logged.visit, user=user)) == 3 + extra


# In the admin


def form_of(record) -> str:
    return reverse(f"admin:events_{record._meta.model_name}_change", args=[record.pk])


def press(client, record, button: str, **more):
    url = form_of(record)
    shown = client.get(url).context["together"]
    offer = next(each for each in shown if button in dict(each.buttons()))
    ids = {f"_with{step.name}": [other.public_id for other in offer.others] for step in offer.steps}
    return client.post(url, posted(client, url) | ids | {button: "1"} | more, follow=True)


def test_the_form_names_what_goes_along_and_submits_all(logged, analyst, client):
    client.force_login(analyst)
    page = press(client, logged.visit, "_submit_all").content.decode()
    assert logged.states() == [IN_REVIEW] * 4
    assert logged.document.public_id in page


def test_a_reviewers_form_sends_all_back_and_publishes_all(logged, analyst, reviewer, client):
    client.force_login(reviewer)
    take_together(step=submit, record=logged.visit, user=analyst)
    page = press(client, logged.visit, "_send_back_all").content.decode()
    assert "Say in the comment" in page
    press(client, logged.visit, "_send_back_all", _comment="Which city?")
    assert logged.states() == [DRAFT] * 4
    take_together(step=submit, record=logged.visit, user=analyst)
    press(client, logged.visit, "_publish_all")
    assert logged.states() == [PUBLISHED] * 4


def test_what_the_reviewer_was_not_shown_is_not_published(logged, analyst, reviewer, client):
    client.force_login(reviewer)
    take_together(step=submit, record=logged.visit, user=analyst)
    url = form_of(logged.visit)
    ids = {"_with_publish": [logged.summit.public_id]}
    client.post(url, posted(client, url) | ids | {"_publish_all": "1"})
    assert logged.states() == [IN_REVIEW, PUBLISHED, PUBLISHED, IN_REVIEW]


def test_what_was_sent_back_meanwhile_stops_the_publication(logged, analyst, reviewer, client):
    client.force_login(reviewer)
    take_together(step=submit, record=logged.visit, user=analyst)
    url, shown = form_of(logged.visit), [record.public_id for record in logged.all]
    form = posted(client, url) | {"_with_publish": shown, "_publish_all": "1"}
    send_back(record=logged.document, user=reviewer, comment="Which title?")
    page = client.post(url, form, follow=True).content.decode()
    assert "was changed meanwhile" in page
    assert logged.states() == [IN_REVIEW, IN_REVIEW, IN_REVIEW, DRAFT]


def act(client, action: str, *records, **more) -> str:
    data = {"action": action, "_selected_action": [record.pk for record in records], **more}
    response = client.post(reverse("admin:events_visit_changelist"), data)
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_list_submits_each_with_what_belongs_to_it(logged, analyst, client):
    client.force_login(analyst)
    published = factories.VisitFactory()
    said = act(client, "submit_all_selected", logged.visit, published)
    assert "4 records submitted for review." in said
    assert "1 record refused:" in said
    assert "It is published" in said
    assert logged.states() == [IN_REVIEW] * 4


def test_the_list_keeps_the_reason_that_is_typed_beside_the_action(logged, analyst, client):
    client.force_login(analyst)
    act(client, "submit_selected", logged.visit, change_reason="as the protocol has it")
    assert logged.visit.history.latest().history_change_reason == "as the protocol has it"


def test_an_analysts_list_publishes_nothing(logged, analyst, client):
    client.force_login(analyst)
    act(client, "publish_all_selected", logged.visit)
    assert logged.states() == [DRAFT] * 4
