"""An import of many visits, measured beside a bare COPY of the same rows.

Each row is a visit with its visitor's office and a page of its own that it cites: the dearest kind
of row, for it needs a source, a citation and mostly a journey too, each with its history. The
import runs in a process of its own, so that its memory is its own.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg2

Result = dict[str, Any]
SECONDS_BAR, MEMORY_BAR = 60, 300
MAPPING = """
[external_id]
prefix = "bench-import"
column = "id"

[columns]
start = "start"
end = "end"
visitor = "visitor"
guest_country = "from"
host_country = "to"
cities = "cities"
visit_type = "type"
purpose = "purpose"
source_url = "page"

[visitors]
split = true

[source]
title = "Notice {id}"
publisher = "A ministry"
"""
# Both run with the product's models, each in a process of its own.
GENERATE = """
import sys
from pathlib import Path
from diplotrack.bench.import_file import write_file
write_file(Path(sys.argv[1]), int(sys.argv[2]))
"""
IMPORT = """
import json, resource, sys, time
from pathlib import Path
from events.imports.importing import import_visits
from events.imports.mapping import Mapping

file, mapping, rows, dry_run = Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])
own = lambda: resource.getrusage(resource.RUSAGE_SELF)
before, began = own(), time.perf_counter()
outcome = import_visits(
    file=file, mapping=Mapping.read(mapping), state="draft", dry_run=bool(dry_run)
)
seconds, after = time.perf_counter() - began, own()
assert len(outcome.plan.new) == rows, outcome.plan.counts
print(json.dumps({
    "seconds": seconds,
    "processor": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    "memory": after.ru_maxrss / 1024,
}))
"""


def measured(url: str, rows: int, folder: Path, env: dict[str, str]) -> Result:
    """Preview and import ``rows`` visits into a prepared database without any, then COPY them."""
    file, mapping = folder / "import.csv", folder / "import.toml"
    mapping.write_text(MAPPING)
    _managed(env, GENERATE, str(file), str(rows))
    try:
        preview, whole = (
            json.loads(_managed(env, IMPORT, str(file), str(mapping), str(rows), dry_run))
            for dry_run in ("1", "0")
        )
    finally:
        file.unlink()
    load = os.getloadavg()[0]
    copy = copied(url, folder / "visits.copy")
    return {
        "rows": rows,
        "preview": preview,
        "import": whole,
        "copy": copy,
        "written": _written(url),
        "load": load,
    }


def section(result: Result) -> str:
    """The benchmark page's section."""
    preview, whole, rows = result["preview"], result["import"], result["rows"]
    seconds, memory = whole["seconds"], max(whole["memory"], preview["memory"])
    table = [
        ("what", "figures", "bar", "met"),
        ("---",) * 4,
        (
            "validated, planned and written",
            f"{seconds:.1f} s, {rows / seconds:,.0f} rows a second "
            f"({whole['processor']:.1f} s of them its own processor time)",
            f"≤ {SECONDS_BAR} s",
            _met(seconds <= SECONDS_BAR),
        ),
        (
            "the preview alone",
            f"{preview['seconds']:.1f} s ({preview['processor']:.1f} s)",
            "–",
            "–",
        ),
        (
            "peak memory of the process",
            f"{memory:.0f} MB",
            f"≤ {MEMORY_BAR} MB",
            _met(memory <= MEMORY_BAR),
        ),
        (
            "bare COPY of the visits alone",
            f"{result['copy']:.1f} s: the import takes {seconds / result['copy']:.1f} × as long "
            f"and writes {result['written'] / rows:.1f} rows for each",
            "–",
            "–",
        ),
    ]
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
    return (
        f"## Import\n\n{rows:,} visits from CSV, each with a page of its own that it cites, with "
        f"journeys, people and offices: {result['written']:,} rows with their history "
        f"(load {result['load']:.1f} at the end).\n\n{lines}\n"
    )


def _met(yes: bool) -> str:
    return "yes" if yes else "**no**"


def _managed(env: dict[str, str], program: str, *arguments: str) -> str:
    """What a program prints that runs with the product's models."""
    setup = "import django; django.setup()\n"
    command = [sys.executable, "-c", setup + program, *arguments]
    settings = {"DJANGO_SETTINGS_MODULE": "diplotrack.settings"}
    done = subprocess.run(  # noqa: S603
        command, env=os.environ | env | settings, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def copied(url: str, path: Path) -> float:
    """Seconds of a COPY of the visits that are there into the visit table, keys and all."""
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            with path.open("w", encoding="utf-8") as file:
                cursor.copy_expert("COPY events_visit TO STDOUT", file)
            cursor.execute("TRUNCATE events_visit CASCADE")
            started = time.perf_counter()
            with path.open(encoding="utf-8") as file:
                cursor.copy_expert("COPY events_visit FROM STDIN", file)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            seconds = time.perf_counter() - started
        connection.rollback()
    finally:
        connection.close()
        path.unlink(missing_ok=True)
    return seconds


def _written(url: str) -> int:
    """Rows that the import left, history included."""
    tables = ("visit", "citation", "source", "journey", "visitparticipant")
    names = [f"events_{kind}{table}" for table in tables for kind in ("", "historical")]
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            counts = 0
            for name in names:
                cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608
                counts += cursor.fetchone()[0]
            return counts
    finally:
        connection.close()
