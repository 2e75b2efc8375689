"""An import taken back: what it made goes, what it changed is as before, what others did stays."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from countries.models import Person, Position, recorded_as
from events.imports.undoing import undo_import
from events.models import (
    Citation,
    Import,
    Journey,
    Revision,
    Source,
    Visit,
    VisitParticipant,
)
from tests.events.imports.conftest import row
from tests.factories import SignedDocumentFactory

MADE = (Visit, Person, Position, Journey, Citation, Source, VisitParticipant)

# Each import is a transaction of its own, as in a running product: history tells them apart by it.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reviewer():
    return get_user_model().objects.create_user("reviewer")


def undo(task: Import | None = None, **options) -> str:
    out = io.StringIO()
    call_command("undo_import", (task or Import.objects.latest("pk")).pk, stdout=out, **options)
    return out.getvalue()


def by_hand(visit: Visit, **values) -> None:
    for name, value in values.items():
        setattr(visit, name, value)
    with recorded_as("ann"):
        visit.save()


def test_everything_that_was_made_goes(run):
    run(
        run.file(
            row(id="1", visitor="President Aino Laine and Premier Eero Salo"),
            row(id="2", start="2003", end=""),
        )
    )
    assert "deleted: 2" in undo()

    assert [model.objects.count() for model in MADE] == [0] * len(MADE)


def test_undoing_is_in_history_with_its_actor_and_reason(run):
    run(run.file(row()))
    task = Import.objects.get()
    undo(task, reason="the wrong file")

    version = Visit.history.latest()
    assert (version.history_type, version.history_user_id) == ("-", "import_visits")
    assert version.history_change_reason == f"import {task.pk} undone: the wrong file"
    assert Import.history.filter(id=task.pk).latest().state == "undone"


def test_what_was_here_before_stays(run):
    run(run.file(row(id="1")))
    run(run.file(row(id="1"), row(id="2", start="2001-05-10", end="2001-05-11")))
    undo()

    assert Visit.objects.get().external_id == "test:1"
    assert str(Journey.objects.get().end) == "2001-05-09"
    assert (Person.objects.count(), Citation.objects.count(), Source.objects.count()) == (1, 1, 1)


def test_an_updated_visit_is_as_it_was(run):
    run(run.file(row(places="Astana")))
    before = Visit.objects.values().get()
    run(
        run.file(row(places="Almaty", start="2002-05-07", end="", visitor="Premier Eero Salo")),
        "--update",
    )
    assert Visit.objects.get().city == "Almaty"
    assert "restored: 1" in undo()

    after = Visit.objects.values().get()
    own = {"updated_at", "journey_id"}
    assert {k: v for k, v in after.items() if k not in own} == {
        k: v for k, v in before.items() if k not in own
    }
    assert str(Journey.objects.get().start) == "2001-05-07"
    assert not Person.objects.filter(name_en="Eero Salo").exists()


@pytest.mark.parametrize("change", ["field", "state", "child"])
def test_a_row_that_somebody_changed_since_is_left_and_told(run, change):
    run(run.file(row(id="1"), row(id="2", start="2003", end="")))
    visit = Visit.objects.get(external_id="test:1")
    if change == "child":
        with recorded_as("ann"):
            VisitParticipant.objects.create(
                visit=visit, person=Person.objects.create(name_en="Eero Salo"), role="delegation"
            )
    else:
        by_hand(visit, **({"city": "Almaty"} if change == "field" else {"state": "in_review"}))
    output = undo()

    assert "deleted: 1" in output
    assert f"left: line 2, V{visit.pk}: It was changed since, by ann on" in output
    assert Visit.objects.get() == visit
    assert Visit.objects.get().journey is not None


def test_an_updated_row_that_somebody_changed_since_is_left(run):
    run(run.file(row(places="Astana")))
    run(run.file(row(places="Almaty")), "--update")
    by_hand(Visit.objects.get(), note="checked")

    assert "left: 1" in undo()
    assert Visit.objects.get().city == "Almaty"


def test_a_visit_that_a_document_names_is_left(run):
    run(run.file(row()))
    SignedDocumentFactory(visit=Visit.objects.get())

    assert "Something else refers to it: signed document" in undo()
    assert Visit.objects.count() == 1


def test_published_visits_are_withdrawn_so_that_their_addresses_tell(run):
    run(run.file(row()), "--state=published")
    output = undo()

    assert "withdrawn: 1" in output
    assert Visit.objects.get().state == "withdrawn"
    assert Journey.objects.get().state == "withdrawn"


def test_a_published_visit_becomes_what_it_was_by_a_second_person(run, reviewer):
    run(run.file(row(places="Astana")), "--state=published")
    run(run.file(row(places="Almaty"), name="b.csv"), "--update")
    task = Import.objects.latest("pk")
    undo_import(task=task, user=reviewer, reviews=True, publishes=False)

    visit, line = Visit.objects.get(), task.lines.get(outcome="updated")
    assert visit.city == "Almaty"
    revision = Revision.objects.get(pk=line.revision_key)
    assert (revision.visit, revision.payload["fields"]["city"]) == (visit, "Astana")
    task.refresh_from_db()
    assert (task.undo_counts["proposed"], task.undo_counts["restored"]) == (1, 0)


def test_the_command_makes_published_visits_what_they_were_at_once(run):
    run(run.file(row(places="Astana")), "--state=published")
    run(run.file(row(places="Almaty"), name="b.csv"), "--update")
    undo()
    assert Visit.objects.get().city == "Astana"


GAP = row(id="2", start="2001-05-10", end="2001-05-11")
APART = (row(id="1"), row(id="3", start="2001-05-12", end="2001-05-13"))


def journeys() -> dict[str, tuple]:
    """The journey of each visit, with its days."""
    visits = Visit.objects.select_related("journey").order_by("external_id")
    return {v.external_id: (v.journey_id, str(v.journey.start), str(v.journey.end)) for v in visits}


def test_journeys_that_an_import_joined_are_apart_again(run):
    run(run.file(*APART))
    before = journeys()
    run(run.file(GAP, name="b.csv"))
    assert len({journey for journey, *_days in journeys().values()}) == 1

    output = undo()
    assert journeys() == before
    assert "journeys: 1" in output


def test_a_joined_journey_whose_stop_was_moved_since_stays_and_is_told(run):
    run(run.file(*APART))
    run(run.file(GAP, name="b.csv"))
    stop = Visit.objects.get(external_id="test:3")
    moved = list(Visit.objects.exclude(external_id="test:2"))
    for visit in moved:
        by_hand(visit, journey=None)

    output = undo()
    stop.refresh_from_db()
    assert stop.journey is None
    assert "journeys_left: 1" in output


def test_an_import_is_undone_once(run):
    run(run.file(row()))
    undo()
    with pytest.raises(CommandError, match="nothing to undo"):
        undo()


def test_an_unknown_number_is_refused(run):
    with pytest.raises(CommandError, match="There is no import 7"):
        call_command("undo_import", 7)


def test_the_same_file_can_be_imported_after_it_was_undone(run):
    file = run.file(row())
    run(file)
    undo()
    assert "visits created: 1" in run(file)


def test_a_failure_half_way_leaves_the_import_as_it_was(run, monkeypatch):
    run(run.file(row()))

    def broken(*_args):
        raise RuntimeError("the power went")

    monkeypatch.setattr("events.imports.undoing._Undoing._tidy_journeys", broken)
    with pytest.raises(RuntimeError):
        undo()
    assert Visit.objects.count() == 1
    assert Import.objects.get().state == "done"


def test_undoing_costs_queries_by_the_set(run, django_assert_max_num_queries):
    dates = [f"{1900 + n}-01-01" for n in range(60)]
    run(run.file(*(row(id=str(n), start=d, end=d) for n, d in enumerate(dates))))
    # 60 visits with journeys, citations and sources, each with its history
    with django_assert_max_num_queries(120):
        undo()
