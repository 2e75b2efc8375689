"""``make bench``: measure at each size and write docs/benchmarks.md. See bin/bench.

``SIZES="10000 100000"`` chooses the sizes (visits). Databases of its own are made on the server of
DATABASE_URL and dropped; results stay in var/bench/results.json.
"""

import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg2

from diplotrack.bench import importing
from diplotrack.bench.client import Client
from diplotrack.bench.importing import section
from diplotrack.bench.measuring import Measuring, datasette_figures
from diplotrack.bench.raw import Raw
from diplotrack.bench.report import report
from diplotrack.bench.servers import DidNotStart, free_port, serving

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
RESULTS = FOLDER / "results.json"
DATASETTE = FOLDER / "venv" / "bin" / "datasette"
SIZES = (10_000, 100_000, 1_000_000)
WORKERS = 2
IMPORTED = 100_000  # rows of the import


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    FOLDER.mkdir(parents=True, exist_ok=True)
    if "--report" in sys.argv:
        results = json.loads(RESULTS.read_text())
    elif "--import" in sys.argv:
        results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
        results["import"] = imported()
        RESULTS.write_text(json.dumps(results, indent=1))
        print(section(results["import"]))
        if "sizes" not in results:
            return
    else:
        results = {"machine": machine(), "sizes": {}}
        for size in sizes():
            results["sizes"][str(size)] = measured(size, results["machine"])
            load = max(results["machine"]["load_during"], os.getloadavg()[0])
            results["machine"]["load_during"] = load
            RESULTS.write_text(json.dumps(results, indent=1))
        results["import"] = imported()
        RESULTS.write_text(json.dumps(results, indent=1))
    (ROOT / "docs" / "benchmarks.md").write_text(report(results))
    say("docs/benchmarks.md is written.")


def sizes() -> list[int]:
    text = os.environ.get("SIZES", "").replace(",", " ")
    return sorted(int(size) for size in text.split()) or list(SIZES)


def say(text: str) -> None:
    print(text, flush=True)


def measured(size: int, about: dict[str, Any]) -> dict[str, Any]:
    """Seed so many visits, measure our server, then Datasette with the same rows."""
    say(f"{size:,} visits")
    with database(f"diplotrack_bench_{size}") as url:
        seconds = seeded(url, size)
        raw = Raw(url)
        try:
            raw.settle()
            about["postgresql"] = raw.version()
            result = {"seed_seconds": seconds, "ours": ours(url, raw)}
            result["datasette"] = datasette(raw, about)
        finally:
            raw.close()
    return result


@contextmanager
def database(name: str) -> Iterator[str]:
    """A database of this name on the server of DATABASE_URL, dropped afterwards."""
    server = os.environ["DATABASE_URL"]
    admin = psycopg2.connect(server)
    admin.autocommit = True
    try:
        with admin.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
            yield f"{server.rpartition('/')[0]}/{name}"
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        admin.close()


def environment(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "DEBUG": "false", "SECRET_KEY": "for-the-benchmark-only"}


def imported() -> dict[str, Any]:
    """Figures of an import into a database of its own."""
    say(f"import of {IMPORTED:,} visits")
    with database("diplotrack_bench_import") as url:
        env = os.environ | environment(url)
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "prepare"], env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return importing.measured(url, IMPORTED, FOLDER, environment(url))


def seeded(url: str, size: int) -> float:
    """Prepare and fill the database; how many seconds the filling took."""
    env = os.environ | environment(url)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "prepare"], env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    started = time.monotonic()
    # Documents and summits in the proportion of the largest size.
    counts = ["--visits", str(size), "--documents", str(size // 10), "--summits", str(size // 50)]
    subprocess.run([*manage, "seed_bench", *counts], env=env, check=True)  # noqa: S603
    return time.monotonic() - started


def ours(url: str, raw: Raw) -> dict[str, Any]:
    """Figures of the production server, started as in production (bin/serve)."""
    port = free_port()
    env = environment(url) | {
        "PORT": str(port),
        "PYTHON": sys.executable,
        "GRANIAN_HOST": "127.0.0.1",
        "GRANIAN_WORKERS": str(WORKERS),
        "GRANIAN_LOG_LEVEL": "warning",
    }
    command = [str(ROOT / "bin" / "serve")]
    with serving(command, port, FOLDER / "server.log", ready="/healthz/", env=env) as server:
        return Measuring(Client(port), server, raw, export(url), say).everything()


def export(url: str) -> dict[str, Any]:
    """The statement of the export of all visits, and how quick its portable way is."""
    command = [sys.executable, str(ROOT / "manage.py"), "bench_export"]
    env = os.environ | environment(url)
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603
    found = json.loads(done.stdout)
    say(f"  CSV of all visits, the portable way, without a server: {found['portable']}")
    return found


def datasette(raw: Raw, about: dict[str, Any]) -> dict[str, Any] | None:
    """Figures of Datasette, told (as its documentation advises) that the file never changes."""
    if not DATASETTE.exists():
        say("  Datasette is not installed: bin/bench does that.")
        return None
    path, counts = FOLDER / "bench.db", FOLDER / "counts.json"
    path.unlink(missing_ok=True)
    port = free_port()
    run = [str(DATASETTE)]
    try:
        raw.export(path)
        subprocess.run([*run, "inspect", str(path), "--inspect-file", str(counts)], check=True)  # noqa: S603
        about["datasette"] = subprocess.run(  # noqa: S603
            [*run, "--version"], capture_output=True, text=True, check=True
        ).stdout.split()[-1]
        serve = ["serve", "-i", str(path), "--inspect-file", str(counts), "-p", str(port)]
        for name, value in (("sql_time_limit_ms", "60000"), ("max_csv_mb", "0")):
            serve += ["--setting", name, value]
        log = FOLDER / "datasette.log"
        with serving([*run, *serve], port, log, ready="/-/versions.json") as server:
            figures = datasette_figures(Client(port), say)
            return figures | {"memory": server.peak()}
    except (DidNotStart, subprocess.CalledProcessError) as error:
        say(f"  Datasette: {error}")
        return None
    finally:
        path.unlink(missing_ok=True)


def machine() -> dict[str, Any]:
    """What the figures were measured on; nothing that names the machine or its folders."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "cores": os.cpu_count(),
        "memory_gb": round(pages * size / 1e9),
        "system": platform.system(),
        "python": platform.python_version(),
        "django": version("django"),
        "granian": version("granian"),
        "workers": WORKERS,
        "load_before": os.getloadavg()[0],
        "load_during": 0.0,  # filled in after each size
    }


if __name__ == "__main__":
    main()
