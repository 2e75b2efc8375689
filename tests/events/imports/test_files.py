"""Files as people have them: other delimiters and encodings; what is no table is refused."""

import pytest
from django.core.management import CommandError

from events.models import Visit
from tests.events.imports.conftest import COLUMNS, MAPPING, row


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(run, delimiter):
    run(run.file(row(), delimiter=delimiter))

    assert Visit.objects.get().other_cities == "Almaty"


def test_the_mapping_may_name_the_delimiter(run):
    mapping = MAPPING + '\n[file]\ndelimiter = "~"\n'
    run(run.file(row(), delimiter="~"), mapping=mapping)

    assert Visit.objects.count() == 1


def test_a_byte_order_mark_is_no_part_of_the_first_column(run):
    file = run.file(row())
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    run(file)

    assert Visit.objects.count() == 1


def test_another_encoding_is_read_when_the_mapping_names_it(run):
    file = run.file(row(visitor="President Ülo Õun"))
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1257"))
    run(file, mapping=MAPPING + '\n[file]\nencoding = "cp1257"\n')

    assert Visit.objects.get().visitor.name_en == "Ülo Õun"


def test_another_encoding_is_refused_with_its_line_otherwise(run):
    file = run.file(row(), row(id="2", visitor="President Ülo Õun"))
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1257"))

    with pytest.raises(CommandError, match=r"visits.csv, line 3: not utf-8 at byte"):
        run(file)


def test_a_line_number_is_where_the_record_begins(run):
    file = run.file(row(remarks="two\nlines"), row(id="2", guest="Ruritania"))
    with pytest.raises(CommandError):
        run(file)

    assert run.rejects()[0]["reject_line"] == "4"


def test_blank_lines_are_no_records(run):
    file = run.file(row(), (), row(id="2", guest="Ruritania"))
    with pytest.raises(CommandError):
        run(file)

    assert "2 rows read" in run.output
    assert run.rejects()[0]["reject_line"] == "4"


def test_a_header_alone_is_a_file_without_rows(run):
    assert "0 rows read" in run(run.file())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "visits.csv is empty"),
        ("\n \n", "visits.csv is empty"),
        ("1,2001-05-07\n", "line 1: no column “end”, “from”, “id”"),
        (",".join([*COLUMNS, "id"]) + "\n", "line 1: more than one column “id”"),
        (",".join(COLUMNS) + '\n1,"2001', "line 2: a quotation mark is opened and not closed."),
        (",".join(COLUMNS) + '\n1,"2001"-05', "line 2: a quotation mark stands inside a cell"),
        (
            ",".join(COLUMNS) + f"\n1,{'x' * 200_000}",
            "line 2: a cell has more than 131072 characters.",
        ),
    ],
)
def test_what_is_no_table_of_these_columns_is_refused(run, content, message):
    file = run.folder / "visits.csv"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was loaded") as refusal:
        run(file)
    assert message in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(run):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(run.folder / "absent.csv")


def test_a_folder_is_refused(run):
    with pytest.raises(CommandError, match="Is a directory"):
        run(run.folder)
