"""The same questions asked of PostgreSQL directly: what the API's answers are measured against."""

import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2

from diplotrack.bench.client import Download
from diplotrack.bench.questions import EXPORT

FLAT = (
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, start_date TEXT, end_date TEXT, "
    "visitor_name TEXT, guest_country TEXT, guest_country_name TEXT, host_country TEXT, "
    "host_country_name TEXT, city TEXT, visit_type TEXT, mode TEXT, status TEXT, purpose TEXT, "
    "confidence TEXT, note TEXT)"
)
FLAT_INDEXES = (
    "CREATE INDEX newest ON visits (start_date DESC, id DESC)",
    "CREATE INDEX host ON visits (host_country, start_date)",
    "CREATE INDEX guest ON visits (guest_country, start_date)",
)


class Raw:
    """One connection of its own, to the database that the server reads."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True

    def close(self) -> None:
        self.connection.close()

    def settle(self) -> None:
        """Have what was just written put on disk now, not while requests are measured."""
        with suppress(psycopg2.errors.InsufficientPrivilege), self.connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")

    def p50(self, sql: str, *, count: int = 20, seconds: float = 3.0) -> float:
        """The median time of a query and of fetching what it gives, in milliseconds."""
        times: list[float] = []
        until = time.perf_counter() + seconds
        with self.connection.cursor() as cursor:
            for number in range(count + 1):
                started = time.perf_counter()
                cursor.execute(sql, {"number": number})
                cursor.fetchall()
                if number:  # the first one warms up
                    times.append((time.perf_counter() - started) * 1000)
                if times and time.perf_counter() > until:
                    break
        return statistics.median(times)

    @contextmanager
    def planning_as_we_do(self) -> Iterator[None]:
        """With the settings of our own connections (docs/decisions/0100)."""
        with self.connection.cursor() as cursor:
            cursor.execute("SET jit = off; SET random_page_cost = 1.1")
            yield
            cursor.execute("RESET jit; RESET random_page_cost")

    def copy(self, sql: str) -> Download:
        """COPY to nowhere, timed."""
        sink = _Sink()
        with self.connection.cursor() as cursor:
            cursor.copy_expert(sql, sink)
        sink.download.seconds = time.perf_counter() - sink.started
        sink.download.complete = True
        return sink.download

    def export(self, path: Path) -> int:
        """Write the table that Datasette serves; the number of rows."""
        target = sqlite3.connect(path)
        target.execute("PRAGMA synchronous = OFF")
        target.execute(FLAT)
        # WITH HOLD: a cursor on the server, so that the rows are never all in memory.
        with self.connection.cursor("export", withhold=True) as cursor:
            cursor.itersize = 10_000
            cursor.execute(EXPORT)
            marks = ", ".join("?" * 15)
            target.executemany(f"INSERT INTO visits VALUES ({marks})", cursor)  # noqa: S608
        for index in FLAT_INDEXES:
            target.execute(index)
        target.execute("ANALYZE")
        rows = target.execute("SELECT count(*) FROM visits").fetchone()[0]
        target.commit()
        target.close()
        return rows

    def version(self) -> str:
        with self.connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return cursor.fetchone()[0].split()[0]


class _Sink:
    def __init__(self) -> None:
        self.download, self.started = Download(200), time.perf_counter()

    def write(self, data: bytes) -> None:
        if not self.download.size:
            self.download.first_byte = time.perf_counter() - self.started
        self.download.size += len(data)
        self.download.lines += data.count(b"\n")
