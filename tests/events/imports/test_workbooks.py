"""Excel workbooks: what they hide from a reader is told or refused; the rest is read as shown."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.styles import numbers

from events.imports.errors import ImportRefused
from events.imports.reading import read_sheet

HEADER = ("id", "start", "visitor")


def workbook(*rows, edit=None, title="Visits") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if edit:
        edit(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(data: bytes):
    return read_sheet(data, name="visits.xlsx")


def rows(data: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in read(data).lines]


def refusal(data: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        list(read(data).lines)
    return str(refused.value)


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with one part's text changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(name, content)
    return file.getvalue()


def test_text_numbers_and_dates_are_read_as_they_are_shown():
    day = datetime.date(2022, 4, 13)
    data = workbook(HEADER, (12, day, "Aino Laine"), (13.5, "2022-04", True))
    assert rows(data) == [("12", "2022-04-13", "Aino Laine"), ("13.5", "2022-04", "true")]


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("dd.mm.yyyy", "2022-04-13"),
        ('d" апреля "yyyy', "2022-04-13"),
        ("[$-419]d mmmm yyyy;@", "2022-04-13"),
        (numbers.FORMAT_DATE_XLSX14, "2022-04-13"),
        ("0.00", "44664"),
        ('0" days"', "44664"),
        ("[Red]0", "44664"),
    ],
)
def test_a_number_is_a_date_where_its_style_shows_one(style, text):
    def edit(book):
        book.active["B2"].number_format = style

    assert rows(workbook(HEADER, (1, 44664, "x"), edit=edit))[0][1] == text


def test_dates_may_be_counted_from_1904():
    def edit(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    data = workbook(HEADER, (1, datetime.date(2022, 4, 13), "x"), edit=edit)
    assert rows(data)[0][1] == "2022-04-13"


def test_a_time_stays_with_its_day():
    data = workbook(HEADER, (1, datetime.datetime.fromisoformat("2022-04-13T09:05"), "x"))
    assert rows(data)[0][1] == "2022-04-13 09:05:00"


def test_line_numbers_are_those_that_excel_shows():
    data = workbook(HEADER, (), ("1", "2022", "x"), (), ("2", "2023", "y"))
    assert [line.number for line in read(data).lines] == [3, 5]


def test_a_formula_gives_its_saved_result_and_a_warning():
    data = workbook(HEADER, (1, "=1+1", "x"))
    data = changed(data, "xl/worksheets/sheet1.xml", "<v />", "<v>2022</v>")
    (line,) = read(data).lines
    assert line.cells[1] == "2022"
    assert tuple(map(str, line.warnings)) == ("B2 is a formula; its saved result “2022” is taken",)


def test_a_formula_without_a_result_is_a_fault_of_its_line_alone():
    one, other = read(workbook(HEADER, (1, "=1+1", "x"), (2, "2022", "y"))).lines
    assert str(one.fault).startswith("B2 is a formula, and the file holds no result of it")
    assert other.fault == ""


def test_an_error_value_is_a_fault():
    (line,) = read(workbook(HEADER, (1, "#REF!", "x"))).lines
    assert str(line.fault) == "B2 shows the error #REF!"


def test_merged_cells_are_refused_with_their_row():
    def edit(book):
        book.active.merge_cells("A3:B3")

    data = workbook(HEADER, (1, "2022", "x"), (2, "2023", "y"), edit=edit)
    assert "line 3: the cells A3 to B3 are merged" in refusal(data)


def test_further_sheets_are_told():
    def edit(book):
        book.create_sheet("Notes").append(["see also"])

    sheet = read(workbook(HEADER, (1, "2022", "x"), edit=edit))
    (note,) = sheet.notes
    assert str(note) == "Only the sheet “Visits” is read; further sheets: 1."


def test_the_first_sheet_that_has_something_is_read_and_hidden_ones_are_not():
    def edit(book):
        hidden = book.create_sheet("Old", 0)
        hidden.append(("a", "b"))
        hidden.sheet_state = "hidden"
        book.create_sheet("Empty", 0)

    assert read(workbook(HEADER, (1, "2022", "x"), edit=edit)).header == HEADER


def test_an_empty_workbook_is_refused():
    assert refusal(workbook()) == "visits.xlsx is empty."


def test_a_cell_far_to_the_right_is_a_fault_and_no_wide_row():
    def edit(book):
        book.active["XFD2"] = "lost"

    (line,) = read(workbook(HEADER, (1, "2022", "x"), edit=edit)).lines
    assert str(line.fault) == "16384 cells where the header has 3"
    assert len(line.cells) == 3


def test_shared_texts_with_runs_and_readings_are_one_text():
    text = "<si><r><t>Aino </t></r><r><t>Laine</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>"
    data = workbook(HEADER, (1, "2022", "Aino Laine"))
    data = changed(data, "xl/sharedStrings.xml", "<si><t>Aino Laine</t></si>", text)
    assert rows(data)[0][2] == "Aino Laine"


def test_a_control_character_of_a_workbook_is_a_fault():
    (line,) = read(workbook(HEADER, (1, "2022", "a_x0007_b"))).lines
    assert str(line.fault) == "a cell holds a control character"


def test_half_a_letter_stays_as_it_was_written():
    assert rows(workbook(HEADER, (1, "2022", "a_xD800_b")))[0][2] == "a_xD800_b"


def bomb(size: int) -> bytes:
    return changed(
        workbook(HEADER, (1, "2022", "x")),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        "</sheetData>" + " " * size,
    )


def compressed(data: bytes) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, before.read(name))
    return file.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = compressed(bomb(30_000_000))
    assert len(data) < 100_000
    assert "unpacked it would be 30 MB" in refusal(data)


def test_an_honest_workbook_may_be_no_larger_than_the_setting(settings):
    settings.IMPORT_MAX_UNPACKED_BYTES = 1000
    assert "more than is read here" in refusal(workbook(HEADER, (1, "2022", "x")))


def test_a_directory_that_lies_about_sizes_gives_no_more_than_it_says():
    data = bytearray(compressed(workbook(HEADER, (1, "2022", "x"))))
    place = data.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24  # the directory's unpacked size
    data[place : place + 4] = (50).to_bytes(4, "little")
    assert "the file is damaged" in refusal(bytes(data))


def test_a_document_type_is_refused():
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = changed(
        workbook(HEADER, (1, "2022", "x")),
        "xl/workbook.xml",
        "<workbook",
        f"{entity}<workbook",
    )
    assert "declares a document type" in refusal(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [("</sheetData>", ""), ('r="2"', 'r="9999999"'), ('r="2"', 'r="two"')],
)
def test_damaged_xml_is_refused(old, new):
    data = changed(workbook(HEADER, (1, "2022", "x")), "xl/worksheets/sheet1.xml", old, new)
    assert "the file is damaged" in refusal(data)


def test_half_a_file_is_refused():
    data = workbook(HEADER, (1, "2022", "x"))
    assert "the file is damaged" in refusal(data[: len(data) // 2])


def test_an_archive_of_something_else_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "this archive is no Excel workbook" in refusal(file.getvalue())


def test_an_old_workbook_under_a_new_name_is_refused_with_what_to_do():
    assert "save it as .xlsx" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
