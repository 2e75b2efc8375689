"""The way of a record from draft to the public: steps, their refusals, groups."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse

from countries.models import EditorialState, recorded_as
from events.editorial import Refused, approve, publish, send_back, submit, withdraw
from events.models import Journey, Revision, Visit
from tests import factories
from tests.admin_forms import posted, signed_in

pytestmark = pytest.mark.django_db

DRAFT, IN_REVIEW = EditorialState.DRAFT, EditorialState.IN_REVIEW
PUBLISHED, WITHDRAWN = EditorialState.PUBLISHED, EditorialState.WITHDRAWN


def user(name: str) -> User:
    signed_in(name, name)
    return User.objects.get(username=name)


@pytest.fixture
def analyst():
    return user("analyst")


@pytest.fixture
def reviewer():
    return user("reviewer")


@pytest.fixture
def visit():
    """A draft that may be published."""
    return factories.CitationFactory(visit__state=DRAFT).visit


def state_of(record) -> str:
    record.refresh_from_db()
    return record.state


def test_an_analyst_submits_and_a_reviewer_publishes(visit, analyst, reviewer):
    submit(record=visit, user=analyst)
    assert state_of(visit) == IN_REVIEW
    publish(record=visit, user=reviewer)
    assert state_of(visit) == PUBLISHED
    newest = visit.history.latest()
    assert (newest.history_user_id, newest.history_change_reason) == ("reviewer", "published")


def test_an_analyst_may_not_publish(visit, analyst):
    with pytest.raises(Refused, match="Only a reviewer"):
        publish(record=visit, user=analyst)
    assert state_of(visit) == DRAFT


@pytest.mark.parametrize("step", [withdraw, send_back])
def test_an_analyst_may_neither_withdraw_nor_send_back(visit, analyst, step):
    with pytest.raises(Refused, match="Only a reviewer"):
        step(record=visit, user=analyst)


def test_a_reviewer_sends_back_and_withdraws(visit, analyst, reviewer):
    submit(record=visit, user=analyst)
    send_back(record=visit, user=reviewer, comment="Which city?")
    assert state_of(visit) == DRAFT
    assert visit.history.latest().history_change_reason == "Which city?"
    publish(record=visit, user=reviewer)
    withdraw(record=visit, user=reviewer, reason="Did not take place")
    assert state_of(visit) == WITHDRAWN


@pytest.mark.parametrize(("step", "state"), [(withdraw, DRAFT), (send_back, DRAFT)])
def test_a_step_that_does_not_apply_is_refused(visit, reviewer, step, state):
    with pytest.raises(Refused, match=f"It is {state}"):
        step(record=visit, user=reviewer)


def test_what_is_published_already_is_not_submitted(visit, reviewer):
    publish(record=visit, user=reviewer)
    with pytest.raises(Refused, match="It is published"):
        submit(record=visit, user=reviewer)


def test_a_record_without_a_source_is_not_published(reviewer, settings):
    visit = factories.VisitFactory(state=DRAFT)
    with pytest.raises(Refused, match="add at least one citation"):
        publish(record=visit, user=reviewer)
    settings.REQUIRE_SOURCE_TO_PUBLISH = False
    publish(record=visit, user=reviewer)
    assert state_of(visit) == PUBLISHED


def test_the_people_whom_a_record_names_are_published_first(visit, reviewer):
    minister = factories.PersonFactory(name_en="Mukhtar Tileuberdi", state=DRAFT)
    factories.VisitParticipantFactory(visit=visit, person=minister)
    with pytest.raises(Refused, match=rf"Mukhtar Tileuberdi \(P{minister.pk}\)"):
        publish(record=visit, user=reviewer)
    publish(record=minister, user=reviewer)
    publish(record=visit, user=reviewer)
    assert state_of(visit) == PUBLISHED


def test_a_document_without_a_party_is_not_published(reviewer):
    document = factories.SignedDocumentFactory(state=DRAFT)
    factories.CitationFactory(visit=None, document=document)
    with pytest.raises(Refused, match="It has no party"):
        publish(record=document, user=reviewer)


def test_every_reason_is_given_at_once(reviewer):
    document = factories.SignedDocumentFactory(state=DRAFT)
    with pytest.raises(Refused) as refusal:
        publish(record=document, user=reviewer)
    assert len(refusal.value.reasons) == 2


def test_the_journey_that_was_assumed_for_a_visit_is_published_with_it(visit, reviewer):
    visit.journey = factories.JourneyFactory(
        traveller=visit.visitor, state=DRAFT, basis=Journey.Basis.ASSUMED
    )
    visit.save()
    publish(record=visit, user=reviewer)
    assert state_of(visit.journey) == PUBLISHED


def test_a_sourced_journey_is_published_by_itself(visit, reviewer):
    visit.journey = factories.JourneyFactory(traveller=visit.visitor, state=DRAFT)
    visit.save()
    publish(record=visit, user=reviewer)
    assert state_of(visit.journey) == DRAFT


# In the admin


def act(client, action: str, *records):
    url = reverse("admin:events_visit_changelist")
    data = {"action": action, "_selected_action": [record.pk for record in records]}
    response = client.post(url, data)
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_list_publishes_what_it_may_and_says_what_was_refused_and_why(visit):
    bare = factories.VisitFactory(state=DRAFT)
    said = act(signed_in("reviewer", "reviewer"), "publish_selected", visit, bare)
    assert (state_of(visit), state_of(bare)) == (PUBLISHED, DRAFT)
    assert "1 record published." in said
    assert "1 record refused:" in said
    assert bare.public_id in said
    assert "It has no source" in said


def test_the_list_offers_an_analyst_to_submit_and_not_to_publish(visit):
    client = signed_in("analyst", "analyst")
    act(client, "publish_selected", visit)
    assert state_of(visit) == DRAFT
    act(client, "submit_selected", visit)
    assert state_of(visit) == IN_REVIEW


def change_url(record) -> str:
    return reverse(f"admin:events_{record._meta.model_name}_change", args=[record.pk])


def test_the_form_saves_and_publishes(visit):
    client = signed_in("reviewer", "reviewer")
    url = change_url(visit)
    client.post(url, posted(client, url, city="Samarkand", _publish="1"))
    assert state_of(visit) == PUBLISHED
    assert visit.city == "Samarkand"


def test_the_form_saves_and_says_why_it_did_not_publish():
    visit, client = factories.VisitFactory(state=DRAFT), signed_in("reviewer", "reviewer")
    url = change_url(visit)
    response = client.post(url, posted(client, url, city="Samarkand", _publish="1"), follow=True)
    assert state_of(visit) == DRAFT
    assert visit.city == "Samarkand"
    assert "add at least one citation" in response.content.decode()


def test_an_analysts_form_has_no_way_to_publish(visit):
    client = signed_in("analyst", "analyst")
    url = change_url(visit)
    assert b'name="_publish"' not in client.get(url).content
    client.post(url, posted(client, url, _publish="1", state=PUBLISHED))
    assert state_of(visit) == DRAFT


def test_an_analyst_deletes_a_draft_but_nothing_published(visit):
    client = signed_in("analyst", "analyst")
    published = factories.VisitFactory()
    assert (
        client.post(f"/admin/events/visit/{published.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
    client.post(reverse("admin:events_visit_changelist"), _delete_all(published))
    assert Visit.objects.filter(pk=published.pk).exists()
    client.post(f"/admin/events/visit/{visit.pk}/delete/", {"post": "yes"})
    assert not Visit.objects.filter(pk=visit.pk).exists()


def _delete_all(record) -> dict:
    return {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}


def test_an_analysts_change_to_a_published_total_waits_for_review(reviewer):
    total = factories.ReportedTotalFactory()
    client = signed_in("analyst", "analyst")
    url = change_url(total)
    client.post(url, posted(client, url, value=14))
    total.refresh_from_db()
    assert total.value == 13
    approve(revision=Revision.objects.get(reported_total=total), user=reviewer)
    total.refresh_from_db()
    assert total.value == 14


def made_by(name: str, *groups: str, **values) -> tuple[Visit, User]:
    """A draft that this user entered, ready to be published."""
    client = signed_in(name, *groups)
    with recorded_as(name):
        visit = factories.CitationFactory(visit__state=DRAFT, **values).visit
    client.logout()
    return visit, User.objects.get(username=name)


def test_who_made_a_record_does_not_publish_it(reviewer):
    visit, author = made_by("both", "analyst", "reviewer")
    with pytest.raises(Refused, match="another reviewer publishes it"):
        publish(record=visit, user=author)
    submit(record=visit, user=author)
    with pytest.raises(Refused, match="You made this record"):
        publish(record=visit, user=author)
    publish(record=visit, user=reviewer)
    assert state_of(visit) == PUBLISHED


def test_a_ministry_of_one_person_lets_them_publish_their_own(settings):
    settings.AUTHOR_CANNOT_PUBLISH = False
    visit, author = made_by("alone", "reviewer")
    publish(record=visit, user=author)
    assert state_of(visit) == PUBLISHED


def test_a_superuser_publishes_their_own_only_where_authors_may(settings):
    visit, author = made_by("root")
    author.is_superuser = True
    author.save()
    with pytest.raises(Refused, match="You made this record"):
        publish(record=visit, user=author)
    settings.AUTHOR_CANNOT_PUBLISH = False
    publish(record=visit, user=author)
    assert state_of(visit) == PUBLISHED


def test_who_only_changed_a_record_may_publish_it(visit, reviewer):
    with recorded_as("reviewer"):
        visit.city = "Samarkand"
        visit.save()
    publish(record=visit, user=reviewer)
    assert state_of(visit) == PUBLISHED


def test_rows_of_a_record_are_not_changed_past_it():
    participant = factories.VisitParticipantFactory()
    client = signed_in("analyst", "analyst")
    url = f"/admin/events/visitparticipant/{participant.pk}/"
    assert client.post(f"{url}change/", {}).status_code == 403
    assert client.post(f"{url}delete/", {"post": "yes"}).status_code == 403


def test_a_viewer_reads_and_changes_nothing(visit):
    client = signed_in("viewer", "viewer")
    assert client.get(change_url(visit)).status_code == 200
    assert client.post(change_url(visit), {}).status_code == 403
    assert client.get("/admin/events/visit/add/").status_code == 403


def test_groups_are_made_once_and_put_right_again():
    call_command("create_groups", verbosity=0)
    analyst = Group.objects.get(name="analyst")
    analyst.permissions.add(Permission.objects.get(codename="publish_record"))
    call_command("create_groups", verbosity=0)
    assert not analyst.permissions.filter(codename="publish_record").exists()
    assert Group.objects.count() == 3


def test_only_reviewers_may_publish_or_delete_reference_data():
    call_command("create_groups", verbosity=0)
    for codename in ("publish_record", "delete_country"):
        holders = Group.objects.filter(permissions__codename=codename)
        assert [group.name for group in holders] == ["reviewer"]
