"""The container's entry point starts the site on PostgreSQL; here without a container."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings
from django.db import connection

ON_POSTGRES = connection.vendor == "postgresql"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer_within(seconds, url, process):
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.1)
    return None


def stop_group(process):
    """The group that this test started, no other; hard if it does not go when it is asked to."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def environment(**more):
    return {"PATH": os.environ["PATH"], "PYTHON": sys.executable, "SECRET_KEY": "x", **more}


@pytest.mark.skipif(not ON_POSTGRES, reason="the entry point is tried where PostgreSQL is")
@pytest.mark.django_db(transaction=True)
def test_the_entry_point_serves_from_postgresql(tmp_path):
    database, port = connection.settings_dict, free_port()
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    log = tmp_path / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            ["bin/serve"],
            cwd=settings.BASE_DIR,
            env=environment(DATABASE_URL=url, PORT=str(port), GRANIAN_HOST="127.0.0.1"),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            said = answer_within(90, f"http://127.0.0.1:{port}/healthz/", process)
        finally:
            stop_group(process)
    assert said == b"ok\n", log.read_text()


def test_a_database_that_never_answers_is_given_up_with_one_line():
    url = f"postgres://x:x@127.0.0.1:{free_port()}/x"
    result = subprocess.run(
        [sys.executable, "manage.py", "wait_for_database", "--seconds", "0"],
        cwd=settings.BASE_DIR,
        env=environment(DATABASE_URL=url),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("CommandError: The database does not answer")
    assert len(result.stderr.splitlines()) == 1
