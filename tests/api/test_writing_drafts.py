"""Drafts show to the keys that wrote them, and to nobody else."""

import pytest
from django.test import Client

from tests.api.writing import ANALYST, WRITERS, address, key_for
from tests.factories import PersonFactory, VisitFactory, VisitParticipantFactory

pytestmark = pytest.mark.django_db


def drafted_by(writer, **values):
    """A draft that a writer entered."""
    known = VisitFactory()
    body = {
        "visitor": PersonFactory(state="draft", name_en="Zzyzx").public_id,
        "guest_country": known.guest_country_id,
        "host_country": known.host_country_id,
        "visit_type": known.visit_type_id,
        "start_date": "2022-06-01",
        **values,
    }
    answer = writer.post("visits/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def listed(writer, query: str) -> list[str]:
    return [row["id"] for row in writer.get(f"visits/?{query}").json()["results"]]


def test_a_writer_reads_its_own_drafts(writer):
    key = drafted_by(writer)
    VisitFactory(state="draft")

    assert listed(writer, "state=draft") == [key]
    assert listed(writer, "state=draft&host_country=UZB") == [key]
    assert listed(writer, "state=draft&year=2021") == []
    assert writer.get(f"visits/{key}/?state=draft").json()["visitor"].startswith("P")


def test_a_reviewer_reads_everyones(writer, publisher):
    key = drafted_by(writer)
    other = VisitFactory(state="draft")

    assert set(listed(publisher, "state=draft")) == {key, other.public_id}
    assert publisher.get(f"visits/{key}/?state=draft").status_code == 200


def test_another_writer_does_not_see_or_change_them(writer):
    key = drafted_by(writer)
    tag = writer.get(f"visits/{key}/?state=draft")["ETag"]
    other = key_for(Client(), "other", WRITERS)

    assert listed(other, "state=draft") == []
    assert other.get(f"visits/{key}/?state=draft").status_code == 404
    assert other.patch(f"visits/{key}/", {"city": "X"}, tag).status_code == 404
    assert other.delete(f"visits/{key}/", tag).status_code == 404


@pytest.mark.parametrize("path", ["visits/?state=draft", "visits/{key}/?state=draft"])
def test_nobody_else_reads_drafts(writer, path):
    key = drafted_by(writer)
    path = path.format(key=key)
    seen = writer.get(path)["ETag"]

    for headers in ({}, {"If-None-Match": seen}):
        anonymous = Client().get(f"/api/v1/{path}", headers=headers)
        assert (anonymous.status_code, key in anonymous.content.decode()) == (401, False)
    reader = key_for(Client(), "reader", ["read"], ANALYST)
    unauthorised = key_for(Client(), "someone", WRITERS, [])
    assert reader.get(path).status_code == unauthorised.get(path).status_code == 403


def test_without_the_parameter_a_writer_sees_what_everyone_sees(writer):
    key = drafted_by(writer)

    assert key not in listed(writer, "")
    assert writer.get(f"visits/{key}/").status_code == 404
    assert "Zzyzx" not in Client().get("/api/v1/visits/").content.decode()


@pytest.mark.parametrize("query", ["state=drafts", "state=", "state=draft&hots_country=UZB"])
def test_a_state_or_filter_that_there_is_not_is_refused(writer, query):
    assert writer.get(f"visits/?{query}").status_code == 400


def test_drafts_are_not_downloaded_as_tables(writer):
    assert writer.get("visits/?state=draft&format=csv").status_code == 400


def test_an_answer_with_drafts_is_kept_by_no_proxy(writer):
    answer = writer.get("visits/?state=draft")

    assert answer["Cache-Control"].startswith("private")
    assert "Authorization" in answer["Vary"]


def test_pages_of_drafts_follow_each_other(publisher):
    keys = {VisitFactory(state="draft").public_id for _ in range(3)}

    first = publisher.get("visits/?state=draft&limit=2").json()
    path = first["next"].partition("/api/v1/")[2]
    second = publisher.get(path).json()

    assert {row["id"] for row in first["results"] + second["results"]} == keys
    assert (first["count"], first["previous"], second["next"]) == (3, None, None)


def test_a_list_of_drafts_costs_the_same_queries_however_long(
    publisher, django_assert_max_num_queries
):
    for _ in range(5):
        VisitParticipantFactory(visit__state="draft")

    publisher.get("visits/?state=draft")
    with django_assert_max_num_queries(14):
        assert len(listed(publisher, "state=draft")) == 5


def test_an_unchanged_record_is_not_sent_again(writer):
    path = f"visits/{drafted_by(writer)}/?state=draft"
    tag = writer.get(path)["ETag"]

    assert writer.get(path, **{"If-None-Match": tag}).status_code == 304


def test_anyone_may_not_learn_the_version_of_a_public_record_without_a_key(writer):
    visit = VisitFactory()

    with_key = writer.get(address(visit))["ETag"]
    without = Client().get(f"/api/v1/{address(visit)}")["ETag"]

    assert ("." in with_key, "." in without) == (True, False)
