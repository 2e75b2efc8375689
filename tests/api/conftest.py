"""What every API test asks with: an anonymous client that reads JSON."""

import csv
import io
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.api.writing import ANALYST, WRITERS, Writer, key_for


@dataclass(frozen=True)
class Api:
    """Asks the API as anyone may. Paths are below /api/v1/."""

    client: Client

    def ask(self, path: str, **headers):
        return self.client.get(f"/api/v1/{path}", **headers)

    def get(self, path: str, **headers):
        response = self.ask(path, **headers)
        assert response.status_code == 200, response.content
        return response.json()

    def ids(self, path: str) -> list[str]:
        return [row.get("id") or row["code"] for row in self.get(path)["results"]]

    def refused(self, path: str, status: int = 400) -> dict:
        response = self.ask(path)
        assert response.status_code == status, response.content
        assert response["Content-Type"] == "application/problem+json"
        return response.json()

    def table(self, path: str) -> list[dict[str, str]]:
        response = self.ask(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        text = b"".join(response.streaming_content).decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def follow(self, url: str) -> dict:
        parts = urlsplit(url)
        response = self.client.get(f"{parts.path}?{parts.query}")
        assert response.status_code == 200, response.content
        return response.json()


@pytest.fixture
def api(db) -> Api:
    return Api(Client())


@pytest.fixture
def writer(db) -> Writer:
    """A program with an analyst's key."""
    return key_for(Client(), "aigerim", WRITERS)


@pytest.fixture
def publisher(db) -> Writer:
    """A program with the key of a reviewer, which publishes."""
    return key_for(Client(), "bolat", [*WRITERS, "publish"], [*ANALYST, "publish_record"])
