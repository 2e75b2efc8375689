"""What is deleted goes with a reason; of several rows those go that may, and the rest is said."""

import datetime
from datetime import UTC

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from countries.models import Country, Organization, recorded_as
from diplotrack.models import ApiToken
from events.actions import assume_journeys
from events.models import Citation, FieldDecision, Journey, SignedDocument, Source, Visit
from tests import factories
from tests.admin_forms import signed_in
from tests.conftest import kept_for_the_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    def sign_in():
        for name in ("analyst", "reviewer", "viewer"):
            signed_in(name, name)

    with kept_for_the_module(django_db_blocker, sign_in):
        yield


@pytest.fixture
def analyst(client):
    client.force_login(User.objects.get(username="analyst"))
    return client


@pytest.fixture
def reviewer(client):
    client.force_login(User.objects.get(username="reviewer"))
    return client


def page_of(model, *arguments, page: str = "changelist") -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=arguments)


def act(client, action: str, *rows, **more):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(page_of(type(rows[0])), data)


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_reason_for_deleting_one_stands_in_its_history_and_among_what_was_deleted(analyst):
    visit = factories.VisitFactory(state="draft")
    url = page_of(Visit, visit.pk, page="delete")
    assert 'name="change_reason"' in analyst.get(url).content.decode()
    analyst.post(url, {"post": "yes", "change_reason": "entered twice"})
    assert not Visit.objects.exists()
    assert Visit.history.latest().history_change_reason == "entered twice"
    listed = analyst.get(reverse("deleted-records"), {"type": "events.visit"})
    assert "entered twice" in listed.content.decode()


def test_a_reason_typed_beside_the_action_is_asked_for_no_more(analyst):
    visit = factories.VisitFactory(state="draft")
    page = act(analyst, "delete_selected", visit, change_reason="entered twice").content.decode()
    assert 'value="entered twice"' in page
    assert Visit.objects.exists()
    response = act(analyst, "delete_selected", visit, post="yes", change_reason="entered twice")
    assert "1 visit deleted." in said(response)
    assert Visit.history.latest().history_change_reason == "entered twice"


def test_of_several_those_go_that_may_and_the_rest_stays_with_its_reason(analyst):
    draft = factories.VisitFactory(state="draft")
    producing, public = factories.VisitFactory(state="draft"), factories.VisitFactory()
    factories.SignedDocumentFactory(visit=producing, title="Treaty on borders", state="draft")
    page = act(analyst, "delete_selected", draft, producing, public).content.decode()
    assert "a reviewer deletes it" in page
    assert "it is named by 1 row" in page
    assert "Treaty on borders" in page
    response = act(analyst, "delete_selected", draft, producing, public, post="yes")
    assert set(Visit.objects.all()) == {producing, public}
    assert "1 visit deleted." in said(response)
    assert "2 stay:" in said(response)
    assert "a reviewer deletes it" in said(response)


def test_a_reviewer_deletes_what_was_public(reviewer):
    public = factories.VisitFactory()
    act(reviewer, "delete_selected", public, post="yes")
    assert not Visit.objects.exists()


@pytest.mark.parametrize("by_list", [True, False])
def test_a_public_record_goes_with_its_citations_and_participants(reviewer, by_list):
    visit = factories.CitationFactory(visit__state="published").visit
    factories.VisitParticipantFactory(visit=visit)
    if by_list:
        act(reviewer, "delete_selected", visit, post="yes")
    else:
        reviewer.post(page_of(Visit, visit.pk, page="delete"), {"post": "yes"})
    assert not Visit.objects.filter(pk=visit.pk).exists()


def test_what_cannot_go_at_all_is_not_asked_about(analyst):
    source = factories.CitationFactory().source
    response = act(analyst, "delete_selected", source)
    assert response.status_code == 302
    assert "1 stays:" in said(response)
    assert Source.objects.exists()


def test_an_analyst_does_not_delete_reference_rows_or_rows_of_public_records(analyst):
    citation, country = factories.CitationFactory(), factories.CountryFactory(code="KAZ")
    assert "propose the change there" in said(act(analyst, "delete_selected", citation, post="yes"))
    act(analyst, "delete_selected", country, post="yes")
    assert Citation.objects.exists()
    assert Country.objects.filter(code="KAZ").exists()


def test_a_reviewer_deletes_an_organization_that_nothing_names(reviewer):
    bare, named = factories.OrganizationFactory(), factories.OrganizationFactory()
    factories.ChairmanshipFactory(organization=named)
    response = act(reviewer, "delete_selected", bare, named, post="yes")
    assert list(Organization.objects.all()) == [named]
    assert "1 stays:" in said(response)


def test_a_recorded_decision_is_not_an_analysts_to_delete(analyst):
    decision = factories.FieldDecisionFactory()
    act(analyst, "delete_selected", decision, post="yes")
    url = page_of(FieldDecision, decision.pk, page="delete")
    assert analyst.post(url, {"post": "yes"}).status_code == 403
    assert FieldDecision.objects.exists()


@pytest.mark.parametrize("by_list", [True, False])
def test_a_journey_that_was_assumed_for_deleted_stops_shrinks_or_goes(analyst, by_list):
    first, day = factories.VisitFactory(state="draft"), datetime.date(2022, 4, 14)
    second = factories.VisitFactory(
        state="draft", visitor=first.visitor, start_date=day, end_date=day
    )
    with recorded_as("analyst"):
        assume_journeys(visits=[first, second])
        first.save()
        second.save()

    def delete(visit):
        if by_list:
            act(analyst, "delete_selected", visit, post="yes")
        else:
            analyst.post(page_of(Visit, visit.pk, page="delete"), {"post": "yes"})

    delete(second)
    assert str(Journey.objects.get().end) == str(first.end or first.start)
    delete(first)
    assert not Journey.objects.exists()


def test_the_cost_of_deleting_does_not_grow_with_what_may_go(analyst, django_assert_num_queries):
    documents = factories.SignedDocumentFactory.create_batch(3, state="draft")
    act(analyst, "delete_selected", documents[0])
    with django_assert_num_queries(25):
        act(analyst, "delete_selected", documents[0])
    with django_assert_num_queries(25):
        act(analyst, "delete_selected", *documents)
    assert SignedDocument.objects.count() == 3


def test_tokens_that_were_revoked_before_are_counted_apart(client):
    root, then = User.objects.create_superuser("root"), datetime.datetime(2099, 1, 1, tzinfo=UTC)
    client.force_login(root)
    tokens = [
        ApiToken.objects.issue(user=root, name=name, scopes=["read"], expires_at=then)[0]
        for name in ("one", "two")
    ]
    tokens[0].revoke()
    text = said(act(client, "revoke", *tokens))
    assert "1 token revoked." in text
    assert "1 was revoked before." in text


def test_comparing_takes_just_two(analyst):
    visit, other = factories.VisitFactory(), factories.VisitFactory()
    assert "just two" in said(act(analyst, "compare_selected", visit))
    response = act(analyst, "compare_selected", visit, other)
    assert response.url == reverse("compare-records", args=[visit.public_id, other.public_id])


def test_a_viewers_list_has_no_action_that_writes(client):
    client.force_login(User.objects.get(username="viewer"))
    factories.VisitFactory()
    choices = client.get(page_of(Visit)).context["action_form"].fields["action"].choices
    assert [name for name, _label in choices if name] == ["compare_selected"]


def test_what_was_deleted_is_listed_at_a_cost_that_its_rows_do_not_raise(
    analyst, django_assert_num_queries
):
    def listed(model):
        return analyst.get(reverse("deleted-records"), {"type": model._meta.label_lower})

    for model, factory in ((Visit, factories.VisitFactory), (Journey, factories.JourneyFactory)):
        factory().delete()
        listed(model)
        with CaptureQueriesContext(connection) as one:
            listed(model)
        for row in factory.create_batch(4):
            row.delete()
        with django_assert_num_queries(len(one)):
            assert len(listed(model).context["rows"]) == 5


def test_a_deleted_record_whose_visitor_is_gone_too_is_still_listed(analyst):
    visit = factories.VisitFactory(state="draft")
    visitor, key = visit.visitor, visit.public_id
    visit.delete()
    visitor.delete()
    (row,) = analyst.get(reverse("deleted-records"), {"type": "events.visit"}).context["rows"]
    assert row["text"] == f"{key} visit"
