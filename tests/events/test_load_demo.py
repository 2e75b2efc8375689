"""The demo finds its home in the record, with a source for every row."""

import csv
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from countries.models import Organization, Person, Position, Tenure, recorded_as
from events.demo.loader import load_demo
from events.demo.tables import FOLDER
from events.models import (
    Chairmanship,
    Citation,
    Initiative,
    Journey,
    ReportedTotal,
    SignedDocument,
    Source,
    Summit,
    SummitParticipant,
    Visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def rows(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("model", "file"),
    [
        (Visit, "visits"),
        (Summit, "summits"),
        (SignedDocument, "documents"),
        (Chairmanship, "chairmanships"),
        (Person, "people"),
        (Tenure, "tenures"),
        (SummitParticipant, "summit_participants"),
        (ReportedTotal, "reported_totals"),
    ],
)
def test_every_row_of_a_file_is_a_record(model, file):
    assert model.objects.count() == len(rows(file))


def test_every_record_is_public_and_cites_a_source():
    for model in (Visit, Summit, SignedDocument, Chairmanship, Initiative):
        assert model.objects.published().count() == model.objects.count()
        assert not model.objects.filter(citations__isnull=True).exists()


def test_dates_keep_the_precision_of_the_file():
    for row in rows("visits"):
        visit = Visit.objects.get(external_id=f"demo:{row['key']}")
        assert (str(visit.start), str(visit.end or "")) == (row["start_date"], row["end_date"])


def test_the_reference_wins_over_the_demos_organizations():
    assert Organization.objects.get(code="SCO").name_en == "Shanghai Cooperation Organization"
    assert not Organization.objects.filter(code__in=["C5-USA", "CLWTR"]).exists()
    assert Organization.objects.filter(code="SPECA").exists()


def test_a_visit_keeps_everything_that_its_row_says():
    row = next(r for r in rows("visits") if r["other_cities"] == "Kazan")
    visit = Visit.objects.get(external_id=f"demo:{row['key']}")

    assert (visit.city, visit.other_cities, visit.note, visit.confidence, visit.purpose) == (
        row["city"],
        "Kazan",
        row["note"],
        row["confidence"],
        row["purpose"],
    )
    assert [p.person.name_en for p in visit.participants.all()] == [
        "Vladimir Putin",
        "Rustam Minnikhanov",
    ]
    assert visit.participants.first().position.name_en == "President"


def test_stops_that_a_source_ties_together_are_a_sourced_journey():
    journey = Journey.objects.get(title="Moscow and Paris, November 2022")

    assert journey.basis == Journey.Basis.SOURCED
    assert [v.host_country_id for v in journey.visits.order_by("start_date")] == ["RUS", "FRA"]


def test_every_held_visit_belongs_to_a_journey():
    assert not Visit.objects.held().filter(journey__isnull=True).exists()
    assert Journey.objects.filter(basis=Journey.Basis.ASSUMED).exists()


def test_one_stay_serves_two_summits():
    visit = Visit.objects.get(external_id="demo:out-tjk-2021-09-16")

    assert {p.summit.external_id for p in visit.summit_participations.all()} == {
        "demo:csto-2021",
        "demo:sco-2021",
    }


def test_an_idea_and_its_resolution_are_one_initiative_with_dated_statuses():
    initiative = Initiative.objects.get(external_id="demo:un-sdg-centre-almaty")

    assert [(s.status, str(s.since)) for s in initiative.statuses.all()] == [
        ("proposed", "2019-09"),
        ("adopted", "2025-03-04"),
        ("established", "2025-08-03"),
    ]
    assert initiative.citations.count() == 2
    assert Initiative.objects.count() == 9


def test_a_chairmanship_has_a_convention_code_and_its_note():
    term = Chairmanship.objects.get(external_id="demo:kaz-csto-2024")

    assert term.convention_id == "calendar_year"
    assert "session to session" in term.convention_note


def test_an_open_term_is_ongoing_and_an_empty_end_is_not():
    assert Chairmanship.objects.get(external_id="demo:kgz-sco-2025").ongoing
    assert not Chairmanship.objects.get(external_id="demo:rus-csto-2019").ongoing


def test_a_reported_total_has_a_measure_only_where_we_compute_it():
    assert ReportedTotal.objects.filter(year=2022).order_by("value").values_list(
        "measure", "value"
    ).first() == ("outgoing_visits", 13)
    talks = ReportedTotal.objects.get(label="Telephone talks with heads of state")
    assert talks.measure == ""
    assert ReportedTotal.objects.get(value=100).qualifier == "more_than"


def test_a_title_in_brackets_is_marked_as_ours():
    source = Source.objects.get(title="Preview of the fifth CICA summit")

    assert source.title_is_ours


def test_what_was_carried_over_unread_says_so():
    assert Citation.objects.filter(visit__isnull=False, check_state="carried_over").count() == 18


def test_an_office_has_one_row_however_the_files_spell_its_organization():
    assert Position.objects.filter(name_en="President of the European Council").count() == 1


def test_a_second_load_changes_nothing():
    versions = Visit.history.count()

    assert [str(c) for c in load_demo() if c.created or c.updated or c.kept or c.absent] == []
    assert Visit.history.count() == versions


def test_what_people_edited_here_is_kept_and_said():
    visit = Visit.objects.get(external_id="demo:in-kor-2019-04-21")
    with recorded_as("aigerim"):
        visit.purpose = "Talks"
        visit.save()

    changes = load_demo()

    visit.refresh_from_db()
    assert visit.purpose == "Talks"
    assert [len(c.kept) for c in changes if c.model == "visits"] == [1]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "visits.csv",
            "2019-04-03,2019-04-04",
            "2019-04-03,2019-04-02",
            "visits.csv, line 2: 2019-04-02 is before 2019-04-03",
        ),
        (
            "visits.csv",
            "out-rus-2019-04-03,tokayev",
            "out-rus-2019-04-03,tokaev",
            "“tokaev” is not in people.csv",
        ),
        ("summits.csv", ",EAEU,KAZ,", ",EAEU,QQQ,", "summits.csv, line 2: “QQQ” is no country"),
        (
            "chairmanships.csv",
            "calendar year",
            "lunar year",
            "convention “lunar year” is not in normalisation.toml",
        ),
        ("coverage.csv", "partial", "perfect", "coverage.csv, line 2: coverage"),
        (
            "reported_totals.csv",
            ",13,",
            ",thirteen,",
            "reported_totals.csv, line 2: value: “thirteen”",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_its_line(tmp_path, file, old, new, fault):
    folder = shutil.copytree(FOLDER, tmp_path / "demo")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    before = Visit.history.count()

    with pytest.raises(CommandError, match="Nothing was loaded") as refusal:
        call_command("load_demo", folder=folder, stdout=StringIO())

    assert fault in str(refusal.value)
    assert Visit.history.count() == before


def test_a_title_that_changed_in_the_files_is_brought_up_to_date_with_its_history(tmp_path):
    before = Summit.objects.get(external_id="demo:sco-2019")
    folder = shutil.copytree(FOLDER, tmp_path / "demo")
    text = (folder / "titles.csv").read_text(encoding="utf-8")
    (folder / "titles.csv").write_text(text.replace("19-е заседание", "XIX заседание", 1), "utf-8")
    call_command("load_demo", folder=folder, stdout=StringIO())

    after = Summit.objects.get(pk=before.pk)
    assert after.title_ru.startswith("XIX заседание")
    assert (after.created_at, after.state) == (before.created_at, before.state)
    assert after.updated_at > before.updated_at
    assert after.history.count() == 2
    assert after.history.first().created_at == before.created_at


def test_every_title_is_there_in_three_languages():
    for model in (Summit, SignedDocument, Initiative):
        assert not model.objects.filter(Q(title_ru="") | Q(title_kk="")).exists()
