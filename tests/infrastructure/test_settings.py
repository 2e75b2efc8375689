"""The settings file refuses what is missing or senseless, in one sentence."""

import runpy

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VARIABLES = (
    "DEBUG",
    "HTTPS",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DATABASE_POOLED",
    "HOME_COUNTRY",
    "REQUIRE_SOURCE_TO_PUBLISH",
    "AUTHOR_CANNOT_PUBLISH",
    "PORT",
)


@pytest.fixture
def load(monkeypatch):
    """Run the settings file with exactly these variables."""

    def run(**variables):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "diplotrack" / "settings.py"))

    return run


def test_a_secret_key_is_required(load):
    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY"):
        load()


def test_development_needs_no_secret_key(load):
    assert load(DEBUG="true")["SECRET_KEY"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEBUG", "ture"),
        ("HTTPS", "on fire"),
        ("DATABASE_POOLED", "perhaps"),
        ("HOME_COUNTRY", "Kazakhstan"),
        ("PORT", "http"),
        ("PORT", "70000"),
    ],
)
def test_a_senseless_value_is_refused_by_name(load, variable, value):
    with pytest.raises(ImproperlyConfigured, match=variable):
        load(SECRET_KEY="x", **{variable: value})


def test_sqlite_is_the_default_and_takes_its_write_lock_at_once(load):
    database = load(SECRET_KEY="x")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_url_names_postgresql(load):
    database = load(SECRET_KEY="x", DATABASE_URL="postgres://me:pw@db:5432/record")["DATABASES"]
    assert database["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert database["default"]["CONN_HEALTH_CHECKS"] is True


def test_behind_a_pooler_nothing_outlives_a_transaction(load):
    url = "postgres://me:pw@db:5432/record"
    for pooled, said in (("true", True), ("false", False)):
        loaded = load(SECRET_KEY="x", DATABASE_URL=url, DATABASE_POOLED=pooled)
        assert loaded["DATABASES"]["default"]["DISABLE_SERVER_SIDE_CURSORS"] is said


def test_plain_http_on_loopback_redirects_nowhere(load):
    assert "SECURE_SSL_REDIRECT" not in load(SECRET_KEY="x")


def test_https_makes_cookies_secure(load):
    loaded = load(SECRET_KEY="x", HTTPS="true")
    assert loaded["SESSION_COOKIE_SECURE"]
    assert loaded["CSRF_COOKIE_SECURE"]
    assert loaded["SECURE_HSTS_SECONDS"] > 0


def test_the_policy_allows_nothing_inline(load):
    directives = load(SECRET_KEY="x")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert "unsafe" not in str(directives)
    assert directives["default-src"] == ["'none'"]
