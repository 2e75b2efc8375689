"""The scripts behind `make` answer trouble with one line, never with a traceback."""

import os
import socket
import stat
import subprocess
import sys

import pytest
from django.conf import settings

BASE_DIR = settings.BASE_DIR


def run(*command, **environment):
    """Run from the checkout with nothing in the environment but PATH and what is given."""
    return subprocess.run(
        command,
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_one_clear_line(result, words):
    assert result.returncode != 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert words in lines[0]


@pytest.fixture
def busy_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield str(listener.getsockname()[1])


def test_a_busy_port_is_named(busy_port):
    result = run(sys.executable, "bin/port_is_free.py", busy_port)
    assert_one_clear_line(result, f"port {busy_port} is busy")


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_senseless_port_is_refused(port):
    assert_one_clear_line(run(sys.executable, "bin/port_is_free.py", port), "PORT must be a number")


def test_an_old_python_is_named(tmp_path):
    """In a checkout of its own, whose PATH has only a Python that is too old."""
    for name in ("bin/setup", "requirements.txt"):
        target = tmp_path / "checkout" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((BASE_DIR / name).read_bytes())
    old = tmp_path / "path" / "python3"
    old.parent.mkdir()
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" || exit 1\n')
    old.chmod(old.stat().st_mode | stat.S_IXUSR)
    for tool in ("sh", "dirname", "cat", "cksum"):
        (old.parent / tool).symlink_to(f"/usr/bin/{tool}")
    result = run(
        "/bin/sh", str(tmp_path / "checkout/bin/setup"), "requirements.txt", PATH=str(old.parent)
    )
    assert_one_clear_line(result, "Python 3.11 or newer is needed, and here is Python 3.9.2")


def test_a_missing_secret_key_is_one_line():
    result = run(sys.executable, "manage.py", "check")
    assert_one_clear_line(result, "Set SECRET_KEY")


def test_no_postgresql_says_what_to_install(tmp_path):
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    result = run("/bin/sh", "bin/test-postgres", PATH=str(tmp_path))
    assert_one_clear_line(result, "apt install postgresql")


def test_requirements_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt", "bin/uv.txt"):
        text = (BASE_DIR / name).read_text()
        assert "://" not in text
        assert "--index" not in text
