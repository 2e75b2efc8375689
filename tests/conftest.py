"""Fixtures that every test may use: a browser, where there is one."""

import os
import shutil
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect, sync_playwright

from countries.reference_tables import load_reference
from diplotrack.assets import build_chart_bundle, compile_catalogues
from events.demo.loader import load_demo
from events.vocabularies import load_vocabularies

# What a browser has to wait for a page on a machine that runs three of them on two cores. A page
# that never comes fails as before, only later; speed is measured by bin/measure-pages.
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)
SETTLING = 15  # seconds for the last answers of a live server

# Property tests try the same examples in every run, so that a suite that passed passes again, and
# none is judged by the clock. `make test ARGS="--hypothesis-profile=wide"` looks for new ones.
settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    # A test's fixtures are made once for all its examples: each says itself what it clears away.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("wide", settings.get_profile("same"), derandomize=False)
settings.load_profile("same")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    # Nothing but the pages under test: Chromium would otherwise call home, which a closed network
    # refuses noisily.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session", autouse=True)
def catalogues():
    """The Russian and Kazakh texts, as the working tree has them."""
    compile_catalogues()


@pytest.fixture(autouse=True)
def default_language():
    """A request leaves its language active in this thread, as it does in a server."""
    yield
    translation.deactivate()


def find_chromium() -> str | None:
    names = (os.environ.get("CHROMIUM"), *CHROMIUM_NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser():
    """A Chromium of this module's own.

    Playwright keeps an event loop running in this thread, so Django believes that it is inside
    asynchronous code and refuses every query. It is not, and the variable says so, but only while
    the browser lives: a session-wide browser would switch the guard off for all later tests.
    """
    if not (path := find_chromium()):
        pytest.skip("no Chromium found: apt install chromium, or set CHROMIUM to its path")
    build_chart_bundle()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def live_server(live_server):
    """pytest-django's server, which has answered everything before the test's rows are deleted.

    A page that is left may have asked for more than it showed. Answered while the tables are being
    emptied, such a request is in a deadlock with that, or writes rows into the next test.
    """
    yield live_server
    until = time.monotonic() + SETTLING
    while answering() and time.monotonic() < until:
        time.sleep(0.01)


def answering() -> bool:
    """Whether the live server still has a thread for somebody who asked it."""
    return any("process_request_thread" in thread.name for thread in threading.enumerate())


@pytest.fixture
def page(browser, live_server):
    """A page of the running site (`page.goto("/")`). Fails the test on any console error, which a
    violation of the Content-Security-Policy, a missing file and a script's exception all are."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(PATIENCE)
    page, problems = context.new_page(), []

    def note(message):
        if message.type == "error":
            problems.append(f"{message.text} ({message.location['url']})")

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


@contextmanager
def kept_for_the_module(blocker, *loads):
    """Load rows once for all tests of a module, inside a transaction that is rolled back.

    Each test's own transaction nests in it. Tests of a live server see other connections, where
    such rows do not exist: they use ``committed_demo``.
    """
    with blocker.unblock(), transaction.atomic():
        for load in loads:
            load()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """The reference tables and vocabularies, as the product ships them."""
    with kept_for_the_module(django_db_blocker, load_reference, load_vocabularies):
        yield


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The reference tables, the vocabularies and the demo."""
    with kept_for_the_module(django_db_blocker, load_reference, load_vocabularies, load_demo):
        yield


@pytest.fixture
def committed_demo(transactional_db):
    """The demo, committed, for tests with a live server."""
    load_reference()
    load_vocabularies()
    load_demo()
