"""The same name for the same country is one person; nobody is merged beyond that."""

from countries.models import Person
from events.models import Visit
from tests.events.imports.conftest import MAPPING, row
from tests.factories import PersonFactory, PositionFactory, TenureFactory, VisitFactory

WITH_IDS = MAPPING.replace('visitor = "visitor"', 'visitor = "visitor"\nvisitor_id = "places"')


def later(**cells):
    return row(start="2003-01-01", end="2003-01-02", **cells)


def test_one_name_in_two_rows_is_one_person(run):
    run(run.file(row(), later(id="2", visitor="Prime Minister AINO LAINE")))

    assert Person.objects.count() == 1
    assert {v.visitor_position.name_en for v in Visit.objects.all()} == {
        "President",
        "Prime Minister",
    }


def test_one_name_for_two_countries_is_two_people(run):
    run(run.file(row(visitor="King Olaf"), later(id="2", visitor="King Olaf", guest="TTO")))

    assert Person.objects.count() == 2


def test_a_short_name_is_not_merged_into_a_long_one(run):
    run(run.file(row(), later(id="2", visitor="President Laine")))

    assert Person.objects.count() == 2


def test_somebody_here_who_travelled_for_the_country_is_found(run):
    person = PersonFactory(name_en="Laine")
    VisitFactory(visitor=person, guest_country__code="FIN", host_country__code="TTO")
    run(run.file(row(visitor="President Laine")))

    assert Visit.objects.get(external_id="test:1").visitor == person


def test_somebody_here_who_held_an_office_there_is_found_by_another_spelling(run):
    person = PersonFactory(name_en="Айно Лайне", other_names="A. Laine; Aino Laine")
    office = PositionFactory(name_en="president", country__code="FIN")
    TenureFactory(person=person, position=office)
    run(run.file(row()))

    visit = Visit.objects.get()
    assert (visit.visitor, visit.visitor_position) == (person, office)


def test_somebody_here_of_another_country_is_somebody_else(run):
    person = PersonFactory(name_en="Aino Laine")
    TenureFactory(person=person, position=PositionFactory(country__code="TTO"))
    run(run.file(row()))

    assert Visit.objects.get().visitor != person


def test_somebody_here_without_a_country_is_found_by_a_full_name_only(run):
    full, short = PersonFactory(name_en="Aino Laine"), PersonFactory(name_en="Olaf")
    run(run.file(row(), later(id="2", visitor="King Olaf")))

    visitors = {v.external_id: v.visitor for v in Visit.objects.all()}
    assert visitors["test:1"] == full
    assert visitors["test:2"] != short


def test_the_id_of_a_person_joins_spellings_and_parts_namesakes(run):
    run(
        run.file(
            row(id="1", visitor="President A. Laine", places="laine-1"),
            later(id="2", visitor="President Aino Laine", places="laine-1"),
            later(id="3", visitor="President Aino Laine", places="laine-2"),
        ),
        mapping=WITH_IDS,
    )

    assert set(Person.objects.values_list("external_id", flat=True)) == {
        "test:laine-1",
        "test:laine-2",
    }
    assert Visit.objects.filter(visitor__external_id="test:laine-1").count() == 2


def test_the_same_person_twice_in_a_cell_travels_once(run):
    run(run.file(row(visitor="President Aino Laine and Prime Minister Aino Laine")))

    assert Visit.objects.get().participants.count() == 0
