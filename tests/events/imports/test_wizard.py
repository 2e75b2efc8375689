"""An import in the admin: uploaded, mapped, looked at, confirmed, undone; by whom it may be."""

import io

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from countries.models import recorded_as
from events.editorial import approve
from events.imports import tasks
from events.imports.importing import DoneAlready
from events.models import Import, ImportLine, ImportMapping, Revision, Visit
from tests.admin_forms import signed_in
from tests.events.imports.conftest import COLUMNS, row
from tests.factories import VisitFactory

# Each request is a transaction of its own, as in a running product.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
ADD = "/admin/events/import/add/"


def csv_file(*rows, columns=COLUMNS) -> bytes:
    lines = [columns, *rows]
    return "\n".join(";".join(f'"{cell}"' for cell in cells) for cells in lines).encode()


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for cells in (COLUMNS, *rows):
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def analyst():
    return signed_in("analyst", "analyst")


@pytest.fixture
def reviewer():
    return signed_in("reviewer", "reviewer")


@pytest.fixture
def mapping():
    """A saved mapping for files of the shape that ``row`` makes."""
    content = {
        "external_id": {"prefix": "test", "column": "id"},
        "columns": {
            "start": "start",
            "end": "end",
            "visitor": "visitor",
            "guest_country": "from",
            "cities": "places",
            "purpose": "remarks",
        },
        "constants": {"host_country": "KAZ", "visit_type": "other"},
        "visitors": {"split": True},
        "source": {"title": "Register of visits"},
    }
    return ImportMapping.objects.create(name="Register", content=content)


def upload(client, data: bytes, mapping="guess", name="visits.csv", **more):
    choice = mapping if isinstance(mapping, str) else f"saved:{mapping.pk}"
    file = SimpleUploadedFile(name, data)
    return client.post(ADD, {"file": file, "mapping": choice, **more}, follow=True)


def latest() -> Import:
    return Import.objects.latest("pk")


def url(page="change") -> str:
    return f"/admin/events/import/{latest().pk}/{page}/"


def confirm(client, **choices):
    return client.post(url("confirm"), {"_load": "1", "update": "1", **choices}, follow=True)


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def counts(**wanted) -> dict:
    return {name: latest().counts[name] for name in wanted}


# From the file to the record


def test_a_file_with_a_saved_mapping_goes_straight_to_its_preview(analyst, mapping):
    response = upload(analyst, csv_file(row(id="1"), row(id="2", guest="Ruritania")), mapping)

    assert response.status_code == 200
    assert latest().state == "previewed"
    assert counts(created=1, rejected=1, unchanged=0) == {
        "created": 1,
        "rejected": 1,
        "unchanged": 0,
    }
    assert "“Ruritania” names no single country" in response.content.decode()
    assert not Visit.objects.exists()


def test_confirming_makes_drafts_in_the_name_of_who_confirmed(analyst, mapping):
    upload(analyst, csv_file(row()), mapping)
    response = confirm(analyst)

    visit = Visit.objects.get()
    version = visit.history.get()
    assert (visit.state, version.history_user_id) == ("draft", "analyst")
    assert version.history_change_reason == f"import {latest().pk}: visits.csv"
    assert f"/admin/events/visit/{visit.pk}/change/" in response.content.decode()
    assert latest().state == "done"


def test_a_stranger_file_is_mapped_by_hand_and_the_mapping_kept(analyst):
    response = upload(analyst, csv_file(row()))
    form = response.context["form"]
    assert form["column-start"].value() == "start"
    assert form["column-external_id.column"].value() == "id"
    assert latest().state == "uploaded"

    data = {field.html_name: field.value() or "" for field in form}
    data |= {"column-cities": "places", "column-city": "", "constant-host_country": "KAZ"}
    data |= {"split": "on", "formats": ["iso"], "save_as": "Register", "id_prefix": "test"}
    data |= {
        "further": '[[patterns]]\nfield = "visit_type"\nvalue = "state"\n'
        'column = "remarks"\npattern = "state visit"\n'
    }
    response = analyst.post(url("map"), data, follow=True)

    assert latest().state == "previewed"
    assert latest().counts["created"] == 1
    saved = ImportMapping.objects.get()
    assert (saved.name, saved.author) == ("Register", "analyst")
    assert saved.content["patterns"][0]["value"] == "state"
    assert saved.content["columns"]["cities"] == "places"


def test_every_fault_of_a_mapping_is_told_on_its_page(analyst):
    form = upload(analyst, csv_file(row())).context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    data |= {"column-visitor": "", "id_prefix": "Not_good", "formats": ["iso"]}
    response = analyst.post(url("map"), data)

    errors = " ".join(response.context["form"].non_field_errors())
    assert "visitor needs a column or a constant" in errors
    assert "prefix must be small letters" in errors


@pytest.mark.parametrize("further", ["[columns]\nstart = 'x'\n", "[patterns"])
def test_further_rules_that_are_none_are_refused(analyst, further):
    form = upload(analyst, csv_file(row())).context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    response = analyst.post(url("map"), {**data, "further": further})
    assert response.context["form"].errors["further"]


def test_a_workbook_is_imported_and_its_rejects_come_back_as_a_workbook(analyst, mapping):
    upload(analyst, workbook(row(id="1"), row(id="2", guest="")), mapping, name="visits.xlsx")
    data = analyst.get(f"/admin/events/import/{latest().pk}/rejects.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(data.streaming_content))).active
    header, reject = sheet.iter_rows(values_only=True)

    assert header == (*COLUMNS, "reject_line", "reject_reason")
    assert reject[-2:] == ("3", "neither guest country nor guest organization")
    confirm(analyst, skip_rejected="1")
    assert Visit.objects.get().external_id == "test:1"


def test_the_rejects_as_csv_can_be_corrected_and_imported(analyst, mapping):
    upload(analyst, csv_file(row(guest="Ruritania", remarks="=1+1")), mapping)
    response = analyst.get(f"/admin/events/import/{latest().pk}/rejects.csv")
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"'=1+1" in data
    assert "visits.rejects.csv" in response["Content-Disposition"]

    upload(analyst, data.replace(b"Ruritania", b"Finland", 1), mapping, name="again.csv")
    confirm(analyst)
    assert Visit.objects.get().purpose == "=1+1"


# All or nothing, once


def test_rejected_lines_stop_the_file_unless_the_others_are_chosen(analyst, mapping):
    upload(analyst, csv_file(row(id="1"), row(id="2", guest="")), mapping)
    assert "Some lines are rejected" in said(confirm(analyst))
    assert not Visit.objects.exists()

    confirm(analyst, skip_rejected="1")
    assert Visit.objects.count() == 1


def test_a_second_click_loads_nothing_twice(analyst, mapping):
    upload(analyst, csv_file(row()), mapping)
    confirm(analyst)
    response = confirm(analyst)

    assert response.status_code == 200
    assert (Visit.objects.count(), Visit.history.count()) == (1, 1)


def test_two_clicks_at_once_load_once(analyst, mapping):
    upload(analyst, csv_file(row()), mapping)
    task, user = latest(), User.objects.get(username="analyst")
    first, second = (tasks.confirm_steps(task, user) for _click in range(2))
    next(first)
    next(second)
    list(first)
    with pytest.raises(DoneAlready):
        list(second)
    assert Visit.objects.count() == 1


def test_the_same_file_again_is_unchanged(analyst, mapping):
    for _time in range(2):
        upload(analyst, csv_file(row()), mapping)
        confirm(analyst)
    assert counts(created=0, unchanged=1) == {"created": 0, "unchanged": 1}
    assert Visit.objects.count() == 1


def test_an_import_that_breaks_leaves_nothing(analyst, mapping, monkeypatch):
    upload(analyst, csv_file(row()), mapping)

    def broken(*_args, **_options):
        raise RuntimeError("the power went")

    monkeypatch.setattr("events.imports.importing.keep_lines", broken)
    with pytest.raises(RuntimeError):
        confirm(analyst)
    assert not Visit.objects.exists()
    assert latest().state == "previewed"


def test_a_large_file_shows_how_far_it_is_and_a_closed_page_writes_nothing(
    analyst, mapping, monkeypatch
):
    monkeypatch.setattr("events.admin.imports.SMALL", 0)
    rows = [row(id=str(n), start=f"{1000 + n}", end="") for n in range(900)]
    response = upload(analyst, csv_file(*rows), mapping)
    page = b"".join(response.streaming_content).decode()
    assert "501 lines read" in page
    assert f'<meta http-equiv="refresh" content="0;url={url()}">' in page

    response = analyst.post(url("confirm"), {"_load": "1"})
    pieces = iter(response.streaming_content)
    next(pieces), next(pieces)
    response.close()
    assert not Visit.objects.exists()
    assert latest().state == "previewed"


def test_a_large_file_tells_on_its_page_what_went_wrong(analyst, mapping, monkeypatch):
    monkeypatch.setattr("events.admin.imports.SMALL", 0)
    upload(analyst, csv_file(row(guest="")), mapping)
    b"".join(upload(analyst, csv_file(row(guest="")), mapping).streaming_content)
    response = analyst.post(url("confirm"), {"_load": "1"})
    page = b"".join(response.streaming_content).decode()
    assert "Some lines are rejected" in page
    assert "http-equiv" not in page


def test_a_preview_that_no_longer_holds_is_made_anew(analyst, mapping):
    upload(analyst, csv_file(row(places="Astana")), mapping)
    first = latest()
    upload(analyst, csv_file(row(places="Almaty")), mapping, name="other.csv")
    confirm(analyst)
    response = analyst.post(
        f"/admin/events/import/{first.pk}/confirm/", {"_load": "1", "update": "1"}, follow=True
    )

    assert "Something was changed here since the preview was made" in said(response)
    assert Visit.objects.get().city == "Almaty"
    first.refresh_from_db()
    assert (first.state, first.counts["updated"]) == ("previewed", 1)


# What is here already


def test_a_likely_duplicate_is_held_and_shown_beside_what_is_here(analyst, mapping):
    upload(analyst, csv_file(row(id="1")), mapping)
    confirm(analyst)
    upload(analyst, csv_file(row(id="2")), mapping)
    page = analyst.get(url() + "?lines=duplicate").content.decode()
    visit = Visit.objects.get()
    assert f"/admin/events/visit/{visit.pk}/change/" in page
    assert "Aino Laine" in page

    confirm(analyst)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("by", ["tick", "all"])
def test_a_held_line_is_created_when_the_analyst_says_so(analyst, mapping, by):
    upload(analyst, csv_file(row(id="1")), mapping)
    confirm(analyst)
    upload(analyst, csv_file(row(id="2")), mapping)
    if by == "tick":
        analyst.post(url("confirm"), {"shown": "2", "allow": "2", "_keep": "1"})
        assert latest().lines.get(number=2).allowed
        confirm(analyst)
    else:
        confirm(analyst, every_duplicate="1")
    assert Visit.objects.count() == 2


def test_only_lines_of_the_page_are_unticked(analyst, mapping):
    upload(analyst, csv_file(row(id="1")), mapping)
    confirm(analyst)
    upload(analyst, csv_file(row(id="2")), mapping)
    task = latest()
    ImportLine.objects.create(task=task, number=9, outcome="duplicate", allowed=True)
    analyst.post(url("confirm"), {"shown": "2", "_keep": "1"})
    assert list(task.lines.filter(allowed=True).values_list("number", flat=True)) == [9]


def published(client, mapping) -> Visit:
    upload(client, csv_file(row(places="Astana")), mapping)
    confirm(client)
    visit = Visit.objects.get()
    with recorded_as("chief"):
        for record in (visit.visitor, visit):
            record.state = "published"
            record.save()
    return visit


def test_an_analysts_change_to_a_published_visit_waits_for_review(analyst, reviewer, mapping):
    visit = published(analyst, mapping)
    upload(analyst, csv_file(row(places="Almaty")), mapping)
    assert counts(updated=0, proposed=1) == {"updated": 0, "proposed": 1}
    confirm(analyst)

    visit.refresh_from_db()
    revision = Revision.objects.get()
    assert (visit.city, revision.author) == ("Astana", "analyst")
    approve(revision=revision, user=User.objects.get(username="reviewer"))
    visit.refresh_from_db()
    assert visit.city == "Almaty"


def test_a_change_that_waits_already_is_not_proposed_twice(analyst, mapping):
    published(analyst, mapping)
    for _time in range(2):
        upload(analyst, csv_file(row(places="Almaty")), mapping)
        confirm(analyst)
    assert Revision.objects.count() == 1
    assert latest().counts["kept"] == 1


def test_a_reviewers_change_to_a_published_visit_waits_for_a_second_person(
    analyst, reviewer, mapping
):
    visit = published(analyst, mapping)
    upload(reviewer, csv_file(row(places="Almaty")), mapping)
    assert counts(updated=0, proposed=1) == {"updated": 0, "proposed": 1}
    confirm(reviewer)
    visit.refresh_from_db()
    assert (visit.city, Revision.objects.get().author) == ("Astana", "reviewer")


def test_a_reviewers_change_is_direct_in_an_office_of_one_person(
    analyst, reviewer, mapping, settings
):
    settings.AUTHOR_CANNOT_PUBLISH = False
    visit = published(analyst, mapping)
    upload(reviewer, csv_file(row(places="Almaty")), mapping)
    confirm(reviewer)
    visit.refresh_from_db()
    assert (visit.city, visit.state) == ("Almaty", "published")


def test_a_reviewer_cannot_hide_a_published_visit_behind_a_new_visitor(analyst, reviewer, mapping):
    visit = published(analyst, mapping)
    upload(reviewer, csv_file(row(visitor="President Eero Salo")), mapping)
    confirm(reviewer)
    visit.refresh_from_db()
    assert visit.visitor.name_en == "Aino Laine"
    assert Revision.objects.get().payload["fields"]["journey_id"] is None


def test_updates_can_be_left_out(analyst, mapping):
    upload(analyst, csv_file(row(id="1", places="Astana")), mapping)
    confirm(analyst)
    upload(
        analyst, csv_file(row(id="1", places="Almaty"), row(id="2", start="2003", end="")), mapping
    )
    analyst.post(url("confirm"), {"_load": "1"})
    assert Visit.objects.get(external_id="test:1").city == "Astana"
    assert Visit.objects.count() == 2


# Undoing


def test_an_import_is_undone_on_its_page(analyst, mapping):
    upload(analyst, csv_file(row()), mapping)
    confirm(analyst)
    response = analyst.post(url("undo"), {"reason": "the wrong file"}, follow=True)
    assert "1 deleted" in response.content.decode()
    assert not Visit.objects.exists()
    assert latest().undone_by == "analyst"


def test_undoing_drops_what_waits_for_review(analyst, mapping):
    published(analyst, mapping)
    upload(analyst, csv_file(row(places="Almaty")), mapping)
    confirm(analyst)
    analyst.post(url("undo"))
    assert Revision.objects.get().decision == "dropped"


def test_what_is_published_since_is_left_and_told(analyst, mapping):
    published(analyst, mapping)
    page = analyst.post(url("undo"), follow=True).content.decode()
    assert "It was changed since, by chief" in page
    assert Visit.objects.count() == 1


def test_an_import_that_is_not_loaded_cannot_be_undone(analyst, mapping):
    upload(analyst, csv_file(row()), mapping)
    assert "nothing to undo" in said(analyst.post(url("undo"), follow=True))


# Who may


PAGES = ("change/", "map/", "preview/", "confirm/", "undo/", "rejects.csv", "rejects.xlsx")


def test_who_may_not_add_visits_may_not_import(analyst, mapping):
    upload(analyst, csv_file(row()), mapping)
    viewer = signed_in("viewer", "viewer")
    pages = [ADD, *(f"/admin/events/import/{latest().pk}/{page}" for page in PAGES)]
    assert {page: viewer.get(page).status_code for page in pages} == dict.fromkeys(pages, 403)
    assert upload(viewer, csv_file(row()), mapping).status_code == 403


def test_an_import_is_its_authors_and_reviewers(analyst, reviewer, mapping):
    upload(analyst, csv_file(row()), mapping)
    other = signed_in("other", "analyst")
    pages = [f"/admin/events/import/{latest().pk}/{page}" for page in PAGES[1:]]
    assert {other.post(page).status_code for page in pages} == {403}
    assert other.get(url()).status_code == 403
    assert "visits.csv" not in other.get("/admin/events/import/").content.decode()
    assert reviewer.get(url()).status_code == 200
    assert "visits.csv" in reviewer.get("/admin/events/import/").content.decode()


# What people upload


BAD = {
    "is empty": b"",
    "save it as .xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
    "is a PDF file": b"%PDF-1.7 " + b"x" * 99,
    "the file is damaged": b"PK\x03\x04" + b"x" * 99,
    "second line of column names": b"id,start,name\nno,begin,who\n1,2022,x\n2,2023,y\n",
    "this line is a title": b"Visits,,\nid,start,name\n1,2022,x\n",
}


@pytest.mark.parametrize("message", BAD)
def test_a_file_that_is_no_table_is_refused_on_the_page(analyst, message):
    response = upload(analyst, BAD[message])
    assert response.status_code == 200
    assert message in " ".join(response.context["form"].errors["file"])
    assert not Import.objects.exists()


def test_a_file_over_the_limit_is_refused(analyst, settings):
    settings.IMPORT_MAX_BYTES = 10
    assert "larger than" in str(upload(analyst, csv_file(row())).context["form"].errors)


def test_a_file_that_breaks_off_half_way_is_refused_and_nothing_kept_of_it(analyst, mapping):
    response = upload(analyst, csv_file(row()) + b'\n"2;"x', mapping)
    assert "line 3: " in str(response.context["form"].errors)
    assert not Import.objects.exists()


def test_letters_of_another_encoding_are_read_and_the_guess_is_said(analyst, mapping):
    response = upload(analyst, csv_file(row(places="Астана")).decode().encode("cp1251"), mapping)
    assert "cp1251" in response.content.decode()
    confirm(analyst)
    assert Visit.objects.get().city == "Астана"


def test_a_page_of_lines_costs_the_same_for_one_and_for_many(
    analyst, mapping, django_assert_num_queries
):
    upload(analyst, csv_file(row(id="1")), mapping)
    confirm(analyst)
    one = latest().pk
    rows = [row(id=str(n), start=f"{1500 + n}", end="") for n in range(2, 32)]
    upload(analyst, csv_file(*rows), mapping)
    confirm(analyst)
    for key in (one, latest().pk):
        with django_assert_num_queries(10):
            analyst.get(f"/admin/events/import/{key}/change/")


def test_an_exported_list_needs_no_mapping_and_is_unchanged(analyst):
    VisitFactory.create_batch(3, host_country_id="FIN", state="published")
    for form in ("csv", "xlsx", "jsonl"):
        response = analyst.get(f"/api/v1/visits/?format={form}&lang=ru")
        upload(analyst, b"".join(response.streaming_content), name=f"list.{form}")
        assert latest().state == "previewed", form
        said = list(latest().lines.values_list("texts", flat=True))
        wanted = {"read": 3, "unchanged": 3, "created": 0, "updated": 0, "rejected": 0}
        assert {name: latest().counts[name] for name in wanted} == wanted, (form, said)
