"""Sets a report's contents as a PDF, in a process of its own."""

import fcntl
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from diplotrack.dashboards.charts.chart import OUTLINES_FILE

TIME_LIMIT = 45  # seconds; a year of 500 records takes two or three
MOST_AT_ONCE = 2  # on this machine, whatever the number of web workers
COMMAND = (sys.executable, "-m", "diplotrack.report.worker")
PATIENCE = 10  # seconds that a report waits for its turn


class NotTypeset(Exception):
    """The typesetter did not finish; the message is its own."""


class TypesetterBusy(NotTypeset):
    """As many reports are being set as may be at once."""


def typeset(contents: dict[str, Any]) -> bytes:
    """The PDF of a report. Raises NotTypeset with the typesetter's words when it fails."""
    with turn():
        try:
            done = subprocess.run(  # noqa: S603, our own module and file
                [*COMMAND, str(OUTLINES_FILE), str(TIME_LIMIT)],
                input=json.dumps(contents, default=str).encode(),
                capture_output=True,
                timeout=TIME_LIMIT,
                cwd=settings.BASE_DIR,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NotTypeset(f"not done after {TIME_LIMIT} seconds") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        told = done.stderr.decode(errors="replace").strip()[-2000:]
        raise NotTypeset(told or f"ended with code {done.returncode}")
    return done.stdout


@contextmanager
def turn() -> Iterator[None]:
    """One of MOST_AT_ONCE places, held by a lock that ends with this process at the latest."""
    folder = Path(settings.DRAWINGS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    places = [(folder / f"report-{number}.lock").open("w") for number in range(MOST_AT_ONCE)]
    try:
        _take_one(places)
        yield
    finally:
        for place in places:
            place.close()


def _take_one(places) -> None:
    until = time.monotonic() + PATIENCE
    while not any(_locked(place) for place in places):
        if time.monotonic() > until:
            raise TypesetterBusy("other reports are being set")
        time.sleep(0.1)


def _locked(place) -> bool:
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
