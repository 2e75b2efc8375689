"""Files of any kind are told by their content; what cannot be a table says what to do."""

import orjson
import pytest

from events.imports.errors import ImportRefused
from events.imports.reading import read_sheet


def read(data: bytes | str, name="visits.csv", encoding="", **options):
    content = data.encode() if isinstance(data, str) else data
    return read_sheet(content, name=name, encoding=encoding, **options)


def cells(data, **options) -> list[tuple[str, ...]]:
    return [line.cells for line in read(data, **options).lines]


def refusal(data, **options) -> str:
    with pytest.raises(ImportRefused) as refused:
        list(read(data, **options).lines)
    return str(refused.value)


@pytest.mark.parametrize(
    ("encoding", "text", "told"),
    [
        ("utf-8", "id;имя\n1;Айно\n", "utf-8"),
        ("utf-8-sig", "id;имя\n1;Айно\n", "utf-8"),
        ("utf-16", "id;имя\n1;Айно\n", "utf-16"),
        ("utf-16-le", "id;name\n1;Aino Laine\n", "utf-16-le"),
        ("utf-16-be", "id;name\n1;Aino Laine\n", "utf-16-be"),
        ("cp1251", "id;имя\n1;Айно\n", "cp1251"),
        ("cp1252", "id;name\n1;Société générale, Köln\n", "cp1252"),
    ],
)
def test_an_encoding_is_told_from_the_bytes(encoding, text, told):
    sheet = read(text.encode(encoding))
    assert sheet.encoding == told
    assert [",".join(line.cells) for line in sheet.lines] == [
        text.splitlines()[1].replace(";", ",")
    ]


def test_a_guessed_encoding_is_said():
    (note,) = read("имя;год\nАйно;2022\n".encode("cp1251")).notes
    assert "cp1251" in str(note)
    assert read("имя;год\nАйно;2022\n").notes == ()


def test_a_chosen_encoding_is_taken():
    data = "имя;год\nАйно;2022\n".encode("koi8-r")
    assert cells(data, encoding="koi8-r") == [("Айно", "2022")]


def test_a_wrong_encoding_is_refused_with_its_line():
    data = "id;name\n1;ok\n2;é\n".encode("cp1252")
    assert "line 3: not utf-8 at byte" in refusal(data, encoding="utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    assert cells(f"id{delimiter}name\n1{delimiter}x\n") == [("1", "x")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "visits.csv is empty"),
        (" \n\n", "visits.csv is empty"),
        (
            "Visits of 2022,,\nid,start,visitor\n1,2022,x\n",
            "line 1: this line is a title (“Visits of 2022”)",
        ),
        (
            "id,start,visitor\nномер,начало,гость\n1,2022,x\n2,2023,y\n",
            "line 2: this looks like a second line of column names",
        ),
        ("id,na\x01me\n1,x\n", "line 1: a column name holds a control character"),
        ('id,name\n1,"x\n', "line 2: a quotation mark is opened and not closed."),
    ],
)
def test_what_is_no_table_is_refused(text, message):
    assert message in refusal(text)


def test_a_first_record_without_a_number_is_no_second_header_if_others_are_like_it():
    assert cells("visitor,host\nAino,Finland\nEero,Norway\n") == [
        ("Aino", "Finland"),
        ("Eero", "Norway"),
    ]


def test_more_lines_than_the_setting_are_refused(settings):
    settings.IMPORT_MAX_ROWS = 2
    assert len(cells("id,name\n1,x\n2,y\n")) == 2
    assert "more than 2 rows" in refusal("id,name\n1,x\n2,y\n3,z\n")


def test_a_larger_file_than_the_setting_is_refused(settings):
    settings.IMPORT_MAX_BYTES = 10
    assert "IMPORT_MAX_BYTES" in refusal("id,name\n1,x\n")


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"%PDF-1.7", "PDF"), (b"\x1f\x8b\x08", "gzip"), (b"<html>", "HTML"), (b"PAR1", "Parquet")],
)
def test_other_files_under_a_wrong_name_are_refused(start, kind):
    assert f"is a {kind} file. CSV, XLSX and JSON can be imported." in refusal(start + b" x" * 40)


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 1, "name": "x", "host": {"code": "UZB"}}, {"id": 2, "more": [1, "b"]}]',
        '{"count": 2, "results": [{"id": 1, "name": "x", "host": {"code": "UZB"}},'
        ' {"id": 2, "more": [1, "b"]}]}',
        '{"id": 1, "name": "x", "host": {"code": "UZB"}}\n\n{"id": 2, "more": [1, "b"]}\n',
    ],
    ids=["list", "answer of the API", "lines"],
)
def test_json_becomes_columns(text):
    sheet = read(text, name="visits.json")
    assert sheet.header == ("id", "name", "host.code", "more")
    assert [line.cells for line in sheet.lines] == [("1", "x", "UZB", ""), ("2", "", "", "1; b")]


def test_empty_values_of_json_are_empty_cells():
    assert cells('[{"a": null, "b": false, "c": 1.5, "d": "x"}]') == [("", "false", "1.5", "x")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2]", "item 1 is no object with fields"),
        ("[]", "is empty"),
        ('{"results": 1}', "holds no list of objects"),
        ('[{"a": 1}', "is not JSON"),
        ('{"a": 1}\n{"a": \n', "line 2: no JSON"),
        ("[" * 5000, "is not JSON"),
        ('[{"a": "\\ud800"}]', "is not JSON"),
    ],
)
def test_what_is_no_list_of_objects_is_refused(text, message):
    assert message in refusal(text, name="visits.json")


def test_deep_objects_are_kept_as_text():
    assert cells(orjson.dumps([{"a": {"b": {"c": {"d": 1}}}, "l": [{"x": 1}]}])) == [
        ('{"d":1}', '[{"x":1}]')
    ]


def test_a_long_file_is_read_line_by_line():
    lines = read("id,name\n" + "1,x\n" * 10_000).lines
    assert next(lines).number == 2
    assert sum(1 for _line in lines) == 9_999
