"""Everything that is measured at one size of the record."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from diplotrack.bench.client import TIMEOUT, Client, Download
from diplotrack.bench.questions import (
    COPY,
    CSV,
    CURSOR,
    DATASETTE_CSV,
    DEEP_PAGES,
    FORMATS,
    QUESTIONS,
    SLOW_READERS,
    WALKED,
    YEAR_OF_VISITS,
    Question,
    api,
)
from diplotrack.bench.raw import Raw
from diplotrack.bench.servers import Server

Result = dict[str, Any]
LONGEST_DOWNLOAD = 60.0  # seconds; a longer one is broken off and judged by its rows a second
LONGEST_WALK = 120.0  # seconds to walk to the deep page
CONDITIONAL = ("newest", "detail", "per_year_again")

FILLING = 3  # seconds until the buffers between the database and one standing reader are full


class Measuring:
    """One server, one database, one raw connection."""

    def __init__(
        self, client: Client, server: Server, raw: Raw, export: Result, say: Callable[[str], None]
    ) -> None:
        """``export``: what ``manage.py bench_export`` told."""
        self.client, self.server, self.raw, self.say = client, server, raw, say
        self.export = export

    def everything(self) -> Result:
        idle = self.server.memory()
        light = {q.code: self.question(q) for q in QUESTIONS if not q.heavy}
        figures = {
            "idle": idle,
            "conditional": {code: self.conditional(code) for code in CONDITIONAL},
            "cursor": self.cursor(),
            "csv": self.csv(),
            "copy": _figures(self.raw.copy(COPY)),
            "copy_same": self.copy_same(),
            "portable": self.export["portable"],
            "formats": {name: self.format(name) for name in FORMATS},
            "slow": {str(number): self.slow_readers(number) for number in SLOW_READERS},
        }
        # Last: a question that is given up goes on in the database, and would slow the others.
        heavy = {q.code: self.question(q) for q in QUESTIONS if q.heavy}
        return figures | {"questions": light | heavy}

    def question(self, question: Question) -> Result:
        self.server.forget_peak()
        paths = question.paths()
        cold = len(paths) > 1
        try:
            first = self.client.get(paths[0])
        except (http.client.HTTPException, OSError):
            self.say(f"  {question.title}: no answer within {TIMEOUT} s")
            return {"status": 0, "memory": self.server.peak()}
        result: Result = {"first": first.seconds * 1000}
        one = self.client.measure(paths, count=question.count)
        result |= one.figures()
        if one.there and not cold:
            four = self.client.measure(paths, count=question.count, clients=4)
            if four.there:
                result |= {"p95_4": four.p95, "per_second_4": four.per_second}
        result["memory"] = self.server.peak()
        if question.sql:
            result["raw_p50"] = self.raw.p50(question.sql)
        self.say(f"  {question.title}: {_brief(result)}")
        return result

    def conditional(self, code: str) -> Result:
        """The same request with the ETag of its last answer."""
        question = next(question for question in QUESTIONS if question.code == code)
        path = question.paths()[0]
        first = self.client.get(path)
        tag = {name.lower(): value for name, value in first.headers.items()}.get("etag")
        if first.status != 200 or not tag:
            return {"status": first.status, "etag": None}
        full = self.client.measure([path], count=100)
        again = self.client.measure([path], headers={"If-None-Match": tag}, count=100)
        result = {"etag": tag[:2], "status": again.status}
        if full.there and again.there:
            result |= {"full": full.p50, "conditional": again.p50}
        self.say(f"  conditional GET, {question.title}: {result}")
        return result

    def cursor(self) -> Result:
        """The first page, and the one so many pages on, reached by following ``next``."""
        answer = self.client.get(CURSOR)
        if answer.status != 200:
            return {"status": answer.status}
        first = self.client.measure([CURSOR], count=100)
        until = time.perf_counter() + LONGEST_WALK
        pages, path = 1, CURSOR + WALKED
        answer = self.client.get(path)
        while pages < DEEP_PAGES and time.perf_counter() < until:
            following = answer.json().get("next")
            if not following:
                break
            path = following[following.index("/api/") :]
            answer = self.client.get(path)
            pages += 1
        deep = self.client.measure([path.replace(WALKED, "")], count=100)
        result = {"status": 200, "pages": pages, "first": first.p50, "deep": deep.p50}
        self.say(f"  cursor: {result}")
        return result

    def csv(self) -> Result:
        self.server.forget_peak()
        idle = self.server.memory()
        with self.asking_meanwhile() as meanwhile:
            result = _figures(self.client.stream(CSV, LONGEST_DOWNLOAD))
        result["growth"] = self.server.peak() - idle
        if meanwhile:
            result["meanwhile"] = max(meanwhile)
        self.say(f"  CSV: {result}")
        return result

    def copy_same(self) -> Result:
        """The export's own SELECT through COPY, to nowhere, planned as in our connections."""
        statement = f"COPY ({self.export['statement']}) TO STDOUT (FORMAT csv)"
        with self.raw.planning_as_we_do():
            result = _figures(self.raw.copy(statement))
        self.say(f"  the same SELECT by COPY: {result}")
        return result

    def format(self, name: str) -> Result:
        """A year of visits in another format, and how many rows that is."""
        rows = self.client.get(api("visits", limit="1", count="exact", **YEAR_OF_VISITS))
        self.server.forget_peak()
        idle = self.server.memory()
        download = self.client.stream(api("visits", format=name, **YEAR_OF_VISITS), 30)
        result = _figures(download) | {"rows": rows.json()["count"]}
        result["rows_per_second"] = result["rows"] / download.seconds
        result["growth"] = self.server.peak() - idle
        self.say(f"  {name}: {result}")
        return result

    def slow_readers(self, number: int) -> Result:
        """One visit, asked for while so many downloads of everything stand still.

        They stand when every buffer on the way is full; until then the database and the workers
        are at work for them, as for any download (the row of a page during a full CSV).
        """
        time.sleep(2)  # those who left before have given their turns back
        with ExitStack() as readers:
            statuses = [readers.enter_context(self.client.stalled(CSV)) for _ in range(number)]
            time.sleep(FILLING * number)
            sample = self.client.measure(["/api/v1/visits/V501/"], count=100)
        result = sample.figures() | {"statuses": statuses, "slowest": max(sample.times, default=0)}
        self.say(f"  while {number} slow downloads stand still: {result}")
        return result

    @contextmanager
    def asking_meanwhile(self) -> Iterator[list[float]]:
        """Ask for one visit twice a second: does the site still answer during a download?"""
        times: list[float] = []
        done = threading.Event()

        def ask() -> None:
            while not done.wait(0.5):
                started = time.perf_counter()
                with suppress(http.client.HTTPException, OSError):
                    self.client.get("/api/v1/visits/V501/")
                times.append((time.perf_counter() - started) * 1000)

        thread = threading.Thread(target=ask)
        thread.start()
        try:
            yield times
        finally:
            done.set()
            thread.join()


def datasette_figures(client: Client, say: Callable[[str], None]) -> Result:
    """The same questions, asked of Datasette."""
    questions = {}
    for question in QUESTIONS:
        if question.datasette:
            sample = client.measure([question.datasette], count=min(question.count, 60))
            questions[question.code] = sample.figures()
            say(f"  Datasette, {question.title}: {_brief(questions[question.code])}")
    csv = _figures(client.stream(DATASETTE_CSV, LONGEST_DOWNLOAD))
    say(f"  Datasette, CSV: {csv}")
    return {"questions": questions, "csv": csv}


def _figures(download: Download) -> Result:
    return {
        "status": download.status,
        "seconds": download.seconds,
        "first_byte": download.first_byte,
        "size": download.size,
        "rows": max(download.lines - 1, 0),
        "complete": download.complete,
        "rows_per_second": download.lines / download.seconds if download.seconds else 0.0,
    }


def _brief(result: Result) -> str:
    if "p50" not in result:
        return f"not there yet ({result.get('status')})"
    names = ("p50", "p95", "p95_4", "raw_p50")
    return ", ".join(f"{name} {result[name]:.1f}" for name in names if name in result)
