"""An error that nobody foresaw: problem+json without a word about the inside."""

from django.test import Client

from events.api.visits import VisitViewSet


def test_a_500_is_a_problem_and_tells_nothing(db, monkeypatch, caplog):
    def broken(self, query):
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(VisitViewSet, "filtered", broken)
    response = Client(raise_request_exception=False).get("/api/v1/visits/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:diplotrack:problem:server-error"
    assert b"hunter2" not in response.content
    assert "ETag" not in response
    assert "hunter2" in caplog.text
