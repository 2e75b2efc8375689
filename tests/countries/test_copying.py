"""Rows that are inserted by COPY are those that bulk_create would insert."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models.functions import Lower

from countries.models import Person, Position
from countries.models.copying import can_copy, copy_in, like
from events.models import Import, ImportLine, ImportPart, Journey, Visit
from tests.factories import CountryFactory, PersonFactory, PositionFactory, VisitFactory

pytestmark = pytest.mark.django_db
AWKWARD = "Tab\there, line\nbreak, back\\slash, \\N, \r “quote” 'quote' Қазақстан"


@pytest.fixture
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("COPY is PostgreSQL's; SQLite has nothing between it and the process")


def people(count=100, **values):
    return [Person(name_en=f"Person {n}", **values) for n in range(count)]


def model_to_dict(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_come_back_as_they_were_given(postgresql):
    rows = people(note=AWKWARD, external_id=None, other_names="\\")

    copy_in(Person, rows, "default")

    for row in rows:
        assert model_to_dict(Person.objects.get(pk=row.pk)) == model_to_dict(row)


def test_search_keys_and_times_are_made_as_on_saving(postgresql):
    (row, *_others) = rows = people(name_ru="Токаев")
    copy_in(Person, rows, "default")

    row.refresh_from_db()
    assert row.search_text == "person 0 | tokaev"
    assert abs(row.created_at - row.updated_at) < datetime.timedelta(seconds=5)


def test_visits_are_what_bulk_create_makes_of_them(postgresql):
    example = VisitFactory(end_date=None, purpose=AWKWARD)

    def visits():
        given = {
            **{f.attname: getattr(example, f.attname) for f in Visit._meta.concrete_fields},
            "id": None,
        }
        return [Visit(**given) for _n in range(100)]

    plain, copied = visits(), visits()
    models.QuerySet(Visit).bulk_create(plain)
    copy_in(Visit, copied, "default")

    own = {"id", "created_at", "updated_at"}
    rows = Visit.objects.filter(pk__in=[plain[0].pk, copied[0].pk]).order_by("pk")
    one, other = ({k: v for k, v in model_to_dict(row).items() if k not in own} for row in rows)
    assert one == other


def test_json_comes_back_as_it_was_given(postgresql):
    task = Import.objects.create(author="an analyst", file_name="visits.csv")
    texts = [AWKWARD, "Тоқаев", {"a": [1, None, True]}]
    lines = [ImportLine(task=task, number=n, outcome="rejected", texts=texts) for n in range(100)]

    copy_in(ImportLine, lines, "default")

    assert ImportLine.objects.get(pk=lines[0].pk).texts == texts


def test_keys_go_on_from_those_that_are_there(postgresql):
    before = PersonFactory()
    rows = people()

    copy_in(Person, rows, "default")

    assert [row.pk for row in rows] == sorted({row.pk for row in rows})
    assert before.pk < rows[0].pk
    assert PersonFactory().pk > rows[-1].pk
    assert not rows[0]._state.adding


def test_the_tables_rules_hold(postgresql):
    CountryFactory(code="KAZ")
    PersonFactory(external_id="x:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in(Person, people(external_id="x:1"), "default")
    offices = [Position(name_en=f"{n}", country_id="NONE") for n in range(100)]
    with transaction.atomic():
        copy_in(Position, offices, "default")
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_an_expression_is_refused(postgresql):
    with pytest.raises(DatabaseError, match="expression"), transaction.atomic():
        copy_in(Person, people(note=Lower(models.Value("A"))), "default")


def test_what_copy_does_not_fit_is_inserted_as_ever():
    assert can_copy(Journey, [Journey() for _n in range(100)], "default") == (
        connection.vendor == "postgresql"
    )
    assert not can_copy(Person, people(99), "default")
    assert not can_copy(Person, [*people(), Person(pk=5)], "default")
    assert not can_copy(ImportPart, [ImportPart() for _n in range(100)], "default")


def test_a_row_like_another_is_what_its_model_makes():
    office = PositionFactory()
    one = Visit(state="draft", city="Astana", visitor_position_id=office.pk)
    other = like(Visit(state="draft"), city="Astana", visitor_position_id=office.pk)

    assert model_to_dict(one) == model_to_dict(other)
    assert other._state.adding
    assert other.visitor_position == office
    assert "visitor_position" not in like(one, city="Oslo").__dict__
