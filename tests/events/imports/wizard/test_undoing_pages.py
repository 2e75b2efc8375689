"""Taking an import back on its page, and who may see and do what."""

import pytest
from django.contrib.auth.models import User

from events.editorial import approve
from events.models import Revision, Visit
from tests.admin_forms import signed_in
from tests.events.imports.conftest import row
from tests.events.imports.wizard.steps import (
    ADD,
    confirm,
    csv_file,
    latest,
    published,
    said,
    upload,
    url,
)
from tests.factories import SignedDocumentFactory

# Each request is a transaction of its own, as in a running product.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


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


def test_why_it_was_left_is_told_in_the_readers_language(analyst, mapping):
    visit = published(analyst, mapping)
    analyst.post(url("undo"))
    line = latest().lines.exclude(left="").get()
    russian = analyst.get(url(), headers={"accept-language": "ru"}).content.decode()
    assert "Запись с тех пор изменена: chief" in russian
    line.left = "It was deleted since."  # as older versions kept it
    line.save()
    assert "It was deleted since." in analyst.get(url()).content.decode()
    assert visit.public_id in russian


def test_what_another_record_holds_is_named_in_the_readers_language(analyst, mapping):
    upload(analyst, csv_file(row()), mapping)
    confirm(analyst)
    SignedDocumentFactory(visit=Visit.objects.get())
    analyst.post(url("undo"), headers={"accept-language": "kk"})
    assert "Something else refers to it: signed document" in analyst.get(url()).content.decode()
    russian = analyst.get(url(), headers={"accept-language": "ru"}).content.decode()
    assert "подписанный документ" in russian


def test_a_decided_proposal_is_left_and_says_so_in_the_readers_language(analyst, mapping, reviewer):
    published(analyst, mapping)
    upload(analyst, csv_file(row(places="Almaty")), mapping)
    confirm(analyst)
    approve(revision=Revision.objects.get(), user=User.objects.get(username="reviewer"))
    analyst.post(url("undo"), headers={"accept-language": "kk"})
    assert "This revision is decided already." in analyst.get(url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lines_of_what_was_deleted_name_it_and_lead_to_its_history(
    analyst, mapping, count, django_assert_num_queries
):
    rows = [
        row(id=str(n), start=f"200{n}", end="", visitor=f"President A{n}") for n in range(count)
    ]
    upload(analyst, csv_file(*rows), mapping)
    confirm(analyst)
    keys = sorted(Visit.objects.values_list("pk", flat=True))
    analyst.post(url("undo"))
    analyst.get(url() + "?lines=created")
    with django_assert_num_queries(16):
        page = analyst.get(url() + "?lines=created").content.decode()
    assert not Visit.objects.exists()
    for number, key in enumerate(keys):
        assert f'/admin/events/visit/{key}/history/">V{key}</a> A{number}: ' in page
        assert f", 200{number} <span" in page


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
