"""Rows by their keys, with SQL that is made once."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.api.keyed import keyed_rows
from countries.models import Country
from events.models import Visit
from tests.factories import CountryFactory, VisitFactory


def visits():
    return Visit.objects.order_by("pk").values("pk", "city", "start_date", "updated_at")


def never():
    raise AssertionError("The queryset was made already.")


@pytest.mark.django_db
def test_the_rows_are_those_of_the_queryset():
    keys = [VisitFactory().pk for _number in range(3)]
    expected = list(visits().filter(pk__in=keys[:2]))
    assert list(keyed_rows("the rows", visits, "pk", keys[:2])) == expected


@pytest.mark.django_db
def test_the_queryset_is_made_once_and_the_keys_are_those_of_each_asking():
    first, second = VisitFactory(), VisitFactory()
    for make, keys in ((visits, [first.pk]), (never, [second.pk]), (never, []), (never, [0])):
        found = [row["pk"] for row in keyed_rows("made once", make, "pk", keys)]
        assert found == [key for key in keys if key]


@pytest.mark.django_db
def test_a_key_may_be_a_code():
    CountryFactory(code="UZB")
    CountryFactory(code="KAZ")

    def countries():
        return Country.objects.values("code")

    assert list(keyed_rows("codes", countries, "code", ["UZB", "x'"])) == [{"code": "UZB"}]


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_its_own_connection():
    key = VisitFactory().pk
    found = []

    def ask():
        try:
            found.extend(row["pk"] for row in keyed_rows("threads", visits, "pk", [key]))
        finally:
            connection.close()

    ask()
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [key, key]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL prepares questions")
@pytest.mark.django_db(transaction=True)
def test_a_new_session_prepares_anew_and_a_pooler_gets_no_prepared_question(monkeypatch):
    key = VisitFactory().pk

    def asked(name):
        with CaptureQueriesContext(connection) as queries:
            assert [row["pk"] for row in keyed_rows(name, visits, "pk", [key])] == [key]
        return queries.captured_queries[-1]["sql"].split()[0]

    assert asked("sessions") == "EXECUTE"
    connection.close()
    assert asked("sessions") == "EXECUTE"
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert asked("behind a pooler") == "SELECT"
