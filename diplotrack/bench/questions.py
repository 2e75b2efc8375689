"""What is asked: the request, the same question in SQL, and Datasette's way to ask it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from diplotrack.bench.words import SOUGHT

YEARS = range(2024, 2008, -1)  # whose summaries are asked for, each once
COLD = 400  # different askings of one question, so that no cache of answers has seen it
Figures = dict[str, float]

VISITS = """
  FROM events_visit v JOIN countries_person p ON p.id = v.visitor_id
"""
PUBLIC = " v.state = 'published' AND p.state = 'published' "
COLUMNS = """
  SELECT v.id, v.start_date, v.start_date_precision, v.end_date, v.end_date_precision,
    v.visitor_id, p.name_en AS visitor_name, o.name_en AS position_name, o.level,
    v.guest_country_id, g.name_en AS guest_country_name, v.guest_organization_id,
    v.host_country_id, h.name_en AS host_country_name, v.city, v.other_cities, v.visit_type_id,
    t.name_en AS visit_type_name, v.mode, v.status, v.journey_id, v.purpose, v.confidence, v.note,
    v.external_id, v.created_at, v.updated_at
"""
NAMED = f"""{VISITS}
  JOIN countries_country h ON h.code = v.host_country_id
  JOIN events_visittype t ON t.code = v.visit_type_id
  LEFT JOIN countries_country g ON g.code = v.guest_country_id
  LEFT JOIN countries_position o ON o.id = v.visitor_position_id
"""
NEWEST = " ORDER BY v.start_date DESC, v.id DESC LIMIT 100 "
HELD = PUBLIC + " AND v.status = 'held' AND v.mode <> 'online' "


def counted(columns: str, where: str = "") -> str:
    """Datasette's way to count, by its address for SQL."""
    sql = f"select {columns}, count(*) from visits {SQLITE_HELD}{where} group by {columns}"  # noqa: S608
    return f"/bench.json?_shape=array&sql={quote(sql)}"


def as_json(rows: str) -> str:
    return f"SELECT json_agg(r)::text FROM ({rows}) r"  # noqa: S608


def page(where: str = "") -> str:
    return as_json(f"{COLUMNS}{NAMED} WHERE {PUBLIC}{where}{NEWEST}")


def per(columns: str, where: str = "", rows: str = VISITS) -> str:
    return as_json(f"SELECT {columns}, count(*) {rows} WHERE {HELD}{where} GROUP BY {columns}")


YEAR = "extract(year FROM v.start_date)"
SINCE = " AND v.start_date >= DATE '1900-01-01' + %(number)s"


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the report.

    ``path`` and ``sql`` may hold ``{number}`` and ``%(number)s``: each asking then differs, so
    that it is cold. ``bar`` says what is to be reached; ``met`` decides it from the figures.
    """

    code: str
    title: str
    path: str
    sql: str = ""
    datasette: str = ""
    bar: str = ""
    met: Callable[[Figures], bool] | None = None
    cost: str = ""  # how the cost grows, and why
    slower: str = ""  # why Datasette may be quicker
    count: int = 200
    heavy: bool = False  # may take very long: measured last

    def paths(self) -> list[str]:
        if "{year}" in self.path:
            return [self.path.replace("{year}", str(year)) for year in YEARS]
        if "{number}" not in self.path:
            return [self.path]
        return [self.path.replace("{number}", day(n)) for n in range(COLD)]


def day(number: int) -> str:
    """A day long before the first record; each is another question with the same answer."""
    return f"{1900 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


def api(resource: str, **parameters: str) -> str:
    return f"/api/v1/{resource}/?{urlencode(parameters, safe='{},.')}"


def table(**parameters: str) -> str:
    return "/bench/visits.json?" + urlencode({"_shape": "array", **parameters})


def raw_plus(milliseconds: float) -> Callable[[Figures], bool]:
    return lambda f: f["p50"] <= f["raw_p50"] + milliseconds and f.get("p95_4", 0) <= 40


def times_raw(factor: float) -> Callable[[Figures], bool]:
    return lambda f: f["p50"] <= factor * f["raw_p50"]


SINCE_PATH = {"start_date__gte": "{number}"}
YEAR_OF = "substr(start_date, 1, 4)"  # SQLite's year
SQLITE_HELD = "where status = 'held' and mode <> 'online'"
FOUND = (
    " AND (v.search_text LIKE '%%karataev%%' OR v.visitor_id = ANY (ARRAY("
    "SELECT id FROM countries_person WHERE search_text LIKE '%%karataev%%')))"
)
PAGE_BAR = "raw + 12 ms at p50; p95 ≤ 40 ms with 4 clients"
CONSTANT = (
    "constant: an index gives the newest hundred, keys give their children, and the count is "
    "the planner's estimate beyond 10,000"
)
LINEAR = "linear: every matching row is counted"
ONE_QUERY = (
    "Datasette counts its unchanging file before it starts and reads one flat table; we count the "
    "matches of a living record and add names, participants, documents and citations"
)

QUESTIONS = (
    Question(
        "newest",
        "list, 100 rows, newest first",
        api("visits", limit="100"),
        page(),
        table(_sort_desc="start_date", _size="100"),
        PAGE_BAR,
        raw_plus(12),
        CONSTANT,
        ONE_QUERY,
    ),
    Question(
        "host_year",
        "list, 100 rows, one host, one year",
        api("visits", limit="100", host_country="USA", year="2022"),
        page(
            " AND v.host_country_id = 'USA' AND v.start_date BETWEEN '2022-01-01' AND '2022-12-31'"
        ),
        table(
            _sort_desc="start_date",
            _size="100",
            host_country="USA",
            start_date__gte="2022-01-01",
            start_date__lte="2022-12-31",
        ),
        PAGE_BAR,
        raw_plus(12),
        CONSTANT,
        ONE_QUERY,
    ),
    Question(
        "one_row",
        "list, 1 row, with its count",
        api("visits", limit="1"),
        as_json(f"{COLUMNS}{NAMED} WHERE {PUBLIC} ORDER BY v.start_date DESC, v.id DESC LIMIT 1"),
        table(_sort_desc="start_date", _size="1"),
        "no full count: raw page without a count + 12 ms",
        raw_plus(12),
        "constant: beyond 10,000 the count is the planner's estimate",
        ONE_QUERY,
    ),
    Question(
        "detail",
        "one visit",
        "/api/v1/visits/V501/",
        as_json(f"{COLUMNS}{NAMED} WHERE {PUBLIC} AND v.id = 501"),
        "/bench/visits/501.json?_shape=array",
        cost="constant: one row by its key, and its children",
        slower=ONE_QUERY,
    ),
    Question(
        "documents",
        "documents, 100 rows, newest first",
        api("documents", limit="100"),
        as_json(
            "SELECT d.*, (SELECT json_agg(y) FROM events_documentparty y "
            "WHERE y.document_id = d.id) AS parties FROM events_signeddocument d "
            "WHERE d.state = 'published' ORDER BY d.signed_date DESC, d.id DESC LIMIT 100"
        ),
        bar=PAGE_BAR,
        met=raw_plus(12),
        cost=CONSTANT,
    ),
    Question(
        "per_year_again",
        "visits per year, unchanged since the last ask",
        api("visits/statistics", group_by="year"),
        per(YEAR),
        counted(YEAR_OF),
        "≤ 8 ms, or 304",
        lambda f: min(f["p50"], f.get("p50_304", f["p50"])) <= 8,
        "constant where the answer is kept, else linear",
    ),
    Question(
        "per_year",
        "visits per year, cold",
        api("visits/statistics", group_by="year", **SINCE_PATH),
        per(YEAR, SINCE),
        counted(YEAR_OF),
        "≤ 1.3 × raw",
        times_raw(1.3),
        LINEAR,
        count=20,
    ),
    Question(
        "year_type",
        "visits per year and type, cold",
        api("visits/statistics", group_by="year,visit_type", **SINCE_PATH),
        per(f"{YEAR}, v.visit_type_id", SINCE),
        counted(f"{YEAR_OF}, visit_type"),
        "≤ 1.5 × raw",
        times_raw(1.5),
        LINEAR,
        count=20,
    ),
    Question(
        "country_years",
        "visits per year of one country, cold",
        api("visits/statistics", group_by="year", guest_country="KAZ", **SINCE_PATH),
        per(YEAR, SINCE + " AND v.guest_country_id = 'KAZ'"),
        counted(YEAR_OF, " and guest_country = 'KAZ'"),
        "raw + 10 ms",
        lambda f: f["p50"] <= f["raw_p50"] + 10,
        "linear in that country's visits",
        count=50,
    ),
    *(
        Question(
            f"search_{language}",
            f"search by name: {name.split()[1]}",
            api("visits", limit="100", q=name.split()[1]),
            page(FOUND),
            table(visitor_name__contains=name.split()[1], _sort_desc="start_date", _size="100")
            if language == "en"
            else "",
            "p95 ≤ 50 ms",
            lambda f: f["p95"] <= 50,
            "linear in the matches, which are put in order; names are looked up first, in tables "
            "that do not grow with the visits",
            "Datasette knows one spelling of one name; we look words up in three tables of names "
            "in any script before we ask for visits",
            count=60,
        )
        for language, name in zip(("en", "ru", "kk"), SOUGHT, strict=True)
    ),
    Question(
        "year_api",
        "a country's yearly summary, API, cold",
        "/api/v1/years/{year}/?country=KAZ",
        cost="linear in that country's year",
        heavy=True,
        count=len(YEARS) - 1,
    ),
    Question(
        "year_page_cold",
        "a country's yearly summary, page, cold",
        "/years/{year}/?country=KAZ",
        bar="≤ 400 ms",
        met=lambda f: f["p50"] <= 400,
        cost="linear in that country's year",
        heavy=True,
        count=len(YEARS) - 1,
    ),
    Question(
        "year_page",
        "the same, asked for before",
        "/years/2022/?country=KAZ",
        bar="≤ 50 ms",
        met=lambda f: f["p50"] <= 50,
        cost="constant: figures are kept under the version of the data",
        heavy=True,
        count=40,
    ),
    Question(
        "as_of",
        "list, 100 rows, as of a day",
        api("visits", limit="100", as_of="2023-01-12"),
        cost="history is read instead of the table",
        heavy=True,
        count=20,
    ),
)
# Backwards from the end of 2015: a day of a thousand visits comes soon, and is ten pages long.
CURSOR = api("visits", limit="20", start_date__lte="2015-12-31", cursor="")
WALKED = "&fields=id"  # on the way; the first page and the deep one are measured whole
DEEP_PAGES = 5000
COPY = f"COPY ({COLUMNS}{NAMED} WHERE {PUBLIC}) TO STDOUT WITH (FORMAT csv, HEADER)"
CSV = api("visits", format="csv")
# The other formats are written row by row: a year of them is enough for their rate.
FORMATS = ("jsonl", "geojson", "xlsx", "parquet")
YEAR_OF_VISITS = {"year": "2022"}
SLOW_READERS = (2, 4)
DATASETTE_CSV = "/bench/visits.csv?_stream=on"
# The table that Datasette serves: the published rows, flat, as one would publish them.
EXPORT = f"""
  SELECT v.id, v.start_date::text, v.end_date::text, p.name_en AS visitor_name,
    v.guest_country_id AS guest_country, g.name_en AS guest_country_name,
    v.host_country_id AS host_country, h.name_en AS host_country_name, v.city,
    v.visit_type_id AS visit_type, v.mode, v.status, v.purpose, v.confidence, v.note
  {NAMED} WHERE {PUBLIC}
"""
