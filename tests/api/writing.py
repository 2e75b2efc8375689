"""Keys that write, for tests."""

import datetime
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from diplotrack.models import ApiToken

WRITERS = ["read", "write:visits", "write:summits", "write:documents", "write:chairmanships"]
MODELS = ("visit", "summit", "signeddocument", "chairmanship")
ANALYST = [*(f"{action}_{model}" for action in ("add", "change") for model in MODELS), "add_source"]


@dataclass(frozen=True)
class Writer:
    """Asks the API with a key. Paths are below /api/v1/."""

    client: Client
    key: str

    def get(self, path: str, **headers):
        return self._send("get", path, None, headers)

    def post(self, path: str, body, headers=None):
        return self._send("post", path, body, headers or {})

    def patch(self, path: str, body, tag: str | None = None):
        return self._send("patch", path, body, {"If-Match": tag} if tag else {})

    def put(self, path: str, body, tag: str | None = None):
        return self._send("put", path, body, {"If-Match": tag} if tag else {})

    def delete(self, path: str, tag: str | None = None):
        return self._send("delete", path, None, {"If-Match": tag} if tag else {})

    def tag(self, record, state: str = "") -> str:
        """The ETag of a record as the key reads it."""
        answer = self.get(f"{address(record)}?state={state or record.state}")
        assert answer.status_code == 200, answer.content
        return answer["ETag"]

    def _send(self, method: str, path: str, body, headers: dict):
        headers = {"Authorization": f"Bearer {self.key}", **headers}
        options = {} if method == "get" else {"data": body, "content_type": "application/json"}
        if method == "delete":
            options = {}
        return getattr(self.client, method)(f"/api/v1/{path}", headers=headers, **options)


def address(record) -> str:
    resources = {"V": "visits", "S": "summits", "D": "documents", "C": "chairmanships"}
    return f"{resources[record.public_id_prefix]}/{record.public_id}/"


def key_for(client: Client, name: str, scopes: list[str], permissions=ANALYST) -> Writer:
    """A writer with the key of a new user, who holds the permissions."""
    user = get_user_model().objects.create_user(name)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    expires = timezone.now() + datetime.timedelta(days=1)
    _token, key = ApiToken.objects.issue(
        user=user, name="nightly import", scopes=scopes, expires_at=expires
    )
    return Writer(client, key)


def problems_of(answer, status: int) -> set[str]:
    """The fields of which an answer complains."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    return {one["parameter"] for one in body.get("problems", [body])}
