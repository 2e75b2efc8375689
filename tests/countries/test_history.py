"""Every change of every row is kept, with who and why."""

import pytest
from django.contrib.auth import get_user_model

from countries.models import BulkWriteRefused, Country, Person, recorded_as
from tests.factories import CountryFactory, PersonFactory, TenureFactory

pytestmark = pytest.mark.django_db


def test_a_saved_row_leaves_a_version_for_each_save():
    person = PersonFactory(name_en="Kassym Tokayev")
    person.name_en = "Kassym-Jomart Tokayev"
    person.save()

    assert list(person.history.values_list("history_type", "name_en")) == [
        ("~", "Kassym-Jomart Tokayev"),
        ("+", "Kassym Tokayev"),
    ]


def test_rows_created_in_bulk_are_in_history_under_the_actor():
    with recorded_as("load_test", "first load"):
        Person.objects.bulk_create([Person(name_en="One"), Person(name_en="Two")])

    assert list(
        Person.history.order_by("name_en").values_list(
            "name_en", "history_type", "history_user_id", "history_change_reason"
        )
    ) == [("One", "+", "load_test", "first load"), ("Two", "+", "load_test", "first load")]


def test_rows_updated_in_bulk_are_in_history():
    person = PersonFactory(name_en="Before")
    person.name_en = "After"

    Person.objects.bulk_update([person], ["name_en"])

    assert person.history.count() == 2
    assert person.history.first().name_en == "After"


def test_an_update_that_history_would_miss_is_refused():
    PersonFactory(name_en="Before")

    with pytest.raises(BulkWriteRefused, match="bulk_update"):
        Person.objects.update(name_en="After")

    assert Person.objects.get().name_en == "Before"


def test_an_insert_that_may_skip_rows_is_refused():
    with pytest.raises(BulkWriteRefused):
        Country.objects.bulk_create([CountryFactory.build(code="KAZ")], ignore_conflicts=True)

    assert not Country.objects.exists()


def test_rows_deleted_in_bulk_and_their_children_are_in_history():
    tenure = TenureFactory()

    Person.objects.filter(pk=tenure.person_id).delete()

    assert Person.history.filter(history_type="-").count() == 1
    assert type(tenure).history.filter(history_type="-").count() == 1


def test_deleting_a_user_changes_no_history():
    user = get_user_model().objects.create_user("aigerim")
    with recorded_as(user.get_username()):
        person = PersonFactory()

    user.delete()

    assert person.history.get().history_user == "aigerim"
