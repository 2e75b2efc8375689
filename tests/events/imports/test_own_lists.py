"""A list that was exported here, changed in a spreadsheet, changes the same visits."""

import csv
import io

import pytest
from django.test import Client

from countries.models import recorded_as
from events.imports.guessing import guess
from events.imports.mapping import Mapping
from events.imports.plan import Choices
from events.imports.planner import Planner
from events.imports.reading import read_sheet
from events.models import Visit
from tests.factories import CountryFactory, PersonFactory, PositionFactory, VisitFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v1/visits/?format=csv&ordering=id"


@pytest.fixture
def visit() -> Visit:
    return VisitFactory(
        host_country=CountryFactory(code="FIN"),
        visitor=PersonFactory(name_en="Aino Laine", name_ru="Айно Лайне"),
        visitor_position=PositionFactory(),
        city="Turku",
        state="published",
    )


def exported() -> list[dict[str, str]]:
    data = b"".join(Client(SERVER_NAME="localhost").get(PATH).streaming_content)
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def plan(rows: list[dict[str, str]], **choices):
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    sheet = read_sheet(file.getvalue().encode(), name="list.csv", encoding="")
    return Planner(Mapping.of(guess(sheet, ())), Choices(**choices)).plan(sheet)


def changes(found) -> dict[str, tuple[str, str]]:
    (update,) = found
    return {c.name: (c.before, c.after) for c in update.comparison.changes}


def test_a_changed_cell_is_an_update_of_its_visit(visit):
    (row,) = exported()
    found = plan([{**row, "city": "Oulu", "end_date": "", "purpose": "Talks"}])
    assert changes(found.updates) == {
        "city": ("Turku", "Oulu"),
        "end_date": (str(visit.end), ""),
        "purpose": (visit.purpose, "Talks"),
    }


def test_a_cell_that_somebody_changed_here_since_is_a_conflict(visit):
    (row,) = exported()
    visit.city = "Espoo"
    with recorded_as("ann"):
        visit.save()
    assert plan([row]).unchanged == 1
    found = plan([{**row, "city": "Oulu"}])
    assert found.conflicts[0].comparison.conflicts == ["city"]
    assert changes(plan([{**row, "city": "Oulu"}], every_conflict=True).updates) == {
        "city": ("Espoo", "Oulu")
    }


def test_another_field_than_the_one_changed_here_is_an_update(visit):
    (row,) = exported()
    visit.city = "Espoo"
    with recorded_as("ann"):
        visit.save()
    assert changes(plan([{**row, "note": "Checked"}]).updates) == {"note": ("", "Checked")}


def test_an_unknown_version_of_a_changed_visit_is_a_conflict(visit):
    (row,) = exported()
    older = {**row, "updated_at": "2001-01-01T00:00:00+00:00", "city": "Oulu"}
    assert len(plan([older]).conflicts) == 1


def test_v12_of_another_installation_is_another_visit(visit):
    (row,) = exported()
    found = plan(
        [{**row, "created_at": "2001-01-01T00:00:00+00:00", "start_date": "1990", "end_date": ""}]
    )
    assert found.rejects == []
    assert [v.row.external_id for v in found.new] == [f"diplotrack:{row['id']}"]


def test_a_row_without_an_id_is_a_new_visit_of_the_person_it_names(visit):
    (row,) = exported()
    added = {**row, "id": "", "start_date": "1990-05-05", "end_date": "", "external_id": ""}
    (found,) = plan([row, added]).new
    assert found.people[0][0].pk == visit.visitor_id
    assert plan([row, added]).people == []


def test_a_name_against_its_id_is_rejected_with_what_to_do(visit):
    (row,) = exported()
    (reject,) = plan([{**row, "visitor_name": "Eero Salo"}]).rejects
    assert "empty the id to name somebody else" in reject.reason


def test_with_the_id_emptied_another_visitor_is_an_update(visit):
    (row,) = exported()
    found = plan([{**row, "visitor": "", "visitor_name": "Eero Salo"}])
    assert "visitor" in changes(found.updates)
    assert [person.name for person in found.people] == ["Eero Salo"]


def test_a_name_in_another_script_is_the_same_person(visit):
    (row,) = exported()
    assert plan([{**row, "visitor_name": "Айно Лайне"}]).unchanged == 1


def test_an_emptied_position_is_a_change(visit):
    (row,) = exported()
    assert row["visitor_position_name"]
    found = plan([{**row, "visitor_position_name": "", "visitor_level": ""}])
    assert "visitor_position" in changes(found.updates)


def test_the_same_visit_twice_is_rejected(visit):
    (row,) = exported()
    (reject,) = plan([row, row]).rejects
    assert "the same id as line 2" in reject.reason
