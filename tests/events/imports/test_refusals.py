"""What cannot be loaded is rejected with line and reason, and nothing else goes in beside it."""

import pytest
from django.core.management import CommandError

from countries.models import CountryName, Person, Position
from events.imports import writing
from events.models import Citation, Journey, Source, Visit
from tests.events.imports.conftest import COLUMNS, MAPPING, row
from tests.factories import CountryFactory

NOTHING = dict.fromkeys((Visit, Person, Position, Journey, Source, Citation), 0)


def counts():
    return {model: model.objects.count() for model in NOTHING}


BAD_ROWS = {
    "no start date": row(start=""),
    "“2001-02-30” is not a date (such as 2004-12-31)": row(start="2001-02-30"),
    "“07.05.2001” is not a date (such as 2004-12-31)": row(end="07.05.2001"),
    "it ends on 2001-05-01, before it starts on 2001-05-07": row(end="2001-05-01"),
    "“Ruritania” names no country": row(guest="Ruritania"),
    "neither guest country nor guest organization": row(guest=""),
    "guest and host are the same country, KAZ": row(guest="Kazakhstan"),
    "no visitor": row(visitor=""),
    "“President” names an office and nobody in it": row(visitor="President"),
    "“President of the Diet Aino Laine” begins with an office": row(
        visitor="President of the Diet Aino Laine"
    ),
    "no id in column “id”": row(id=""),
    "external id: 205 characters, of which 200 fit": row(id="x" * 200),
    "city: 101 characters, of which 100 fit": row(places="x" * 101),
    "name in English: 300 characters, of which 255 fit": row(visitor="x" * 300),
    "a cell holds a control character": row(remarks="nul \0 byte"),
    "6 cells where the header has 7": row()[:6],
    "8 cells where the header has 7": (*row(), "one more"),
}


@pytest.mark.parametrize("reason", BAD_ROWS)
def test_a_bad_row_is_rejected_with_its_reason(run, reason):
    with pytest.raises(CommandError, match="Nothing was loaded"):
        run(run.file(BAD_ROWS[reason]))

    (reject,) = run.rejects()
    assert reject["reject_line"] == "2"
    assert reason in reject["reject_reason"]
    assert f"rejected: line 2: {reject['reject_reason']}" in run.output


def test_all_reasons_of_a_row_are_told_at_once(run):
    with pytest.raises(CommandError):
        run(run.file(row(guest="Ruritania", visitor="", end="soon")))

    reason = run.rejects()[0]["reject_reason"]
    assert all(part in reason for part in ("Ruritania", "no visitor", "“soon” is not a date"))


def reasons_of(run, **cells) -> str:
    with pytest.raises(CommandError):
        run(run.file(row(**cells)))
    return run.rejects()[0]["reject_reason"]


def test_a_label_that_names_no_country_is_told_where_the_day_is_wrong_too(run):
    reason = reasons_of(run, start="2024-13-40", guest="Ruritania")
    assert "“2024-13-40” is not a date" in reason
    assert "“Ruritania” names no country" in reason


def test_a_country_that_the_day_decides_is_not_held_against_a_row_with_a_wrong_day(run):
    for code in ("YUCS", "CSXX"):
        country = CountryFactory(code=code)
        CountryName.objects.create(
            country=country, name="Yugoslavia", language="en", kind="historical"
        )
    assert "Yugoslavia" not in reasons_of(run, start="2024-13-40", guest="Yugoslavia")


def test_the_same_id_twice_in_a_file_is_rejected(run):
    with pytest.raises(CommandError):
        run(run.file(row(id="1"), row(id="1")))

    assert run.rejects()[0]["reject_reason"] == "the same id as line 2, test:1"


def test_a_name_that_could_be_two_people_is_rejected(run):
    for _ in range(2):
        Person.objects.create(name_en="Aino Laine")
    with pytest.raises(CommandError):
        run(run.file(row()))

    assert "could be more than one person: P" in run.rejects()[0]["reject_reason"]


def test_one_bad_row_stops_the_whole_file(run):
    with pytest.raises(CommandError, match="--skip-invalid"):
        run(run.file(row(id="1"), row(id="2", guest="Ruritania")))

    assert counts() == NOTHING


def test_skip_invalid_loads_the_rest(run):
    output = run(run.file(row(id="1"), row(id="2", guest="Ruritania")), "--skip-invalid")

    assert "visits created: 1" in output
    assert "rejected: 1" in output
    assert Visit.objects.get().external_id == "test:1"
    assert len(run.rejects()) == 1


def test_a_dry_run_counts_and_writes_nothing(run):
    output = run(run.file(row(id="1"), row(id="2", guest="Ruritania")), "--dry-run")

    assert "visits to create: 1" in output
    assert "people to create: 1" in output
    assert "offices to create: 1" in output
    assert "rejected: 1" in output
    assert counts() == NOTHING
    assert not (run.folder / "visits.rejects.csv").exists()


def test_a_dry_run_writes_the_rejects_where_it_is_told_to(run):
    run(run.file(row(guest="Ruritania")), "--dry-run", "--rejects=bad.csv")

    assert len(run.rejects("bad.csv")) == 1


def test_an_import_that_breaks_half_way_leaves_nothing(run, monkeypatch):
    class Broken:
        def __init__(self, keys):
            raise RuntimeError("the power went")

    monkeypatch.setattr(writing, "Sources", Broken)
    with pytest.raises(RuntimeError):
        run(run.file(row()))

    assert counts() == NOTHING
    assert Person.history.count() == 0


def test_a_visit_that_somebody_else_wrote_meanwhile_stops_it_all(run, monkeypatch):
    run(run.file(row()))
    before = counts()
    # As if the other import had come between the reading and the writing.
    monkeypatch.setattr("events.imports.stored.Stored.find", lambda *_: None)
    with pytest.raises(CommandError, match=r"Nothing was loaded.\nThe database refused"):
        run(run.file(row()), "--create-duplicates")

    assert counts() == before


def test_cells_of_the_reject_file_are_safe_in_a_spreadsheet(run):
    with pytest.raises(CommandError):
        run(run.file(row(guest="=1+1", remarks='=HYPERLINK("https://example.org")')))

    (reject,) = run.rejects()
    assert reject["from"] == "'=1+1"
    assert reject["remarks"] == '\'=HYPERLINK("https://example.org")'


def test_a_corrected_reject_file_can_be_imported(run):
    with pytest.raises(CommandError):
        run(run.file(row(guest="Ruritania", remarks="-5 degrees")))
    path = run.folder / "visits.rejects.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Ruritania", "Finland", 1))
    run(path)

    assert Visit.objects.get().purpose == "-5 degrees"


def test_the_rejects_do_not_overwrite_the_file_itself(run):
    file = run.file(row(guest="Ruritania"))
    with pytest.raises(CommandError, match="is read, so the rejects cannot go there"):
        run(file, f"--rejects={file}")

    assert "Ruritania" in file.read_text(encoding="utf-8")


def test_rejects_that_cannot_be_written_stop_it_all(run):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(run.file(row(), row(id="2", guest="")), "--skip-invalid", "--rejects=no/such.csv")

    assert counts() == NOTHING


def test_text_that_looks_like_markup_or_sql_is_kept_as_text(run):
    hostile = "<script>alert(1)</script>'; DROP TABLE events_visit; --"
    run(run.file(row(remarks=hostile)))

    assert Visit.objects.get().purpose == hostile


def test_a_source_address_of_another_scheme_is_rejected(run):
    mapping = MAPPING.replace('purpose = "remarks"', 'source_url = "remarks"')
    with pytest.raises(CommandError):
        run(run.file(row(remarks="javascript:alert(1)")), mapping=mapping)

    assert "is no web address" in run.rejects()[0]["reject_reason"]


def test_the_reject_file_has_the_columns_of_the_input(run):
    with pytest.raises(CommandError):
        run(run.file(row(guest="")))

    assert tuple(run.rejects()[0]) == (*COLUMNS, "reject_line", "reject_reason")
