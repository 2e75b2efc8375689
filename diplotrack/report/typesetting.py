"""Sets a report's contents as a PDF, in a process of its own."""

import json
import subprocess
import sys
from typing import Any

from django.conf import settings

TIME_LIMIT = 60  # seconds; a year of 500 records takes two or three


class NotTypeset(Exception):
    """The typesetter did not finish; the message is its own."""


def typeset(contents: dict[str, Any]) -> bytes:
    """The PDF of a report. Raises NotTypeset with the typesetter's words when it fails."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "diplotrack.report.worker"],
            input=json.dumps(contents).encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotTypeset(f"not done after {TIME_LIMIT} seconds") from error
    if done.returncode:
        raise NotTypeset(done.stderr.decode(errors="replace").strip()[-2000:])
    return done.stdout
