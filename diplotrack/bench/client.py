"""A small load client: keep-alive connections over loopback, bounded in number and in time."""

import http.client
import json
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

TIMEOUT = 30  # seconds for one answer; what takes longer counts as not answered
WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with its body; ``first_byte`` and ``seconds`` count from the request on."""

    status: int
    headers: dict[str, str]
    body: bytes
    first_byte: float
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Sample:
    """What was measured of one request. Times in milliseconds; empty when it was not answered."""

    status: int = 0
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0

    @property
    def there(self) -> bool:
        return bool(self.times)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def figures(self) -> dict[str, float]:
        """What the report needs."""
        if not self.there:
            return {"status": self.status}
        return {
            "status": self.status,
            "count": len(self.times),
            "p50": self.p50,
            "p95": self.p95,
            "per_second": self.per_second,
            "size": self.size,
        }


class Client:
    """Requests to one server of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        connection = self._connection()
        try:
            return _ask(connection, path, headers or {})
        finally:
            connection.close()

    def stream(self, path: str, seconds: float) -> "Download":
        """Read an answer as it comes, at most so many seconds, without keeping it."""
        connection = self._connection()
        started = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        download = Download(response.status)
        try:
            while chunk := response.read1(1 << 16):
                if not download.size:
                    download.first_byte = time.perf_counter() - started
                download.size += len(chunk)
                download.lines += chunk.count(b"\n")
                if time.perf_counter() - started > seconds:
                    break
            else:
                download.complete = True
        except (http.client.HTTPException, OSError):
            pass  # an answer that breaks off is an incomplete one
        finally:
            download.seconds = time.perf_counter() - started
            connection.close()
        return download

    @contextmanager
    def stalled(self, path: str) -> Iterator[int]:
        """Ask for a download and take its first bytes, no more, until the block ends; its status.

        Its receive buffer is small, so that the server soon has to wait.
        """
        connection = self._connection()
        try:
            connection.connect()
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
            connection.request("GET", path)
            response = connection.getresponse()
            response.read(5)
            yield response.status
        finally:
            connection.close()

    def measure(
        self,
        paths: list[str],
        *,
        headers: dict[str, str] | None = None,
        count: int = 200,
        seconds: float = 4.0,
        clients: int = 1,
    ) -> Sample:
        """Ask for ``paths`` in turn, ``count`` times or until the time is up, by some clients.

        A refusal (4xx, 5xx) ends it at once: the sample then has the status and no times.
        """
        work = _Work(paths, headers or {}, count, time.perf_counter() + seconds)
        warm = self._connection()
        try:
            for _time in range(WARM_UP if len(paths) == 1 else 1):
                answer = _ask(warm, paths[-1], work.headers)
                work.sample.status, work.sample.size = answer.status, len(answer.body)
                if answer.status >= 400:
                    return work.sample
        except (http.client.HTTPException, OSError):
            return work.sample
        finally:
            warm.close()
        started = time.perf_counter()
        work.until = started + seconds
        threads = [threading.Thread(target=self._work, args=(work,)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        work.sample.seconds = time.perf_counter() - started
        return work.sample

    def _work(self, work: "_Work") -> None:
        connection = self._connection()
        try:
            while (path := work.next()) is not None:
                answer = _ask(connection, path, work.headers)
                if answer.status >= 400:
                    work.stop(answer.status)
                    return
                work.sample.times.append(answer.seconds * 1000)
        except (http.client.HTTPException, OSError):
            work.stop(0)
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)


@dataclass(slots=True)
class Download:
    """A streamed answer; ``complete`` unless it broke off or the time was up."""

    status: int
    size: int = 0
    lines: int = 0
    first_byte: float = 0.0
    seconds: float = 0.0
    complete: bool = False


class _Work:
    """What the threads of one measurement share."""

    def __init__(self, paths: list[str], headers: dict[str, str], count: int, until: float) -> None:
        self.paths, self.headers, self.count, self.until = paths, headers, count, until
        self.sample = Sample()
        self._done = 0
        self._lock = threading.Lock()

    def next(self) -> str | None:
        with self._lock:
            if self._done >= self.count or time.perf_counter() > self.until:
                return None
            self._done += 1
            return self.paths[(self._done - 1) % len(self.paths)]

    def stop(self, status: int) -> None:
        with self._lock:
            self._done = self.count
            self.sample.status, self.sample.times = status, []


def _ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> Answer:
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    first_byte = time.perf_counter() - started
    body = response.read()
    seconds = time.perf_counter() - started
    return Answer(response.status, dict(response.getheaders()), body, first_byte, seconds)
