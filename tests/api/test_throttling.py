"""So many requests in a minute, told in every answer; then 429 and when to come again."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import timezone

from diplotrack.models import ApiToken

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture(autouse=True)
def nothing_used(settings):
    cache.clear()
    settings.API_RATE_ANONYMOUS = "2/day"
    yield
    cache.clear()


def test_every_answer_says_what_is_left(api):
    first, second = api.ask("", **ELSEWHERE), api.ask("visits/", **ELSEWHERE)
    assert [one["RateLimit-Limit"] for one in (first, second)] == ["2", "2"]
    assert [one["RateLimit-Remaining"] for one in (first, second)] == ["1", "0"]
    assert 0 < int(second["RateLimit-Reset"]) <= 86400


def test_too_many_are_refused_with_when_to_come_again(api):
    for _asked in range(2):
        assert api.ask("", **ELSEWHERE).status_code == 200
    refused = api.ask("", **ELSEWHERE)
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == refused["RateLimit-Reset"]
    assert refused["RateLimit-Remaining"] == "0"
    assert "ETag" not in refused


def test_each_client_has_its_own_count(api):
    for _asked in range(3):
        api.ask("", **ELSEWHERE)
    assert api.ask("", REMOTE_ADDR="203.0.113.8").status_code == 200


def test_an_unchanged_answer_counts_too(api):
    tag = api.ask("", **ELSEWHERE)["ETag"]
    response = api.ask("", headers={"If-None-Match": tag}, **ELSEWHERE)
    assert (response.status_code, response["RateLimit-Remaining"]) == (304, "0")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_is_never_held_up(api, address):
    for _asked in range(4):
        response = api.ask("", REMOTE_ADDR=address)
    assert response.status_code == 200
    assert "RateLimit-Limit" not in response


def test_an_empty_rate_is_no_limit(api, settings):
    settings.API_RATE_ANONYMOUS = ""
    for _asked in range(4):
        assert api.ask("", **ELSEWHERE).status_code == 200


def test_a_header_that_anyone_can_send_counts_only_behind_our_proxy(api, settings):
    def ask(client):
        return api.ask("", headers={"X-Forwarded-For": f"10.0.0.1, {client}"}, **ELSEWHERE)

    assert [ask(f"198.51.100.{one}").status_code for one in range(3)] == [200, 200, 429]
    settings.API_PROXIES = 1
    assert [ask(f"198.51.100.{one}").status_code for one in range(3)] == [200, 200, 200]


def test_a_key_has_its_own_rate(api, settings):
    settings.API_RATE_TOKEN = "5/day"
    user = get_user_model().objects.create_user("reader")
    _token, key = issue(user)
    bearer = {"Authorization": f"Bearer {key}"}
    for _asked in range(3):
        response = api.ask("", headers=bearer, **ELSEWHERE)
    assert (response.status_code, response["RateLimit-Remaining"]) == (200, "2")
    assert response["Cache-Control"] == "private, no-cache"


def issue(user):
    return ApiToken.objects.issue(
        user=user,
        name="reader",
        scopes=["read"],
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )
