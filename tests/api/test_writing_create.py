"""Entering records by API: what a body may hold, who may send it, and what is refused."""

import pytest

from events.models import Chairmanship, SignedDocument, Source, Summit, Visit
from tests.api.writing import WRITERS, key_for, problems_of
from tests.factories import (
    ActionTypeFactory,
    CountryFactory,
    DocumentKindFactory,
    EventKindFactory,
    OrganizationFactory,
    PersonFactory,
    PositionFactory,
    SourceFactory,
    TenureFactory,
    VisitFactory,
    VisitTypeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    """A visit as it is sent."""
    CountryFactory(code="KAZ", iso_alpha2="KZ")
    CountryFactory(code="UZB")
    return {
        "visitor": PersonFactory().public_id,
        "guest_country": "kz",
        "host_country": "UZB",
        "city": "Tashkent",
        "visit_type": VisitTypeFactory(code="state").pk,
        "start_date": "2022-04",
        "end_date": "2022-04",
    }


def test_a_visit_is_entered_as_a_draft(writer, body):
    answer = writer.post("visits/", body)

    assert answer.status_code == 201
    visit = Visit.objects.get()
    assert (visit.state, str(visit.start), str(visit.end)) == ("draft", "2022-04", "2022-04")
    assert answer["Location"] == f"http://testserver/api/v1/visits/{visit.public_id}/"
    row = answer.json()
    assert (row["id"], row["guest_country"], row["state"]) == (visit.public_id, "KAZ", "draft")


def test_the_visitors_office_and_the_journey_are_found_as_in_the_admin(writer, body):
    person = PersonFactory()
    tenure = TenureFactory(person=person, position=PositionFactory(country_id="KAZ"))

    writer.post("visits/", {**body, "visitor": person.public_id})

    visit = Visit.objects.get()
    assert visit.visitor_position == tenure.position
    assert visit.journey.basis == "assumed"


def test_participants_and_citations_are_entered_with_it(writer, body):
    person, source = PersonFactory(), SourceFactory()
    rows = {
        "participants": [{"person": person.public_id, "role": "delegation"}],
        "citations": [
            {"source": source.pk, "field": "start_date"},
            {"url": source.url, "title": source.title},
            {"url": "https://example.org/new", "title": "New", "published_date": "2022-04-13"},
        ],
    }

    answer = writer.post("visits/", body | rows)

    assert answer.status_code == 201, answer.content
    visit = Visit.objects.get()
    assert [row.person for row in visit.participants.all()] == [person]
    assert [c["source"] for c in answer.json()["citations"]].count(source.pk) == 2
    assert str(Source.objects.get(title="New").published_on) == "2022-04-13"


def test_a_new_source_needs_its_permission(client, body):
    writer = key_for(client, "aigerim", ["write:visits"], permissions=["add_visit"])
    citations = [{"url": "https://example.org/new", "title": "New"}]

    answer = writer.post("visits/", {**body, "citations": citations})

    assert problems_of(answer, 400) == {"citations[0].source"}
    assert not Source.objects.exists()


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_likely_duplicate_is_refused_with_its_candidates(writer, body, state):
    other = VisitFactory(
        visitor_id=int(body["visitor"][1:]), state=state, host_country_id="UZB", city="Bukhara"
    )

    answer = writer.post("visits/", body)

    assert answer.status_code == 409
    (candidate,) = answer.json()["candidates"]
    assert candidate["id"] == other.public_id
    assert (candidate["title"] is None) == (state == "draft"), "others' drafts are not shown"
    assert writer.post("visits/?confirm_not_duplicate=true", body).status_code == 201


def test_another_stop_is_no_duplicate(writer, body):
    VisitFactory(visitor_id=int(body["visitor"][1:]), host_country__code="TJK")

    assert writer.post("visits/", body).status_code == 201


def test_every_problem_is_told_at_its_field(writer, body):
    bad = {
        "visitor": "P999",
        "host_country": "UZZ",
        "visit_type": "state",
        "start_date": "2022-04-31",
        "mode": "on-line",
        "cty": "Tashkent",
        "participants": [{"person": 7, "role": "delegation"}, "x", {"rule": 1}],
        "citations": [{"field": "nothing"}],
    }

    answer = writer.post("visits/", bad)

    assert problems_of(answer, 400) >= {
        "visitor",
        "host_country",
        "start_date",
        "mode",
        "cty",
        "participants[0].person",
        "participants[1]",
        "participants[2].rule",
        "citations[0].source",
    }
    by_name = {one["parameter"]: one for one in answer.json()["problems"]}
    assert by_name["host_country"]["did_you_mean"] == "UZB"
    assert by_name["cty"]["did_you_mean"] == "city"
    assert by_name["mode"]["did_you_mean"] == "online"
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end_date": "2021"}, "end_date"),
        ({"host_country": "KAZ"}, "guest_country"),
        ({"visitor": None}, "visitor"),
        ({"city": None}, "city"),
        ({"city": 7}, "city"),
        ({"id": "V1"}, "id"),
        ({"host_country_name": "Uzbekistan"}, "host_country_name"),
        ({"state": "public"}, "state"),
        ({"citations": {}}, "citations"),
    ],
)
def test_a_rule_is_told_at_its_field(writer, body, change, field):
    answer = writer.post("visits/", body | change)

    assert field in problems_of(answer, 400)


@pytest.mark.parametrize("body", [[], "text", 7, None])
def test_a_body_that_is_no_object_is_refused(writer, body):
    assert writer.post("visits/", body).status_code == 400


def test_a_person_twice_is_told_at_the_second(writer, body):
    row = {"person": PersonFactory().public_id, "role": "delegation"}

    answer = writer.post("visits/", {**body, "participants": [row, row]})

    assert problems_of(answer, 400) == {"participants[1].person"}
    assert not Visit.objects.exists()


def test_a_dry_run_writes_nothing(writer, body):
    citations = [{"url": "https://example.org/new", "title": "New"}]

    answer = writer.post("visits/?dry_run=true", {**body, "citations": citations})

    assert answer.status_code == 200
    assert (answer.json()["would"], answer.json()["record"]["city"]) == ("create", "Tashkent")
    assert not Visit.objects.exists()
    assert not Visit.history.exists()
    assert not Source.objects.exists()
    assert writer.post("visits/?dry_run=true", {**body, "city": 7}).status_code == 400


def test_a_summit_is_entered_with_its_participants(writer):
    CountryFactory(code="KAZ")
    organization = OrganizationFactory(code="SCO")
    body = {
        "title": "Summit of the SCO",
        "start_date": "2022-09-15",
        "kind": EventKindFactory().pk,
        "organization": "sco",
        "participants": [
            {"country": "KAZ", "role": "member"},
            {"organization": organization.pk, "role": "host"},
        ],
    }

    answer = writer.post("summits/", body)

    assert answer.status_code == 201, answer.content
    assert [p.country_id for p in Summit.objects.get().participants.all()] == ["KAZ", None]
    assert writer.post("summits/", body).status_code == 409
    body["participants"][0] = {"role": "member"}
    answer = writer.post("summits/?force=true", body)
    assert problems_of(answer, 400) == {"participants[0].organization"}


def test_a_document_is_entered_with_parties_and_actions(writer):
    CountryFactory(code="KAZ")
    ActionTypeFactory(code="in_force")
    body = {
        "title": "Agreement on water",
        "signed_date": "2022",
        "kind": DocumentKindFactory().pk,
        "parties": [{"country": "KAZ"}],
        "actions": [{"action_type": "in_force", "date": "2023-01"}],
    }

    answer = writer.post("documents/", body)

    assert answer.status_code == 201, answer.content
    document = SignedDocument.objects.get()
    assert str(document.signed) == "2022"
    assert str(document.actions.get().when) == "2023-01"
    assert writer.post("documents/", body).status_code == 409
    body["actions"][0]["date"] = "2021"
    answer = writer.post("documents/?force=true", body)
    assert problems_of(answer, 400) == {"actions[0].date"}


def test_a_chairmanship_is_entered(writer):
    CountryFactory(code="KAZ")
    body = {
        "organization": OrganizationFactory().pk,
        "country": "KAZ",
        "start_date": "2022-01-01",
        "ongoing": True,
    }

    assert writer.post("chairmanships/", body).status_code == 201
    assert Chairmanship.objects.get().ongoing
    assert writer.post("chairmanships/", {**body, "start_date": "2023"}).status_code == 409
    answer = writer.post("chairmanships/", {**body, "start_date": "2021", "end_date": "2023"})
    assert problems_of(answer, 400) == {"end_date"}


def test_nobody_writes_without_a_key(client, body):
    answer = client.post("/api/v1/visits/", body, content_type="application/json")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert not Visit.objects.exists()


@pytest.mark.parametrize("scopes", [["read"], ["write:summits"], ["publish"]])
def test_a_key_without_the_scope_is_refused(client, body, scopes):
    answer = key_for(client, "aigerim", scopes).post("visits/", body)

    assert answer.status_code == 403
    assert "write:visits" in answer.json()["detail"]


def test_a_user_without_the_permission_is_refused(client, body):
    writer = key_for(client, "aigerim", WRITERS, permissions=["add_summit", "change_visit"])

    answer = writer.post("visits/", body)

    assert answer.status_code == 403
    assert "events.add_visit" in answer.json()["detail"]


def test_history_names_the_user_the_key_and_the_reason(writer, body):
    writer.post("visits/", body, headers={"X-Change-Reason": "%D0%BF%D0%BB%D0%B0%D0%BD"})

    version = Visit.history.get()
    assert version.history_user_id == "aigerim"
    assert version.history_change_reason == "API token nightly import: план"


def test_a_key_that_publishes_still_does_not_publish_its_own(publisher, body):
    assert publisher.post("visits/", body).json()["state"] == "draft"
    answer = publisher.post("visits/?force=1", {**body, "state": "published"})
    assert answer.status_code == 409
    assert Visit.objects.count() == 1


def test_where_authors_may_publish_it_is_public_at_once(publisher, body, settings):
    settings.AUTHOR_CANNOT_PUBLISH = False
    citations = [{"url": "https://example.org/new", "title": "New"}]

    answer = publisher.post("visits/", {**body, "citations": citations})

    assert (answer.status_code, answer.json()["state"]) == (201, "published")
    unsupported = publisher.post("visits/?force=1", {**body, "city": "Bukhara"})
    assert unsupported.status_code == 409
    assert unsupported.json()["reasons"] == ["It has no source: add at least one citation."]


def test_publishing_needs_scope_and_permission(writer, body):
    assert writer.post("visits/", {**body, "state": "published"}).status_code == 403
    assert not Visit.objects.exists()
    assert writer.post("visits/", {**body, "state": "in_review"}).json()["state"] == "in_review"
