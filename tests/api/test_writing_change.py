"""Changing and withdrawing records by API: only what was read as it is now, by who may."""

import pytest
from django.test import Client

from events.models import Revision, Visit
from tests.api.writing import ANALYST, WRITERS, address, key_for, problems_of
from tests.factories import (
    CitationFactory,
    CountryFactory,
    JourneyFactory,
    PersonFactory,
    SignedDocumentFactory,
    VisitFactory,
    VisitParticipantFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(writer):
    """A draft that the writer entered."""
    visit = VisitFactory.build()
    body = {
        "visitor": PersonFactory().public_id,
        "guest_country": CountryFactory(code="KAZ").pk,
        "host_country": CountryFactory(code="UZB").pk,
        "city": visit.city,
        "visit_type": VisitFactory().visit_type_id,
        "start_date": "2022-06-01",
    }
    answer = writer.post("visits/", body)
    assert answer.status_code == 201, answer.content
    return Visit.objects.get(pk=answer.json()["id"][1:])


@pytest.fixture
def authors_publish(settings):
    settings.AUTHOR_CANNOT_PUBLISH = False


@pytest.fixture
def published():
    """A public visit that a source supports."""
    return CitationFactory(visit=VisitFactory()).visit


def test_a_draft_is_changed_in_place(writer, draft):
    answer = writer.patch(address(draft), {"city": "Bukhara"}, writer.tag(draft))

    assert answer.status_code == 200
    draft.refresh_from_db()
    assert (draft.city, draft.state) == ("Bukhara", "draft")
    assert answer["ETag"] == f'"{writer.tag(draft)[1:].partition(".")[0]}"'


def test_the_tag_of_an_answer_serves_for_the_next_change(writer, draft):
    first = writer.patch(address(draft), {"city": "Bukhara"}, writer.tag(draft))

    assert writer.patch(address(draft), {"city": "Khiva"}, first["ETag"]).status_code == 200


@pytest.mark.parametrize("tag", [None, "*"])
def test_a_change_without_a_tag_is_refused(writer, draft, tag):
    for answer in (
        writer.patch(address(draft), {"city": "Bukhara"}, tag),
        writer.put(address(draft), {"city": "Bukhara"}, tag),
        writer.delete(address(draft), tag),
    ):
        assert answer.status_code == 428
        assert answer["Content-Type"] == "application/problem+json"
    draft.refresh_from_db()
    assert (draft.city, draft.state) == ("Tashkent", "draft")


@pytest.mark.parametrize("change", ["own", "child"])
def test_of_two_changes_on_one_reading_the_second_is_refused(writer, draft, change):
    first = second = writer.tag(draft)
    changes = {
        "own": {"city": "Bukhara"},
        "child": {
            "participants": [{"person": PersonFactory().public_id, "role": "delegation"}],
        },
    }

    assert writer.patch(address(draft), changes[change], first).status_code == 200
    answer = writer.patch(address(draft), {"city": "Khiva"}, second)

    assert answer.status_code == 412
    draft.refresh_from_db()
    assert draft.city != "Khiva"
    assert (
        writer.patch(address(draft), {"city": "Khiva"}, answer.json()["current"]).status_code == 200
    )


@pytest.mark.parametrize("form", ["W/{0}", '"x"', '"x", "y"'])
def test_a_tag_of_something_else_is_refused(writer, draft, form):
    tag = form.format(writer.tag(draft))

    assert writer.patch(address(draft), {"city": "Khiva"}, tag).status_code == 412


def test_a_change_that_others_made_elsewhere_is_no_hindrance(writer, draft):
    tag = writer.tag(draft)
    VisitFactory()

    assert writer.patch(address(draft), {"city": "Bukhara"}, tag).status_code == 200


def test_what_a_put_does_not_name_becomes_empty(writer, draft):
    form = writer.get(f"{address(draft)}?state=draft").json()
    del form["city"]

    answer = writer.put(address(draft), form, writer.tag(draft))

    assert answer.status_code == 200, answer.content
    draft.refresh_from_db()
    assert (draft.city, str(draft.start)) == ("", "2022-06-01")
    del form["visitor"], form["journey"]
    assert problems_of(writer.put(address(draft), form, answer["ETag"]), 400) == {"visitor"}


def test_a_public_row_may_be_put_back_as_it_was_read(publisher, published, authors_publish):
    row = publisher.get(address(published))

    answer = publisher.put(address(published), row.json() | {"city": "Bukhara"}, row["ETag"])

    assert answer.status_code == 200, answer.content
    published.refresh_from_db()
    assert (published.city, published.citations.count()) == ("Bukhara", 1)


def test_rows_that_stay_keep_their_id_and_history(writer, draft):
    person, other = PersonFactory(), PersonFactory()
    rows = [{"person": one.public_id, "role": "delegation"} for one in (person, other)]
    writer.patch(address(draft), {"participants": rows}, writer.tag(draft))
    kept = draft.participants.get(person=person)

    answer = writer.patch(address(draft), {"participants": rows[:1]}, writer.tag(draft))

    assert answer.status_code == 200
    assert [row.pk for row in draft.participants.all()] == [kept.pk]
    assert kept.history.count() == 1
    changed = [{"id": kept.pk, "role": "counterpart"}]
    writer.patch(address(draft), {"participants": changed}, writer.tag(draft))
    kept.refresh_from_db()
    assert (kept.role, kept.person) == ("counterpart", person)


def test_a_row_of_another_record_is_refused(writer, draft):
    other = VisitParticipantFactory()

    answer = writer.patch(
        address(draft),
        {"participants": [{"id": other.pk, "role": "delegation"}]},
        writer.tag(draft),
    )

    assert "participants[0].id" in problems_of(answer, 400)


def test_a_stop_that_moves_gets_another_journey(writer, draft):
    before = draft.journey_id

    writer.patch(address(draft), {"start_date": "2022-07-01"}, writer.tag(draft))

    draft.refresh_from_db()
    assert draft.journey_id not in (None, before)
    assert str(draft.journey.start) == "2022-07-01"


def test_a_stop_that_is_put_back_with_its_old_journey_finds_another(writer, draft):
    form = writer.get(f"{address(draft)}?state=draft").json()

    writer.put(address(draft), form | {"start_date": "2022-07-01"}, writer.tag(draft))

    draft.refresh_from_db()
    assert str(draft.journey.start) == "2022-07-01"


def test_a_change_of_other_fields_leaves_the_journey(writer, draft):
    writer.patch(address(draft), {"city": "Bukhara"}, writer.tag(draft))

    journey = draft.journey_id
    draft.refresh_from_db()
    assert draft.journey_id == journey


def test_a_journey_of_someone_else_is_refused(writer, draft):
    answer = writer.patch(
        address(draft), {"journey": JourneyFactory().public_id}, writer.tag(draft)
    )

    assert problems_of(answer, 400) == {"journey"}


def test_a_change_to_a_public_record_waits_for_review(writer, published):
    row = {"person": PersonFactory().public_id, "role": "delegation"}
    body = {"city": "Bukhara", "participants": [row]}

    answer = writer.patch(address(published), body, writer.tag(published))

    assert answer.status_code == 202
    revision = Revision.objects.get(pk=answer.json()["revision"])
    assert (revision.visit, revision.author) == (published, "aigerim")
    assert revision.payload["fields"]["city"] == "Bukhara"
    assert len(revision.payload["children"]["participants"]) == 1
    assert answer.json()["record"]["city"] == "Bukhara"
    published.refresh_from_db()
    assert (published.city, published.participants.count()) == ("Tashkent", 0)
    assert Visit.history.filter(id=published.pk).count() == 1


def test_a_change_that_changes_nothing_is_no_revision(writer, published):
    answer = writer.patch(address(published), {"city": "Tashkent"}, writer.tag(published))

    assert answer.status_code == 200
    assert not Revision.objects.exists()


def test_a_faulty_change_to_a_public_record_is_refused_at_once(writer, published):
    answer = writer.patch(address(published), {"end_date": "2021"}, writer.tag(published))

    assert problems_of(answer, 400) == {"end_date"}
    assert not Revision.objects.exists()


def test_a_reviewers_key_without_the_scope_proposes_too(client, published):
    writer = key_for(client, "bolat", WRITERS, [*ANALYST, "publish_record"])

    answer = writer.patch(address(published), {"city": "Bukhara"}, writer.tag(published))

    assert answer.status_code == 202


def test_the_scope_without_the_permission_proposes_too(client, published):
    writer = key_for(client, "aigerim", [*WRITERS, "publish"])

    answer = writer.patch(address(published), {"city": "Bukhara"}, writer.tag(published))

    assert answer.status_code == 202


def test_what_a_key_that_publishes_changes_itself_waits_for_another(publisher, published):
    answer = publisher.patch(address(published), {"city": "Bukhara"}, publisher.tag(published))

    assert answer.status_code == 202
    published.refresh_from_db()
    assert published.city == "Tashkent"


def test_a_key_that_publishes_changes_what_is_public(publisher, published, authors_publish):
    answer = publisher.patch(address(published), {"city": "Bukhara"}, publisher.tag(published))

    assert answer.status_code == 200
    published.refresh_from_db()
    assert (published.city, published.state) == ("Bukhara", "published")
    version = Visit.history.filter(id=published.pk).first()
    assert version.history_user_id == "bolat"
    assert version.history_change_reason == "API token nightly import"


def test_what_is_public_keeps_its_source(publisher, published, authors_publish):
    answer = publisher.patch(address(published), {"citations": []}, publisher.tag(published))

    assert answer.status_code == 409
    assert published.citations.exists()


def test_a_reviewer_publishes_someone_elses_draft(publisher, writer, draft):
    citations = [{"url": "https://example.org/1", "title": "Page"}]
    writer.patch(address(draft), {"citations": citations}, writer.tag(draft))

    refused = writer.patch(address(draft), {"state": "published"}, writer.tag(draft))
    answer = publisher.patch(address(draft), {"state": "published"}, publisher.tag(draft))

    assert refused.status_code == 403
    assert (answer.status_code, answer.json()["state"]) == (200, "published")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_state_is_not_simply_set(publisher, published, state):
    answer = publisher.patch(address(published), {"state": state}, publisher.tag(published))

    assert answer.status_code == 409
    published.refresh_from_db()
    assert published.is_published


def test_a_draft_is_withdrawn(writer, draft):
    answer = writer.delete(address(draft), writer.tag(draft))

    assert (answer.status_code, answer.content) == (204, b"")
    draft.refresh_from_db()
    assert draft.state == "withdrawn"
    assert writer.delete(address(draft), writer.tag(draft)).status_code == 409


def test_withdrawing_what_is_public_needs_a_key_that_publishes(publisher, writer, published):
    refused = writer.delete(address(published), writer.tag(published))
    assert refused.status_code == 403
    published.refresh_from_db()
    assert published.is_published

    answer = publisher.delete(address(published), publisher.tag(published))

    assert answer.status_code == 204
    published.refresh_from_db()
    assert published.state == "withdrawn"
    version = Visit.history.filter(id=published.pk).first()
    assert version.history_change_reason == "API token nightly import"


def test_dry_runs_write_nothing(writer, publisher, draft, published, authors_publish):
    versions = Visit.history.count()

    would = [
        writer.patch(f"{address(draft)}?dry_run=1", {"city": "X"}, writer.tag(draft)),
        writer.patch(f"{address(published)}?dry_run=1", {"city": "X"}, writer.tag(published)),
        publisher.patch(f"{address(published)}?dry_run=1", {"city": "X"}, publisher.tag(published)),
        publisher.delete(f"{address(published)}?dry_run=1", publisher.tag(published)),
    ]

    assert [one.json()["would"] for one in would] == ["update", "propose", "update", "withdraw"]
    assert [one.json()["record"]["city"] for one in would[:3]] == ["X"] * 3
    assert Visit.history.count() == versions
    assert not Revision.objects.exists()
    stale = writer.patch(f"{address(draft)}?dry_run=1", {"city": "X"}, '"x"')
    assert stale.status_code == 412


def test_changing_needs_key_scope_and_permission(draft, writer):
    tag = writer.tag(draft)
    nobody = Client().patch(
        f"/api/v1/{address(draft)}", {}, content_type="application/json", headers={"If-Match": tag}
    )
    reader = key_for(Client(), "reader", ["read"], [])
    adder = key_for(Client(), "adder", WRITERS, ["add_visit"])

    assert nobody.status_code == 401
    for other in (reader, adder):
        assert other.patch(address(draft), {"city": "X"}, tag).status_code == 403
        assert other.delete(address(draft), tag).status_code == 403


def test_what_is_not_there_is_not_changed(writer):
    assert writer.patch("visits/V999/", {"city": "X"}, '"x"').status_code == 404


def test_an_unknown_parameter_is_refused(writer, draft):
    answer = writer.patch(f"{address(draft)}?dry_rum=1", {"city": "X"}, writer.tag(draft))

    assert (answer.status_code, answer.json()["did_you_mean"]) == (400, "dry_run")


def test_a_document_is_changed_with_its_parties(publisher):
    document = SignedDocumentFactory(state="draft")
    CountryFactory(code="KAZ")

    answer = publisher.patch(
        address(document), {"parties": [{"country": "KAZ"}]}, publisher.tag(document)
    )

    assert answer.status_code == 200
    assert document.parties.get().country_id == "KAZ"
