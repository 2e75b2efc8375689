"""Writes that meet another record: one that may be the same, one merged, one withdrawn; and two at
one time."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from events.merging import merge
from tests import factories
from tests.api.writing import WRITERS, Writer, address, key_for


def problem(answer, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


@pytest.fixture
def pair(db):
    """Two visits of one person to one country, a year apart."""
    first = factories.VisitFactory()
    later = first.start_date + datetime.timedelta(days=365)
    second = factories.VisitFactory(
        visitor=first.visitor, host_country=first.host_country, start_date=later, end_date=later
    )
    return first, second


def moved_onto(first) -> dict:
    return {"start_date": str(first.start), "end_date": str(first.end or first.start)}


def test_a_change_that_makes_a_likely_duplicate_is_refused_with_it(writer, pair):
    first, second = pair
    tag = writer.tag(second)
    refused = problem(writer.patch(address(second), moved_onto(first), tag), 409)
    assert [one["id"] for one in refused["candidates"]] == [first.public_id]
    second.refresh_from_db()
    assert second.start_date != first.start_date
    path = f"{address(second)}?confirm_not_duplicate=true"
    assert writer.patch(path, moved_onto(first), tag).status_code == 202


def test_a_change_of_something_else_is_not_asked_again(writer, pair):
    first, second = pair
    second.start, second.end = first.start, first.end or first.start
    second.save()
    answer = writer.patch(address(second), {"note": "seen"}, writer.tag(second))
    assert answer.status_code == 202


def test_a_merged_record_names_what_replaced_it(writer, pair):
    keep, drop = pair
    tag = writer.tag(drop)
    merge(keep=keep, drop=drop, actor="ann")
    for answer in (
        writer.patch(address(drop), {"note": "x"}, tag),
        writer.put(address(drop), {"note": "x"}, tag),
        writer.delete(address(drop), tag),
    ):
        assert problem(answer, 409)["replaced_by"] == keep.public_id


def test_a_record_that_was_public_is_gone(writer, publisher, pair):
    record, _other = pair
    tag = writer.tag(record)
    record.state = "withdrawn"
    record.save()
    assert problem(writer.patch(address(record), {"note": "x"}, tag), 410)["type"].endswith("gone")
    tag = publisher.tag(record)
    assert (
        "withdrawn" in problem(publisher.patch(address(record), {"note": "x"}, tag), 409)["detail"]
    )
    problem(writer.patch("visits/V999999/", {"note": "x"}, tag), 404)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time: nothing to race"
)
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_to_what_both_read_just_one_is_made():
    draft = factories.VisitFactory(state="draft")
    keys = key_for(Client(), "bolat", [*WRITERS, "publish"], ["change_visit", "publish_record"])
    tag, together = keys.tag(draft), Barrier(2)

    def change(city: str) -> int:
        try:
            one = Writer(Client(), keys.key)
            together.wait(timeout=10)
            return one.patch(address(draft), {"city": city}, tag).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        statuses = sorted(threads.map(change, ["Samarkand", "Bukhara"]))
    assert statuses == [200, 412]
    draft.refresh_from_db()
    assert draft.city in ("Samarkand", "Bukhara")
    assert draft.history.filter(city__in=["Samarkand", "Bukhara"]).count() == 1
