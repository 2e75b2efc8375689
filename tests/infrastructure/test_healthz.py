"""/healthz/ tells a load balancer whether this process can answer."""

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_it_is_healthy_while_the_database_answers(client):
    answer = client.get("/healthz/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_unavailable_while_the_database_is_not(client, monkeypatch):
    def refuse():
        raise OperationalError("could not connect to 10.0.0.3")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz/")
    assert answer.status_code == 503
    assert b"10.0.0.3" not in answer.content  # says nothing of the inside


def test_only_reading_is_allowed(client):
    assert client.post("/healthz/").status_code == 405
