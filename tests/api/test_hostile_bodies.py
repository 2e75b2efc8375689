"""Bodies that are no record at all: each is refused with a reason, none reaches the database."""

import json

import pytest

from countries.api.parsing import MOST_BYTES
from events.models import Visit
from tests import factories
from tests.api.writing import address

DEEP = 100_000
TEXTS = {
    "nothing": b"",
    "no JSON": b"visitor=P1",
    "a half": b'{"visitor": "P1"',
    "two values": b"{} {}",
    "not UTF-8": b'{"city": "\xff\xfe"}',
    "a key twice": b'{"city": "Tashkent", "city": "Samarkand"}',
    "a key twice inside": b'{"participants": [{"role": "delegation", "role": "host"}]}',
    "not a number": b'{"ordinal": NaN}',
    "beyond numbers": b'{"ordinal": -Infinity}',
    "half a letter": rb'{"city": "\ud800"}',
    "half a letter in a key": rb'{"\udfff": 1}',
    "lists without end": b"[" * DEEP + b"]" * DEEP,
    "objects without end": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep enough to be odd": b'{"city":' + b"[" * 30 + b"]" * 30 + b"}",
    "a number without end": b'{"ordinal": ' + b"9" * 5000 + b"}",
}
VALUES = {
    "a list": [],
    "a list of lists": [[[]]],
    "a text": "visit",
    "a number": 7,
    "true": True,
    "null": None,
}
FIELD_VALUES = (
    *(None, True, 7, -1, 1.5, 2**63, 10**40, "", " ", "\x00", "a\x00b", "x" * 10_000, [], ["KAZ"]),
    *({}, {"id": "P1"}, [[]], "'; DROP TABLE events_visit; --", "٣", "P0", "P" + "9" * 30),
    *("2022-13", "2022-02-30", "0000", "99999-01-01", "NaN", "\u202e", "💥" * 200),
)


def refused(answer) -> dict:
    assert answer.status_code == 400, (answer.status_code, answer.content[:200])
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


def send(writer, text: bytes, method: str = "POST", path: str = "visits/", **headers):
    headers = {"Authorization": f"Bearer {writer.key}", **headers}
    return writer.client.generic(
        method, f"/api/v1/{path}", text, content_type="application/json", headers=headers
    )


@pytest.fixture
def body(db) -> dict:
    visit = factories.VisitParticipantFactory().visit
    return {
        "visitor": visit.visitor.public_id,
        "guest_country": visit.guest_country_id,
        "host_country": visit.host_country_id,
        "visit_type": visit.visit_type_id,
        "start_date": "2030-04-13",
    }


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_not_one_json_value_is_refused(writer, text):
    assert refused(send(writer, text))["detail"]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("resource", ["visits", "summits", "documents", "chairmanships"])
def test_what_is_no_object_is_refused(writer, resource, value):
    refused(send(writer, json.dumps(value).encode(), path=f"{resource}/"))


def test_a_body_without_end_is_not_read(writer):
    answer = send(writer, b'{"note": "' + b"a" * MOST_BYTES + b'"}')
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_another_kind_of_body_is_refused(writer):
    answer = writer.client.post(
        "/api/v1/visits/", {"city": "a"}, headers={"Authorization": f"Bearer {writer.key}"}
    )
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


@pytest.mark.parametrize("kind", ["fields", "participants", "citations"])
def test_whatever_stands_at_a_key_is_kept_or_refused_there(writer, body, kind):
    """Each key with each value: a draft, a refusal that names the key, never a failure."""
    keys = {
        "fields": [*writer_keys(writer), "state", "participants", "citations"],
        "participants": ["id", "person", "position", "role"],
        "citations": ["id", "source", "url", "title", "field", "value", "accessed_date", "page"],
    }[kind]
    for key in keys:
        for value in FIELD_VALUES:
            sent = body | ({key: value} if kind == "fields" else {kind: [{key: value}]})
            answer = send(
                writer,
                json.dumps(sent).encode(),
                path="visits/?dry_run=true&confirm_not_duplicate=true",
            )
            assert answer.status_code in (200, 400), (key, value, answer.content)
            if answer.status_code == 400:
                body_of = answer.json()
                named = {one["parameter"] for one in body_of.get("problems", [body_of])}
                assert all(isinstance(name, str) for name in named), (key, value, named)


def writer_keys(writer) -> list[str]:
    visit = Visit.objects.get()
    row = writer.get(f"{address(visit)}?state=published").json()
    assert "city" in row
    return [key for key in row if key not in ("id", "state")]


@pytest.mark.parametrize("key", ["city", "note", "purpose", "external_id"])
def test_a_null_character_is_in_no_text(writer, body, key):
    assert refused(send(writer, json.dumps(body | {key: "a\x00b"}).encode()))["parameter"] == key


def test_a_row_is_not_named_by_true(writer, body):
    """True equals 1 in Python, and row 1 may be there."""
    visit = Visit.objects.get()
    answer = send(
        writer,
        json.dumps({"participants": [{"id": True, "role": "delegation"}]}).encode(),
        "PATCH",
        address(visit),
        **{"If-Match": writer.tag(visit)},
    )
    assert "participants[0].id" in {
        one["parameter"] for one in refused(answer).get("problems", [answer.json()])
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_write_answers_in_json_alone(writer, body, method):
    path = "visits/" if method == "POST" else address(Visit.objects.get())
    text = json.dumps(body).encode()
    answer = send(writer, text, method, f"{path}?format=csv")
    assert refused(answer)["parameter"] == "format"
    assert send(writer, text, method, path, Accept="text/csv").status_code == 406
    assert send(writer, text, method, f"{path}?format=json").status_code in (201, 400, 428)
