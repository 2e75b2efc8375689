"""Servers that the benchmark starts and stops, and how much memory their processes take."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

MB = 1024  # /proc counts in kB


class DidNotStart(Exception):
    """A server that gave no answer in time."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(
    command: list[str], port: int, log: Path, *, ready: str, env: Mapping[str, str] | None = None
) -> Iterator["Server"]:
    """Run a server until the block ends. It gets a process group of its own, which is all that is
    ever signalled."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command lines
            command,
            env={**os.environ, **(env or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}{ready}", log)
        yield Server(process.pid)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen, url: str, log: Path, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - loopback
            return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.2)
    raise DidNotStart(f"{url} did not answer; see {log.name}:\n{log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=10)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


class Server:
    """The processes of a running server. Memory is what /proc says, so it is read on Linux only."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def workers(self) -> list[int]:
        """The processes that answer: the children, or the process itself without any."""
        return _children(self.pid) or [self.pid]

    def forget_peak(self) -> None:
        """Start measuring the peak anew."""
        for pid in self.workers():
            try:
                Path(f"/proc/{pid}/clear_refs").write_text("5")
            except OSError:
                continue  # then the peak is that since the start: more, never less

    def memory(self) -> float:
        """Resident memory of the largest worker, in MB."""
        return max((_status(pid, "VmRSS") for pid in self.workers()), default=0.0)

    def peak(self) -> float:
        """The most that the largest worker had since ``forget_peak``, in MB."""
        return max((_status(pid, "VmHWM") for pid in self.workers()), default=0.0)


def _children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        found = [int(child) for t in tasks for child in (t / "children").read_text().split()]
    except OSError:
        return []
    # A resource tracker of multiprocessing answers nothing: it is small, and max() passes it over.
    return found


def _status(pid: int, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / MB for line in lines if line.startswith(name)), 0.0)
