"""Taking an import back on its page, and who may see and do what."""

import pytest

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
