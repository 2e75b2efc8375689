"""A good file becomes visits, people, offices, journeys and citations, once."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.models import Person, Position
from events.models import Citation, Journey, Source, Visit, VisitParticipant
from tests.events.imports.conftest import row


def test_a_row_becomes_a_draft_visit_with_all_it_says(run):
    run(run.file(row()))

    visit = Visit.objects.get()
    assert visit.external_id == "test:1"
    assert visit.state == "draft"
    assert (visit.guest_country_id, visit.host_country_id) == ("FIN", "KAZ")
    assert (str(visit.start), str(visit.end)) == ("2001-05-07", "2001-05-09")
    assert (visit.city, visit.other_cities) == ("Astana", "Almaty")
    assert visit.visit_type_id == "state"
    assert visit.purpose == "State visit."


def test_rank_and_name_are_taken_apart(run):
    run(run.file(row(visitor="Prime Minister Aino Laine")))

    visit = Visit.objects.get()
    assert visit.visitor.name_en == "Aino Laine"
    assert visit.visitor_position.name_en == "Prime Minister"
    assert visit.visitor_position.country_id == "FIN"
    assert visit.visitor_position.level == "head_of_government"


def test_the_second_visitor_of_a_row_joins_the_delegation(run):
    run(run.file(row(visitor="President Aino Laine and Prime Minister Eero Salo")))

    visit = Visit.objects.get()
    assert visit.visitor.name_en == "Aino Laine"
    participant = visit.participants.get()
    assert participant.person.name_en == "Eero Salo"
    assert participant.position.name_en == "Prime Minister"
    assert participant.role == VisitParticipant.Role.DELEGATION


def test_every_visit_cites_its_source_unread(run):
    run(run.file(row(id="1"), row(id="a/b", start="2002-01-01", end="2002-01-01")))

    assert set(Source.objects.values_list("url", flat=True)) == {
        "https://example.org/visits/1",
        "https://example.org/visits/a%2Fb",
    }
    citation = Citation.objects.get(visit__external_id="test:1")
    assert (citation.page, citation.check_state) == ("row 1", "carried_over")


def test_adjoining_stops_share_an_assumed_journey(run):
    run(
        run.file(
            row(id="1", start="2001-05-07", end="2001-05-09"),
            row(id="2", start="2001-05-10", end="2001-05-10"),
            row(id="3", start="2003-05-10", end="2003-05-10"),
        )
    )

    assert Journey.objects.count() == 2
    assert Visit.objects.filter(journey__basis="assumed").count() == 3


def test_published_rows_have_published_people(run):
    run(run.file(row()), "--state=published")

    assert Visit.objects.published().count() == 1


def test_visits_of_a_person_who_is_a_draft_here_are_told_to_stay_hidden(run):
    Person.objects.create(name_en="Aino Laine")

    assert "1 of them stay hidden" in run(run.file(row()), "--state=published")
    assert "stay hidden" not in run(
        run.file(row(id="2", visitor="President Eero Salo")), "--state=published"
    )


def test_history_names_the_command_and_the_file(run):
    run(run.file(row()))

    for model in (Visit, Person, Position, Journey, Citation, Source):
        entry = model.history.get()
        assert entry.history_user_id == "import_visits"
        assert entry.history_change_reason == "visits.csv"


def test_a_long_file_name_is_kept_whole_as_the_reason(run):
    name = "v" * 150 + ".csv"
    run(run.file(row(), name=name))

    assert Visit.history.get().history_change_reason == name


def test_a_second_run_loads_nothing_twice(run):
    file = run.file(row(id="1"), row(id="2", start="2003-01-01", end="2003-01-01"))
    run(file)
    output = run(file)

    assert "unchanged, here already: 2" in output
    assert (Visit.objects.count(), Person.objects.count(), Visit.history.count()) == (2, 1, 2)


def test_a_row_that_changed_in_the_file_is_told_and_left(run):
    run(run.file(row(places="Astana")))
    output = run(run.file(row(places="Almaty", visitor="President Eero Salo")))

    assert "differing, left as they are here: 1" in output
    assert "line 2: city: Astana, now Almaty; visitor: P" in output
    assert Visit.objects.get().city == "Astana"
    assert not Person.objects.filter(name_en="Eero Salo").exists()


def test_a_longer_file_adds_only_its_new_rows(run):
    run(run.file(row(id="1")))
    run(run.file(row(id="1"), row(id="2", start="2003-01-01", end="2003-01-01")))

    assert set(Visit.objects.values_list("external_id", flat=True)) == {"test:1", "test:2"}
    assert Person.objects.count() == 1


def test_a_visit_counts_in_the_year_in_which_it_starts(run):
    run(run.file(row(start="2001-12-30", end="2002-01-02")))

    first, last = datetime.date(2001, 1, 1), datetime.date(2001, 12, 31)
    assert Visit.objects.starting(first, last).count() == 1


def test_reading_costs_the_same_queries_for_one_row_and_for_many(run):
    def queries(count):
        file = run.file(*(row(id=str(n), places=f"City {n}") for n in range(count)))
        with CaptureQueriesContext(connection) as captured:
            run(file, "--dry-run")
        return len(captured)

    assert queries(1) == queries(90)


def test_writing_costs_queries_by_the_batch(run, django_assert_max_num_queries):
    dates = [f"{1900 + n}-01-01" for n in range(90)]
    rows = [row(id=str(n), start=date, end=date) for n, date in enumerate(dates)]
    # 90 visits, journeys, sources, citations and the history of each; SQLite's batches are small.
    with django_assert_max_num_queries(90):
        run(run.file(*rows))
