"""The benchmark's records and its harness, small: what it measures is no subject of a test."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from countries.history_verification import Verification
from countries.models import Person
from diplotrack.bench.import_file import write_file
from diplotrack.bench.importing import MAPPING, section
from diplotrack.bench.questions import QUESTIONS
from diplotrack.bench.report import report
from events.imports.importing import import_visits
from events.imports.mapping import Mapping
from events.models import Citation, SignedDocument, Summit, Visit
from tests.factories import VisitFactory

FEW = {"visits": 300, "documents": 30, "summits": 10}


def seed(**options):
    out = StringIO()
    call_command("seed_bench", stdout=out, **{**FEW, **options})
    return out.getvalue()


def rows():
    return list(Visit.objects.order_by("id").values_list())


# First: the fixture below keeps the reference tables for the rest of the module.
@pytest.mark.django_db
def test_seeding_needs_the_reference_tables():
    with pytest.raises(CommandError, match="load_reference"):
        seed()


@pytest.mark.usefixtures("reference", "db")
class TestSeeding:
    def test_writes_what_was_asked_for(self):
        seed()
        assert Visit.objects.count() == 300
        assert SignedDocument.objects.count() == 30
        assert Summit.objects.count() == 10
        assert Citation.objects.count() == 340

    def test_its_versions_verify_if_that_is_asked_for(self):
        seed(ledger=True)
        walk = Verification()
        # The reference tables are of the module's fixture; what is asked is that none is unknown.
        faults = [fault for fault in walk.faults() if fault.table == "events_historicalvisit"]
        assert faults == []
        assert walk.adopted >= 300

    def test_gives_the_same_rows_for_the_same_seed(self):
        seed(seed=1)
        first = rows()
        seed(seed=1)
        assert rows() == first
        seed(seed=2)
        assert rows() != first

    def test_writes_rows_that_saving_would_accept_and_not_change(self):
        seed()
        for model in (Visit, Summit, SignedDocument, Person):
            field = model._meta.get_field("search_text")
            for record in model.objects.all()[:100]:
                record.full_clean()
                assert record.search_text == field.pre_save(record, add=False)

    def test_keeps_drafts_among_the_published(self):
        seed()
        states = set(Visit.objects.values_list("state", flat=True))
        assert {"published", "draft"} <= states

    def test_points_only_to_rows_that_are_there(self):
        seed()
        connection.check_constraints()

    def test_writes_history_unless_told_not_to(self):
        seed()
        assert Visit.history.filter(history_type="+").count() == 300
        seed(history=False)
        assert not Visit.history.exists()

    def test_leaves_numbers_free_for_the_next_record(self):
        seed()
        assert VisitFactory().pk > 300

    def test_puts_the_indexes_back(self):
        before = indexes()
        seed()
        assert indexes() == before

    def test_refuses_a_database_with_records_of_others(self):
        VisitFactory()
        with pytest.raises(CommandError, match="not the benchmark's"):
            seed()


def indexes():
    with connection.cursor() as cursor:
        return {
            name
            for model in (Visit, Visit.history.model)
            for name in connection.introspection.get_constraints(cursor, model._meta.db_table)
        }


def results(**questions):
    ours = {
        "idle": 80.0,
        "questions": {question.code: {"status": 404, "memory": 90.0} for question in QUESTIONS},
        "conditional": {"newest": {"status": 200, "etag": None}},
        "cursor": {"status": 400},
        "csv": {"status": 404},
        "copy": {},
    }
    ours["questions"] |= questions
    machine = dict.fromkeys(("date", "system", "python", "django", "granian"), "x")
    machine |= {"cores": 2, "memory_gb": 8, "workers": 2, "load_before": 0.1, "load_during": 1.0}
    size = {"seed_seconds": 1.0, "ours": ours, "datasette": None}
    return {"machine": machine, "sizes": {"10000": size}}


def test_the_report_judges_pages_beside_slow_downloads():
    found = results(detail={"status": 200, "p50": 9.0, "p95": 10.0, "per_second": 90.0})
    slow = {"status": 200, "p50": 9.0, "p95": 11.0, "slowest": 12.0}
    found["sizes"]["10000"]["ours"]["slow"] = {"2": slow, "4": slow | {"p95": 900.0}}
    lines = [row for row in report(found).splitlines() if "stand still" in row]
    assert [row.endswith("| yes |") for row in lines] == [True, False]


def test_the_export_tells_its_statement_and_its_rate(db):
    VisitFactory()
    out = StringIO()
    call_command("bench_export", stdout=out)
    found = json.loads(out.getvalue())
    assert found["portable"]["rows"] == 1
    assert (found["statement"] is None) == (connection.vendor == "sqlite")


def test_the_report_says_what_is_not_there_yet():
    assert "| list, 100 rows, newest first | not there yet (404) |" in report(results())


def test_the_report_judges_a_figure_by_its_bar():
    figures = {"status": 200, "p50": 10.0, "p95": 12.0, "per_second": 90.0, "memory": 90.0}
    met = report(results(newest={**figures, "raw_p50": 5.0, "p95_4": 30.0}))
    missed = report(results(newest={**figures, "raw_p50": 5.0, "p95_4": 41.0}))
    assert line(met).endswith("| yes |")
    assert line(missed).endswith("| **no** |")


def line(text):
    return next(row for row in text.splitlines() if row.startswith("| list, 100 rows, newest"))


@pytest.mark.usefixtures("reference", "db")
def test_the_file_to_import_has_nothing_to_reject(tmp_path):
    call_command("load_vocabularies", verbosity=0)
    file, mapping = tmp_path / "import.csv", tmp_path / "import.toml"
    write_file(file, 60)
    mapping.write_text(MAPPING)

    outcome = import_visits(file=file, mapping=Mapping.read(mapping), state="draft")

    assert outcome.loaded
    assert Visit.objects.count() == Citation.objects.count() == 60


def test_the_section_on_imports_says_whether_the_bars_are_met():
    run = {"seconds": 50.0, "processor": 40.0, "memory": 310.0}
    text = section(
        {
            "rows": 100_000,
            "written": 700_000,
            "preview": run,
            "import": run,
            "copy": 5.0,
            "load": 1.0,
        }
    )

    assert "50.0 s, 2,000 rows a second" in text
    assert "| ≤ 60 s | yes |" in text
    assert "| ≤ 300 MB | **no** |" in text
    assert "10.0 × as long" in text
