"""docs/benchmarks.md from the figures."""

from collections.abc import Iterable
from typing import Any

from diplotrack.bench.client import TIMEOUT
from diplotrack.bench.importing import section
from diplotrack.bench.questions import DEEP_PAGES, QUESTIONS, Question

Result = dict[str, Any]
NOT_YET = "not there yet"
NONE = "–"

INTRODUCTION = """\
# Benchmarks

Written by `make bench`; do not edit it by hand (`diplotrack/bench/`). Times are milliseconds,
memory is MB. *Raw SQL* is the same question asked of the same PostgreSQL through psycopg2 in the
same run (`json_agg`, `GROUP BY`, `COPY`), *Datasette* the same question asked of Datasette, which
serves the same published rows from SQLite. The records are synthetic (`manage.py seed_bench`,
seed 2022): countries and visitors by Zipf's law, a thousand visits on one day, one date in fifty
known to the month or year only, drafts and withdrawn records among the published.

*Cold* means that every asking differs, so that no kept answer can serve it. Peak memory is that of
the largest web worker while the request was measured. A request that the API refuses is reported as
“not there yet”.
"""

INDEXES = """\
## Indexes, and what each won

At a million visits, by `EXPLAIN ANALYZE` when they were added (`…_bench_indexes`); PostgreSQL only.

| index | question | before | after | size |
| --- | --- | --- | --- | --- |
| `visit_guest_counted`, `visit_host_counted` | visits per year of one \
country | 38 ms, from 15,397 pages | 15 ms, the index alone | 64 MB each |
| `visit_search_trigrams` | visits whose text has a rare word | 355 ms | 0.4 ms | 55 MB |
| the same | visits whose text has a phrase of 7,000 others | 430 ms | 180 ms | |
| `visit_years` (statistics) | visits per year and type | 30 MB sorted on disk | 61 kB hashed | |

The newest page, that of a host's year and a keyset page walk an index already: about 1 ms in the
database, if the keyset is a row comparison, `(start_date, id) < (…)`. Written with OR it reads all
that lies before: 381 ms in the middle of the record.
"""


def report(results: Result) -> str:
    """The whole page, in Markdown."""
    largest = max(results["sizes"], key=int)
    at = results["sizes"][largest]
    parts = [
        INTRODUCTION,
        _machine(results),
        f"## At {int(largest):,} visits\n\n{_requests(at)}",
        f"## Paging, export, conditional requests, memory\n\n{_others(at)}",
        section(results["import"]) if "import" in results else "",
        f"## How cost grows\n\n{_growth(results['sizes'])}",
        INDEXES,
        f"## Where Datasette is quicker\n\n{_slower(at)}",
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts if part)


def _machine(results: Result) -> str:
    about = results["machine"]
    seeds = ", ".join(
        f"{int(size):,} visits in {at['seed_seconds']:.0f} s" for size, at in _by_size(results)
    )
    return (
        "## Machine\n\n"
        f"{about['date']}: {about['cores']} cores, {about['memory_gb']} GB memory, "
        f"{about['system']}; client, server and database share them (load before the run: "
        f"{about['load_before']:.1f}, at most {about['load_during']:.1f}: above 3 it was not alone "
        f"on the machine, and times are too long). PostgreSQL {about.get('postgresql', '?')} "
        "(shared_buffers 1 GB, nothing waits for the disk), "
        f"Python {about['python']}, Django {about['django']}, granian {about['granian']} with "
        f"{about['workers']} workers, Datasette {about.get('datasette', 'not installed')}. "
        f"Seeding, history and indexes included: {seeds}.\n"
    )


def _by_size(results: Result) -> list[tuple[str, Result]]:
    return sorted(results["sizes"].items(), key=lambda item: int(item[0]))


def _requests(at: Result) -> str:
    rows = [
        _request(question, at["ours"]["questions"].get(question.code, {}), at)
        for question in QUESTIONS
    ]
    return _table(
        "request|p50|p95|per s|p95, 4 clients|peak memory|raw SQL p50|× raw|Datasette p50|bar|met",
        rows,
    )


def _request(question: Question, found: Result, at: Result) -> list[str]:
    theirs = _theirs(at, question.code)
    if "p50" not in found:
        status = f"{NOT_YET} ({found.get('status', '?')})"
        if found.get("status") == 0:
            status = f"no answer within {TIMEOUT} s"
        blank = [NONE] * 5
        return [question.title, status, *blank, NONE, theirs, question.bar or NONE, NONE]
    raw = found.get("raw_p50")
    figures = found | _conditional_figures(question, at)
    met = NONE
    if question.met:
        met = "yes" if question.met(figures) else "**no**"
    return [
        question.title,
        _number(found["p50"]),
        _number(found["p95"]),
        _number(found["per_second"]),
        _number(found.get("p95_4")),
        _number(found.get("memory")),
        _number(raw),
        f"{found['p50'] / raw:.1f}" if raw else NONE,
        theirs,
        question.bar or NONE,
        met,
    ]


def _conditional_figures(question: Question, at: Result) -> Result:
    found = at["ours"]["conditional"].get(question.code, {})
    return {"p50_304": found["conditional"]} if found.get("status") == 304 else {}


def _theirs(at: Result, code: str) -> str:
    found = ((at.get("datasette") or {}).get("questions") or {}).get(code, {})
    return _number(found.get("p50"))


def _others(at: Result) -> str:
    rows = [_deep(at["ours"]["cursor"]), *_csv(at), *_formats(at), *_slow_readers(at)]
    for code, found in at["ours"]["conditional"].items():
        rows.append(_conditional(code, found))
    rows.append(_memory(at))
    return _table("what|figures|bar|met", rows)


def _deep(found: Result) -> list[str]:
    bar = "the first page ± 20 %"
    title = f"cursor page of 20, {DEEP_PAGES:,} pages deep"
    if "deep" not in found:
        return [title, f"{NOT_YET} ({found['status']})", bar, NONE]
    if found["pages"] < DEEP_PAGES:
        title = f"cursor page of 20, {found['pages']:,} pages deep (so far it was walked)"
    text = f"first page {found['first']:.1f}, that page {found['deep']:.1f}"
    return [title, text, bar, _met(found["deep"] <= 1.2 * found["first"])]


def _csv(at: Result) -> list[list[str]]:
    found, copy = at["ours"]["csv"], at["ours"].get("copy_same") or at["ours"]["copy"]
    if found["status"] != 200:
        return [["CSV export of all visits", f"{NOT_YET} ({found['status']})", NONE, NONE]]
    ratio = found["rows_per_second"] / copy["rows_per_second"]
    broken = "" if found["complete"] else f", broken off after {found['rows']:,} rows"
    text = (
        f"{found['seconds']:.1f} s{broken}: {found['rows_per_second']:,.0f} rows a second, "
        f"the same SELECT by COPY to nowhere {copy['rows_per_second']:,.0f} "
        f"({copy['seconds']:.1f} s): {ratio:.2f} ×"
    )
    rows = [["CSV export of all visits", text, "≥ 0.8 × COPY", _met(ratio >= 0.8)]]
    if portable := at["ours"].get("portable"):
        rows.append(_portable(portable, copy))
        flat = at["ours"]["copy"]["rows_per_second"]
        text = f"{flat:,.0f} rows a second: what labels, children and the order cost the database"
        rows.append(["27 plain columns by COPY, without them", text, NONE, NONE])
    first = found["first_byte"]
    rows.append(["its first byte", f"{first * 1000:.0f} ms", "≤ 0.5 s", _met(first <= 0.5)])
    growth = found["growth"]
    rows.append(["memory that it adds", f"{growth:.0f} MB", "≤ 60 MB", _met(growth <= 60)])
    if "meanwhile" in found:
        text, met = f"slowest {found['meanwhile']:.0f} ms", _met(found["meanwhile"] <= 1000)
        rows.append(["one visit asked for meanwhile", text, "pages are not blocked", met])
    theirs = (at.get("datasette") or {}).get("csv")
    if theirs and theirs["seconds"]:
        text = f"{theirs['rows_per_second']:,.0f} rows a second"
        rows.append(["the same from Datasette", text, NONE, NONE])
    return rows


def _portable(found: Result, copy: Result) -> list[str]:
    rate = found["rows"] / found["seconds"]
    ratio = rate / copy["rows_per_second"]
    text = f"{rate:,.0f} rows a second, without a server: {ratio:.2f} ×"
    return ["the same, the portable way", text, "≥ 0.12 × COPY", _met(ratio >= 0.12)]


def _formats(at: Result) -> list[list[str]]:
    return [
        [
            f"visits of 2022 as {name}",
            f"{found['rows']:,} rows in {found['seconds']:.1f} s: "
            f"{found['rows_per_second']:,.0f} a second, memory +{found['growth']:.0f} MB",
            "memory ≤ 60 MB",
            _met(found["complete"] and found["growth"] <= 60),
        ]
        for name, found in at["ours"].get("formats", {}).items()
    ]


def _slow_readers(at: Result) -> list[list[str]]:
    usual = at["ours"]["questions"].get("detail", {}).get("p95", 0.0)
    rows = []
    for number, found in at["ours"].get("slow", {}).items():
        text = f"{NOT_YET} ({found['status']})"
        if "p95" in found:
            text = (
                f"p50 {found['p50']:.1f}, p95 {found['p95']:.1f} (otherwise {usual:.1f}), slowest "
                f"{found['slowest']:.0f}"
            )
        met = _met(found.get("p95", 1e9) <= 2 * usual + 5)
        title = f"one visit, while {number} downloads of everything stand still"
        rows.append([title, text, "pages are not blocked", met])
    return rows


def _conditional(code: str, found: Result) -> list[str]:
    title = next(question.title for question in QUESTIONS if question.code == code)
    title, bar = f"conditional GET: {title}", "304, ≤ 0.3 × the full answer"
    if "conditional" not in found:
        return [title, f"{NOT_YET} (status {found['status']}, no ETag)", bar, NONE]
    ratio = found["conditional"] / found["full"]
    strong = "strong" if not found["etag"].startswith("W") else "weak"
    text = f"{found['status']}, {strong} ETag, {found['conditional']:.1f} of {found['full']:.1f}"
    met = found["status"] == 304 and ratio <= 0.3
    return [title, f"{text}: {ratio:.2f} ×", bar, _met(met)]


def _memory(at: Result) -> list[str]:
    ours = at["ours"]
    peak = max(found.get("memory", 0.0) for found in ours["questions"].values())
    text = f"idle {ours['idle']:.0f} MB, peak of any request {peak:.0f} MB"
    return ["memory of a web worker", text, "≤ 200 MB", _met(peak <= 200)]


def _growth(sizes: dict[str, Result]) -> str:
    ordered = sorted(sizes, key=int)
    head = "|".join(f"{int(size):,}: ours / raw / Datasette" for size in ordered)
    rows = []
    for question in QUESTIONS:
        found = [sizes[size]["ours"]["questions"].get(question.code, {}) for size in ordered]
        if any("p50" in one for one in found):
            cells = [_three(sizes[size], question.code) for size in ordered]
            rows.append([question.title, *cells, _times(found), question.cost or NONE])
    return _table(f"request (p50)|{head}|growth|cost", rows)


def _three(at: Result, code: str) -> str:
    found = at["ours"]["questions"].get(code, {})
    return f"{_number(found.get('p50'))} / {_number(found.get('raw_p50'))} / {_theirs(at, code)}"


def _times(found: list[Result]) -> str:
    known = [one["p50"] for one in found if "p50" in one]
    return f"× {known[-1] / known[0]:.1f}" if len(known) > 1 else NONE


def _slower(at: Result) -> str:
    lines = []
    for question in QUESTIONS:
        found = at["ours"]["questions"].get(question.code, {})
        theirs = ((at.get("datasette") or {}).get("questions") or {}).get(question.code, {})
        if "p50" in found and "p50" in theirs and theirs["p50"] < found["p50"]:
            times = found["p50"] / theirs["p50"]
            why = question.slower or question.cost
            why = why[0].upper() + why[1:]
            lines.append(f"- {question.title}: {times:.1f} × its time. {why}.")
    if not at.get("datasette"):
        return "Datasette was not measured in this run."
    return "\n".join(lines) or "Nowhere in this run."


def _met(yes: bool) -> str:
    return "yes" if yes else "**no**"


def _number(value: float | None) -> str:
    if value is None:
        return NONE
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def _table(head: str, rows: Iterable[list[str]]) -> str:
    names = head.split("|")
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
