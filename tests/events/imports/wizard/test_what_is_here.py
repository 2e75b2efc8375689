"""Lines that stand in the record already: duplicates, changes, and what is published."""

import pytest
from django.contrib.auth.models import User

from events.editorial import approve
from events.models import ImportLine, Revision, Visit
from tests.events.imports.conftest import row
from tests.events.imports.wizard.steps import (
    confirm,
    counts,
    csv_file,
    latest,
    published,
    upload,
    url,
)

# Each request is a transaction of its own, as in a running product.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


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
