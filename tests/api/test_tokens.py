"""Keys for programs: shown once, stored hashed, expiring, scoped, revocable."""

import datetime
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from diplotrack.models import ApiToken

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def user():
    return get_user_model().objects.create_user("aigerim")


def issue(user, **values):
    return ApiToken.objects.issue(
        user=user,
        name="nightly import",
        **{"scopes": ["read"], "expires_at": timezone.now() + DAY, **values},
    )


def ask(client, key):
    return client.get("/api/v1/visits/", headers={"authorization": f"Bearer {key}"})


def test_a_key_reads(client, user):
    _token, key = issue(user)

    assert ask(client, key).status_code == 200


def test_a_key_is_not_stored(user):
    token, key = issue(user)

    assert key not in " ".join(str(value) for value in vars(token).values())
    assert key.startswith(token.key_start)


def test_a_use_is_noted_but_not_each_time(client, user, django_assert_num_queries):
    token, key = issue(user)

    ask(client, key)
    token.refresh_from_db()
    first = token.last_used_at
    ask(client, key)

    token.refresh_from_db()
    assert first is not None
    assert token.last_used_at == first


def test_a_revoked_key_is_refused(client, user):
    token, key = issue(user)
    token.revoke()

    answer = ask(client, key)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "revoked" in answer.json()["detail"]


def test_an_expired_key_is_refused(client, user):
    token, key = issue(user)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - DAY)

    assert ask(client, key).status_code == 401


def test_the_key_of_a_user_who_may_no_longer_sign_in_is_refused(client, user):
    _token, key = issue(user)
    user.is_active = False
    user.save()

    assert ask(client, key).status_code == 401


@pytest.mark.parametrize("key", ["dt_unknown", "", "two words", "é"])
def test_an_unknown_key_is_refused(client, key):
    assert ask(client, key).status_code == 401


@pytest.mark.parametrize("scopes", [[], ["rule"], "read", None])
def test_an_unknown_scope_is_refused(user, scopes):
    with pytest.raises(ValidationError):
        issue(user, scopes=scopes)

    assert not ApiToken.objects.exists()


def test_a_date_that_has_passed_is_refused(user):
    with pytest.raises(ValidationError, match="passed"):
        issue(user, expires_at=timezone.now() - DAY)


def test_the_command_prints_the_key_once(client, user):
    out, err = StringIO(), StringIO()

    call_command(
        "create_token",
        "aigerim",
        name="pandas",
        scopes=["read", "write:visits"],
        stdout=out,
        stderr=err,
    )

    assert ask(client, out.getvalue().strip()).status_code == 200
    assert ApiToken.objects.get().scopes == ["read", "write:visits"]


def test_the_command_refuses_a_user_who_is_not_there():
    with pytest.raises(CommandError, match="no user"):
        call_command("create_token", "nobody", name="pandas")


def test_the_admin_shows_a_new_key_once(admin_client, client, user):
    answer = admin_client.post(
        "/admin/diplotrack/apitoken/add/",
        {
            "name": "pandas",
            "user": user.pk,
            "scopes": ["read"],
            "expires_at_0": f"{timezone.now() + DAY:%Y-%m-%d}",
            "expires_at_1": "00:00:00",
        },
        follow=True,
    )

    message = str(next(iter(answer.context["messages"])))
    key = next(word for word in message.split() if word.startswith("dt_")).rstrip(".")
    assert ask(client, key).status_code == 200
    assert key not in admin_client.get("/admin/diplotrack/apitoken/").content.decode()


def test_the_admin_revokes(admin_client, client, user):
    token, key = issue(user)

    admin_client.post(
        "/admin/diplotrack/apitoken/", {"action": "revoke", "_selected_action": [token.pk]}
    )

    assert ask(client, key).status_code == 401
