"""Drawings in files: asked of a process of their own, and kept until what they show changes."""

import atexit
import base64
import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings

from diplotrack.dashboards.charts.chart import OUTLINES_FILE

TIME_LIMIT = 20  # seconds for one drawing; the first takes one or two, the next 50 ms
MOST_KEPT = 500  # files of about 40 kB


class NotDrawn(Exception):
    """The drawing process failed; the message is its own."""


def drawing(specification: str, form: str, base_url: str) -> bytes:
    """A complete specification as SVG or PNG. Raises NotDrawn."""
    asked = json.dumps({"specification": specification, "form": form, "base_url": base_url})
    folder = Path(settings.DRAWINGS_DIR)
    kept = folder / f"{hashlib.sha256(asked.encode()).hexdigest()}.{form}"
    try:
        found = kept.read_bytes()
        os.utime(kept)
        return found
    except FileNotFoundError:
        made = PROCESS.ask(asked)
    keep(kept, made)
    return made


def keep(path: Path, made: bytes) -> None:
    """Whole or not at all; the oldest go when there are too many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
    part.write_bytes(made)
    part.replace(path)
    files = sorted(path.parent.glob("*.[sp][vn]g"), key=_last_used)
    for old in files[:-MOST_KEPT]:
        old.unlink(missing_ok=True)


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process has just removed it
        return 0.0


class DrawingProcess:
    """One process that draws for this web worker; started when first asked, anew when it ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def ask(self, line: str) -> bytes:
        with self._lock:
            process = self._running()
            timer = threading.Timer(TIME_LIMIT, process.kill)
            timer.start()
            try:
                process.stdin.write(line + "\n")  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
                answer = process.stdout.readline()  # type: ignore[union-attr]
            except OSError as error:
                self.stop()
                raise NotDrawn(str(error)) from error
            finally:
                timer.cancel()
            if not answer:
                self.stop()
                raise NotDrawn("The drawing process ended.")
        told = json.loads(answer)
        if "error" in told:
            raise NotDrawn(told["error"])
        return base64.b64decode(told["drawn"])

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(  # noqa: S603, our own module and file
                [sys.executable, "-m", "diplotrack.dashboards.charts.worker", str(OUTLINES_FILE)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                cwd=settings.BASE_DIR,
            )
        return self._process

    def stop(self) -> None:
        """It ends by itself when its input closes; killed, in case that it is busy."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


PROCESS = DrawingProcess()
atexit.register(PROCESS.stop)
