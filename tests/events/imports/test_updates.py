"""A row that names a visit that is here changes it, unless somebody here changed the same."""

import pytest
from django.core.management import CommandError

from countries.models import Person, recorded_as
from countries.names import fold
from events.imports.importing import Command
from events.imports.mapping import Mapping
from events.imports.plan import Choices
from events.imports.planner import Planner
from events.imports.reading import read_sheet
from events.models import Import, Journey, Visit
from tests.events.imports.conftest import row

# Each import is a transaction of its own, as in a running product: history tells them apart by it.
pytestmark = pytest.mark.django_db(transaction=True)

QUERIES = 13  # of the reference, of people, of one set of lines and of its history


def edited(city: str, **more) -> Visit:
    """The visit as somebody changes it by hand."""
    visit = Visit.objects.get()
    visit.city = city
    for name, value in more.items():
        setattr(visit, name, value)
    with recorded_as("ann", "the protocol says so"):
        visit.save()
    return visit


def test_a_changed_row_changes_its_draft_in_place(run):
    run(run.file(row(places="Astana")))
    output = run(run.file(row(places="Almaty", end="2001-05-10")), "--update")

    visit = Visit.objects.get()
    assert "visits updated: 1" in output
    assert (visit.city, str(visit.end)) == ("Almaty", "2001-05-10")
    assert visit.history.earliest().history_type == "+"
    assert visit.history.latest().history_user_id == "import_visits"


def test_its_search_key_and_its_journey_follow(run):
    run(run.file(row(places="Astana")))
    run(run.file(row(places="Almaty", start="2001-06-07", end="2001-06-09")), "--update")

    visit = Visit.objects.get()
    assert fold("Almaty") in visit.search_text
    assert str(Journey.objects.get().start) == str(visit.journey.start) == "2001-06-07"


def test_another_visitor_takes_another_journey(run):
    run(run.file(row()))
    run(run.file(row(visitor="President Eero Salo")), "--update")

    visit = Visit.objects.get()
    assert visit.visitor.name_en == "Eero Salo"
    assert visit.journey.traveller == visit.visitor
    assert Journey.objects.count() == 1


def test_another_office_is_a_change(run):
    run(run.file(row()))
    output = run(run.file(row(visitor="Prime Minister Aino Laine")), "--update")

    assert "visits updated: 1" in output
    assert Visit.objects.get().visitor_position.name_en == "Prime Minister"


def test_what_somebody_changed_here_stays_when_the_file_is_as_it_was(run):
    file = run.file(row(places="Astana"))
    run(file)
    edited("Karaganda")

    assert "unchanged, here already: 1" in run(file, "--update")
    assert Visit.objects.get().city == "Karaganda"


def test_changes_of_different_fields_meet(run):
    run(run.file(row(places="Astana", end="2001-05-09")))
    edited("Astana", note="Seen at the protocol")
    run(run.file(row(places="Almaty")), "--update")

    visit = Visit.objects.get()
    assert (visit.city, visit.note) == ("Almaty", "Seen at the protocol")


def test_a_field_that_both_changed_is_a_conflict_and_stays(run):
    run(run.file(row(places="Astana")))
    edited("Karaganda")
    output = run(run.file(row(places="Almaty")), "--update")

    assert "changed here too, left as they are here: 1" in output
    assert Visit.objects.get().city == "Karaganda"


def test_changes_that_cannot_be_together_are_a_conflict(run):
    run(run.file(row(start="2001-05-07", end="2001-05-09")))
    visit = Visit.objects.get()
    visit.end_date = visit.start_date
    visit.save()
    output = run(run.file(row(start="2001-05-08", end="2001-05-09")), "--update")

    assert "changed here too, left as they are here: 1" in output


def test_a_withdrawn_visit_is_left(run):
    run(run.file(row(places="Astana")))
    edited("Astana", state="withdrawn")
    output = run(run.file(row(places="Almaty")), "--update")

    assert "differing, left as they are here: 1" in output
    assert Visit.objects.get().city == "Astana"


def test_a_likely_duplicate_under_another_id_is_not_created_unless_asked(run):
    run(run.file(row(id="1")))
    other = run.file(row(id="99"))
    output = run(other)
    assert "likely here already, not created: 1" in output
    assert f"likely duplicate: line 2: V{Visit.objects.get().pk}" in output
    assert Person.objects.count() == 1

    run(other, "--create-duplicates")
    assert Visit.objects.count() == 2


def test_planning_updates_costs_the_same_queries_for_one_row_and_for_many(
    run, django_assert_num_queries
):
    rows = [
        row(id=str(n), places=f"City {n}", start=f"{1900 + n}-01-01", end="") for n in range(40)
    ]
    run(run.file(*rows))
    changed = [(*cells[:5], "Almaty", cells[6]) for cells in rows]
    mapping = Mapping.read(run.mapping())

    def plan(*some):
        data = run.file(*some).read_bytes()
        planner = Planner(mapping, Choices(publishes=True))
        return planner.plan(read_sheet(data, name="visits.csv"))

    with django_assert_num_queries(QUERIES):
        assert len(plan(changed[0]).updates) == 1
    with django_assert_num_queries(QUERIES):
        assert len(plan(*changed).updates) == 40


def test_what_changed_between_planning_and_writing_stops_it_all(run, monkeypatch):
    run(run.file(row(places="Astana")))
    steps = Planner.plan

    def plan(self, sheet):
        found = steps(self, sheet)
        edited("Karaganda")
        return found

    monkeypatch.setattr(Planner, "plan", plan)
    with pytest.raises(CommandError, match="was changed while this was being imported"):
        run(run.file(row(places="Almaty"), row(id="2", start="2003", end="")), "--update")
    # The edit stands in the import's own transaction here, so it goes with all the rest.
    assert Visit.objects.get().city == "Astana"
    assert Import.objects.count() == 1


def test_the_command_is_someone_who_may_do_anything():
    assert Command().has_perm("events.publish_record")
