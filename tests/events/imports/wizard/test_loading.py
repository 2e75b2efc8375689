"""From an uploaded file to the record: mapped, looked at, confirmed; all or nothing, once."""

import io

import openpyxl
import pytest
from django.contrib.auth.models import User

from events.imports import tasks
from events.imports.importing import DoneAlready
from events.models import ImportMapping, Visit
from tests.events.imports.conftest import COLUMNS, row
from tests.events.imports.wizard.steps import (
    confirm,
    counts,
    csv_file,
    latest,
    said,
    upload,
    url,
    workbook,
)

# Each request is a transaction of its own, as in a running product.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


def test_a_file_with_a_saved_mapping_goes_straight_to_its_preview(analyst, mapping):
    response = upload(analyst, csv_file(row(id="1"), row(id="2", guest="Ruritania")), mapping)

    assert response.status_code == 200
    assert latest().state == "previewed"
    assert counts(created=1, rejected=1, unchanged=0) == {
        "created": 1,
        "rejected": 1,
        "unchanged": 0,
    }
    assert "“Ruritania” names no country" in response.content.decode()
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
    assert form["split"].value() is True
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

    response = analyst.post(url("map"), data, headers={"accept-language": "ru"})
    errors = " ".join(response.context["form"].non_field_errors())
    assert "для visitor нужен столбец или постоянное значение" in errors
    response = analyst.post(url("map"), data, headers={"accept-language": "kk"})
    errors = " ".join(response.context["form"].non_field_errors())
    assert "visitor үшін баған немесе тұрақты мән керек" in errors


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
    monkeypatch.setattr("events.admin.imports.SMALL_PARTS", 0)
    monkeypatch.setattr("events.admin.import_running.EVERY", 0)
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
    monkeypatch.setattr("events.admin.imports.SMALL_PARTS", 0)
    monkeypatch.setattr("events.admin.import_running.EVERY", 0)
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
