"""``format=csv|jsonl|xlsx|geojson|parquet``: the same rows in every format."""

import csv
import datetime
import io
import json

import openpyxl
import pyarrow.parquet
import pytest

from countries.api.exports import FORMATS, ExportTable, exported, keyed_columns
from countries.api.exports.formats import Format
from diplotrack.api import RESOURCES
from tests.factories import (
    ChairmanshipFactory,
    CitationFactory,
    CountryFactory,
    DocumentPartyFactory,
    InitiativeFactory,
    ReportedTotalFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitParticipantFactory,
)


def body(api, path: str) -> bytes:
    response = api.ask(path)
    assert response.status_code == 200, getattr(response, "content", "")
    return b"".join(response.streaming_content)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def read_xlsx(data: bytes) -> list[list]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["rows"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def read_parquet(data: bytes) -> list[list]:
    table = pyarrow.parquet.read_table(io.BytesIO(data))
    return [table.column_names, *(list(row.values()) for row in table.to_pylist())]


def as_text(value) -> str:
    """A cell as CSV has it, the apostrophe in front of formulas apart."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value).removeprefix("'")


def texts(rows: list[list]) -> list[list[str]]:
    return [[as_text(cell) for cell in row] for row in rows]


@pytest.fixture
def records():
    """A record or two of every resource, with children, an odd text and an empty field."""
    CountryFactory(code="UZB", latitude="41.30", longitude="69.27")
    visit = VisitFactory(purpose='=1+1, "a";\n<b> & ё\r\nпослед', note=" space ")
    VisitFactory(start_date_precision="month", start_date=datetime.date(2022, 4, 1))
    VisitParticipantFactory(visit=visit)
    CitationFactory(visit=visit)
    SummitParticipantFactory()
    DocumentPartyFactory()
    ChairmanshipFactory()
    InitiativeFactory()
    ReportedTotalFactory()


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_rows_are_the_same_in_every_format(api, records, resource):
    in_csv = read_csv(body(api, f"{resource}/?format=csv"))
    assert texts(read_parquet(body(api, f"{resource}/?format=parquet"))) == texts(in_csv)
    in_xlsx = texts(read_xlsx(body(api, f"{resource}/?format=xlsx")))
    assert in_xlsx == texts(in_csv)
    in_json = api.get(f"{resource}/")["results"]
    lines = body(api, f"{resource}/?format=jsonl").splitlines()
    assert [json.loads(line) for line in lines] == in_json
    features = json.loads(body(api, f"{resource}/?format=geojson"))["features"]
    assert [feature["properties"] for feature in features] == in_json


@pytest.mark.parametrize("name", FORMATS)
def test_a_download_has_all_rows_unless_a_limit_is_given(api, name):
    VisitFactory.create_batch(3)
    everything = f"visits/?format={name}&fields=id&ordering=id"
    assert body(api, everything) != body(api, f"{everything}&limit=2")
    assert body(api, f"{everything}&limit=2&offset=1") != body(api, f"{everything}&limit=2")


@pytest.mark.parametrize("name", FORMATS)
def test_no_row_is_a_file_all_the_same(api, name):
    data = body(api, f"sources/?format={name}")
    assert (data == b"") == (name == "jsonl")


@pytest.mark.parametrize(("name", "form"), FORMATS.items())
def test_the_answer_says_what_it_is(api, name, form):
    CountryFactory(code="UZB")
    response = api.ask(f"visits/?format={name}&host_country=UZB")
    today = datetime.datetime.now(datetime.UTC).date()
    assert response["Content-Type"] == form.content_type
    assert response["Content-Disposition"] in {
        f'attachment; filename="visits_host_country-UZB_{day}.{name}"'
        for day in (today, today - datetime.timedelta(days=1))
    }
    assert b"".join(response) or name == "jsonl"


@pytest.mark.parametrize("name", FORMATS)
def test_the_accept_header_chooses_a_format_too(api, name):
    response = api.ask("visits/", headers={"accept": FORMATS[name].media_type})
    assert response["Content-Type"] == FORMATS[name].content_type
    assert b"".join(response) or name == "jsonl"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("parameter", ["cursor", "count"])
def test_a_download_has_no_pages(api, name, parameter):
    value = "" if parameter == "cursor" else "exact"
    problem = api.refused(f"visits/?format={name}&{parameter}={value}")
    assert problem["parameter"] == parameter


def test_what_looks_like_a_formula_is_text_in_a_workbook(api):
    SummitFactory(title="=HYPERLINK(1)")
    data = body(api, "summits/?format=xlsx&fields=title,ordinal")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["rows"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["A2"].style_id != 0
    assert sheet["A2"].quotePrefix


def table(rows: int) -> ExportTable:
    return ExportTable(
        name="numbers",
        columns=keyed_columns(n="integer"),
        rows=lambda: ({"n": n} for n in range(rows)),
        count=lambda most: min(rows, most + 1),
    )


def test_a_workbook_refuses_more_rows_than_a_sheet_holds(api, monkeypatch):
    VisitFactory.create_batch(3)
    small = Format("xlsx", "x/y", FORMATS["xlsx"].write, most=2)
    monkeypatch.setitem(FORMATS, "xlsx", small)
    problem = api.refused("visits/?format=xlsx")
    assert (problem["parameter"], problem["did_you_mean"]) == ("format", "csv")
    assert len(read_xlsx(body(api, "visits/?format=xlsx&limit=2"))) == 3


def test_the_real_limit_is_that_of_a_sheet():
    assert FORMATS["xlsx"].most == 1_048_575


@pytest.mark.parametrize("name", ["csv", "jsonl", "geojson", "xlsx"])
def test_a_long_download_comes_in_pieces(db, name):
    pieces = list(exported(table(20_000), FORMATS[name]))
    assert len(pieces) > 10
    assert max(map(len, pieces)) < 100_000


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_rows_give_the_same_bytes(db, name):
    once, again = (b"".join(exported(table(10_000), FORMATS[name])) for _ in range(2))
    assert once == again


def test_a_parquet_file_has_types_and_row_groups(db):
    data = b"".join(exported(table(60_000), FORMATS["parquet"]))
    file = pyarrow.parquet.ParquetFile(io.BytesIO(data))
    assert file.metadata.num_row_groups == 2
    assert str(file.schema_arrow.field("n").type) == "int64"


def test_a_map_has_the_country_at_its_point(api, records):
    CountryFactory(code="XXX", latitude=None, longitude=None)
    SummitFactory(host_country=None)
    SummitFactory(host_country=CountryFactory(code="XXX"))
    visits = json.loads(body(api, "visits/?format=geojson&fields=city"))["features"]
    assert {tuple(feature["geometry"]["coordinates"]) for feature in visits} == {(69.27, 41.3)}
    assert set(visits[0]["properties"]) == {"city"}
    summits = json.loads(body(api, "summits/?format=geojson"))["features"]
    assert [f["geometry"] for f in summits if f["properties"]["host_country"] != "UZB"] == [
        None
    ] * 2
    countries = json.loads(body(api, "countries/?format=geojson"))["features"]
    (tashkent,) = (one["geometry"] for one in countries if one["id"] == "UZB")
    assert tashkent == {"type": "Point", "coordinates": [69.27, 41.3]}


def test_labels_are_in_the_language_that_was_asked(api, records):
    for language in ("en", "ru", "kk"):
        label = api.get(f"visits/?lang={language}")["results"][0]["status_name"]
        rows = read_csv(body(api, f"visits/?format=csv&fields=status_name&lang={language}"))
        assert rows[1] == [label]


STATISTICS = "visits/statistics/?group_by=year,host_country"


@pytest.mark.parametrize("path", [STATISTICS, "years/", "years/2022/"])
def test_figures_are_tables_too(api, records, path):
    CountryFactory(code="KAZ")
    sign = "&" if "?" in path else "?"
    in_csv = read_csv(body(api, f"{path}{sign}format=csv"))
    assert len(in_csv) > 1
    assert texts(read_xlsx(body(api, f"{path}{sign}format=xlsx"))) == texts(in_csv)
    assert texts(read_parquet(body(api, f"{path}{sign}format=parquet"))) == texts(in_csv)
    lines = body(api, f"{path}{sign}format=jsonl").splitlines()
    features = json.loads(body(api, f"{path}{sign}format=geojson"))["features"]
    assert len(lines) == len(features) == len(in_csv) - 1


def test_each_group_says_what_counted_it_and_where_it_lies(api, records):
    answer = api.get(STATISTICS)
    rows = api.table(f"{STATISTICS}&format=csv")
    assert [row["value"] for row in rows] == [str(g["value"]) for g in answer["groups"]]
    assert {(row["measure"], row["rule"]) for row in rows} == {("visits", "visits")}
    (feature,) = json.loads(body(api, f"{STATISTICS}&format=geojson"))["features"]
    assert feature["geometry"]["coordinates"] == [69.27, 41.3]


def test_a_question_that_is_wrong_is_refused_whatever_the_format(api):
    assert api.refused("visits/statistics/?group_by=yeer&format=csv")["did_you_mean"] == "year"
    assert api.refused("years/?format=cvs")["did_you_mean"] == "csv"
