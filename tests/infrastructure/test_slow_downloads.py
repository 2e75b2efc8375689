"""Downloads that are read slowly keep no page waiting: a real worker, readers who stand still."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.db import connection

from events.models import ReportedTotal
from tests.factories import ReportedTotalFactory
from tests.infrastructure.test_entry_point import answer_within, free_port, stop_group

DOWNLOAD = "/api/v1/reported-totals/?format={}&fields=id,note"
ROWS, LONG = 4_000, "many letters: " + "x" * 10_000  # together more than the buffers on the way


@pytest.fixture
def long_records(transactional_db):
    first = ReportedTotalFactory(year=1)
    facts = {"country": first.country, "source": first.source, "measure": first.measure}
    facts |= {"label": first.label, "value": 1, "state": first.state}
    years = range(2, ROWS + 1)
    ReportedTotal.objects.bulk_create(ReportedTotal(year=year, **facts) for year in years)
    with connection.cursor() as cursor:  # past the models, which would write a history as long
        cursor.execute("UPDATE events_reportedtotal SET note = %s", [LONG])


def database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


@contextmanager
def one_worker(log, threads: int):
    """A worker as ``bin/serve`` starts it, with so many threads; gives its port."""
    port = free_port()
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, *command, "--workers", "1", "diplotrack.wsgi:application"],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "x",
            "DATABASE_URL": database_url(),
            "GRANIAN_BLOCKING_THREADS": str(threads),
        },
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        assert answer_within(60, f"http://127.0.0.1:{port}/healthz/", process)
        yield port
    finally:
        stop_group(process)


@contextmanager
def standing_still(port: int, form: str):
    """A reader who takes the first line of a download and no more; gives the answer's status."""
    reader = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    reader.connect()
    reader.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    reader.request("GET", DOWNLOAD.format(form))
    answer = reader.getresponse()
    answer.read(5)
    try:
        yield answer
    finally:
        reader.close()


def ask(port: int, path: str, seconds: float = 20) -> tuple[int, bytes]:
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        page.request("GET", path)
        answer = page.getresponse()
        return answer.status, answer.read()
    finally:
        page.close()


def test_pages_are_answered_while_as_many_downloads_as_may_be_stand_still(long_records, tmp_path):
    with (tmp_path / "log").open("w") as log, one_worker(log, 8) as port, ExitStack() as readers:
        for form in ("csv", "csv", "jsonl", "csv"):
            assert readers.enter_context(standing_still(port, form)).status == 200
        # None of these needs the collected static files, which a fresh checkout lacks.
        for path in ("/healthz/", "/robots.txt", "/api/v1/countries/"):
            assert ask(port, path)[0] == 200

        # One more would take threads from the pages: it is asked to come again.
        status, body = ask(port, DOWNLOAD.format("csv"))
        assert status == 503
        assert json.loads(body)["type"] == "urn:diplotrack:problem:busy"

        readers.close()  # they leave, and their turns are free again
        status, body = ask(port, DOWNLOAD.format("csv"), 60)
        assert status == 200
        assert body.count(b"many letters") == ROWS


def test_with_one_thread_a_page_would_wait(long_records, tmp_path):
    """What the test above would say if the threads were lost."""
    with (
        (tmp_path / "log").open("w") as log,
        one_worker(log, 1) as port,
        standing_still(port, "csv"),
        pytest.raises(TimeoutError),
    ):
        ask(port, "/healthz/", 2)


@pytest.mark.parametrize("script", ["bin/serve", "bin/run"])
def test_the_scripts_start_a_worker_with_threads(script):
    text = (settings.BASE_DIR / script).read_text()
    assert "export GRANIAN_BLOCKING_THREADS=" in text
    (threads,) = re.findall(r"\$\{GRANIAN_BLOCKING_THREADS:-(\d+)\}", text)
    assert int(threads) == 2 * settings.DOWNLOADS_AT_ONCE
    assert "--blocking-threads" not in text
