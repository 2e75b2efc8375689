"""``manage.py make_release``: the published record of a moment as files."""

import csv
import hashlib
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pyarrow.parquet
import pytest
import yaml
from django.core.management import CommandError, call_command

from diplotrack.releases.description import CODEBOOK
from diplotrack.releases.tables import LEFT_OUT, tables
from tests.factories import (
    CitationFactory,
    DocumentPartyFactory,
    PersonFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitParticipantFactory,
)


def later() -> str:
    """A moment after everything that was written so far."""
    return datetime.now(UTC).isoformat()


@pytest.fixture
def release(db, settings, tmp_path):
    settings.RELEASES_DIR = tmp_path / "releases"

    def make(version: str = "2026.1", as_of: str | None = None) -> Path:
        call_command("make_release", version, as_of=as_of or later(), stdout=StringIO())
        return settings.RELEASES_DIR / version

    return make


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_history_gives_the_same_bytes(release):
    visit = VisitFactory(city="Tashkent")
    VisitParticipantFactory(visit=visit)
    moment = later()
    once = content(release("2026.1", moment))
    visit.city = "Samarkand"
    visit.save()
    VisitFactory()
    again = release("2026.2", moment)
    changed = {name for name, data in content(again).items() if data != once[name]}
    # Only the files that name the version differ.
    assert changed == {"CITATION.cff", "README.md", "SHA256SUMS", "codebook.md", "datapackage.json"}
    again.rename(again.with_name("kept"))
    assert content(release("2026.2", moment)) == content(again.with_name("kept"))


def test_a_release_shows_what_was_published_then(release):
    visit = VisitFactory(city="Tashkent")
    moment = later()
    visit.city = "Samarkand"
    visit.save()
    (then,) = rows_of(release("2026.1", moment), "visits")
    (now,) = rows_of(release("2026.2"), "visits")
    assert (then["id"], then["city"], now["city"]) == (visit.public_id, "Tashkent", "Samarkand")


def test_drafts_and_links_to_them_are_left_out(release):
    secret = PersonFactory(state="draft", name_en="Secret")
    visit = VisitFactory()
    VisitParticipantFactory(visit=visit, person=secret)
    draft = VisitFactory(state="draft")
    CitationFactory(visit=draft)
    SummitParticipantFactory(visit=draft)
    DocumentPartyFactory(document__visit=draft, signatory=secret)
    SummitFactory(state="withdrawn")
    folder = release()
    assert [row["id"] for row in rows_of(folder, "visits")] == [visit.public_id]
    assert rows_of(folder, "visit_participants") == []
    assert rows_of(folder, "citations") == []
    assert [row["visit"] for row in rows_of(folder, "summit_participants")] == [""]
    assert [row["signatory"] for row in rows_of(folder, "document_parties")] == [""]
    assert [row["visit"] for row in rows_of(folder, "documents")] == [""]
    assert b"Secret" not in b"".join(content(folder).values())


def test_a_link_points_to_a_row_further_down_of_its_own_table(release):
    ours, theirs = VisitFactory(), VisitFactory()
    ours.mirror_of = theirs
    ours.save()
    assert [row["mirror_of"] for row in rows_of(release(), "visits")] == [theirs.public_id, ""]


def test_a_link_to_a_row_that_is_left_out_with_what_it_needs_is_empty(release):
    secret = VisitFactory(visitor=PersonFactory(state="draft"))
    ours = VisitFactory(mirror_of=secret)
    CitationFactory(visit=secret)
    folder = release()
    assert [(row["id"], row["mirror_of"]) for row in rows_of(folder, "visits")] == [
        (ours.public_id, "")
    ]
    assert rows_of(folder, "citations") == []


def test_parquet_has_the_rows_of_csv(release):
    VisitFactory(start_date_precision="year", start_date=date(2022, 1, 1))
    folder = release()
    for table in ("visits", "countries", "people"):
        parquet = pyarrow.parquet.read_table(folder / "data" / f"{table}.parquet").to_pylist()
        texts = [{k: "" if v is None else str(v) for k, v in row.items()} for row in parquet]
        booleans = {"True": "true", "False": "false"}
        assert [{k: booleans.get(v, v) for k, v in row.items()} for row in texts] == rows_of(
            folder, table
        )
    assert rows_of(folder, "visits")[0]["start_date"] == "2022"


def test_sums_citation_and_codebook(release, settings):
    settings.DATA_PUBLISHER = 'A "quoted": publisher'
    VisitFactory()
    folder = release()
    sums = dict(
        reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines()
    )
    files = content(folder)
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in sums.items())
    citation = yaml.safe_load(files["CITATION.cff"])
    assert (citation["version"], citation["license"]) == ("2026.1", "CC-BY-4.0")
    assert citation["authors"] == [{"name": 'A "quoted": publisher'}]
    book = list(csv.DictReader(StringIO(files["codebook.csv"].decode())))
    assert tuple(book[0]) == CODEBOOK
    assert {(row["table"], row["field"]) for row in book} == {
        (table.name, column.name) for table in tables() for column in table.columns
    }
    status = next(row for row in book if (row["table"], row["field"]) == ("visits", "status"))
    assert "held (held)" in status["values"]


def test_every_public_model_is_a_table_and_every_field_a_column():
    for table in tables():
        fields = {field.name for field in table.model._meta.concrete_fields}
        columns = {column.name for column in table.columns}
        missing = fields - columns - set(LEFT_OUT)
        assert {n for n in missing if not n.endswith(("_precision", "_last"))} == set()


def test_a_release_is_never_overwritten(release):
    release()
    with pytest.raises(CommandError, match="never changed"):
        release()


@pytest.mark.parametrize("version", ["2026", "26.1", "../2026.1", "2026.1/x", "2026.1-rc"])
def test_a_version_is_a_year_and_a_number(release, version):
    with pytest.raises(CommandError, match="A version is"):
        release(version)


def test_the_future_cannot_be_released(release):
    with pytest.raises(CommandError, match="cannot lie ahead"):
        release(as_of=(datetime.now(UTC) + timedelta(days=1)).isoformat())


def test_a_moment_that_cannot_be_read_is_refused(release):
    with pytest.raises(CommandError):
        release(as_of="yesterday")


def test_a_release_that_fails_leaves_nothing(release, settings, monkeypatch):
    monkeypatch.setattr("diplotrack.releases.making.read_me", None)
    with pytest.raises(TypeError):
        release()
    assert list(settings.RELEASES_DIR.iterdir()) == []
