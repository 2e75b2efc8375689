"""Bulk writes leave the versions that django-simple-history would write one by one."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factory.django import DjangoModelFactory

from countries.history_verification import Verification
from countries.models import Person, recorded_as
from countries.models.history_ledger import seal_waiting
from countries.models.history_tables import tracked_models
from tests import factories
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
OWN = {"history_id", "history_date"}
FACTORIES = sorted(
    (
        factory
        for factory in vars(factories).values()
        if isinstance(factory, type)
        and issubclass(factory, DjangoModelFactory)
        and factory._meta.model in tracked_models()
    ),
    key=lambda factory: factory.__name__,
)


def versions(model):
    columns = [f.attname for f in model.history.model._meta.fields if f.attname not in OWN]
    return list(model.history.order_by("history_id").values(*columns))


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
@pytest.mark.parametrize("update", [False, True], ids=["created", "changed"])
def test_a_version_is_what_simple_history_writes(factory, update):
    factory()
    model = factory._meta.model
    rows = list(model.objects.order_by("pk"))
    begun = len(versions(model))

    model.history.bulk_history_create(
        rows, update=update, default_user="loader", default_change_reason="why"
    )
    with recorded_as("loader", "why"):
        model.objects.all()._record(rows, "~" if update else "+")

    written = versions(model)[begun:]
    assert written[: len(rows)] == written[len(rows) :]
    assert len(written) == 2 * len(rows)


def test_all_of_a_large_write_is_in_history_and_in_the_ledger():
    with recorded_as("loader"):
        Person.objects.bulk_create([Person(name_en=f"Person {n}") for n in range(2500)])
    seal_waiting()

    names = set(Person.history.values_list("id", "name_en", "search_text"))
    assert names == set(Person.objects.values_list("id", "name_en", "search_text"))
    walk = Verification()
    assert list(walk.faults()) == []
    assert walk.rows == 2500


def test_a_bulk_update_leaves_what_the_row_holds_and_not_what_the_instance_says():
    person = PersonFactory(name_en="Before", note="written")
    person.name_en, person.note = "After", "not written"

    Person.objects.bulk_update([person], ["name_en"])

    newest = person.history.latest()
    assert (newest.name_en, newest.note, newest.history_type) == ("After", "written", "~")


def test_a_row_that_is_gone_leaves_no_version():
    person = PersonFactory()
    gone = Person.objects.get()
    person.delete()
    before = Person.history.count()

    Person.objects.bulk_update([gone], ["name_en"])

    assert Person.history.count() == before


def test_an_instance_may_name_its_own_actor_reason_and_date():
    one, two = Person(name_en="One"), Person(name_en="Two")
    one._history_user, one._change_reason = "somebody", "a letter"
    one._history_date = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)

    with recorded_as("loader", "first load"):
        Person.objects.bulk_create([one, two])

    columns = ("history_user_id", "history_change_reason", "history_date__year")
    first, second = Person.history.order_by("name_en").values_list(*columns)
    assert first == ("somebody", "a letter", 2020)
    assert second[:2] == ("loader", "first load")


def test_a_thousand_versions_are_one_statement():
    people = [Person(name_en=f"Person {n}") for n in range(1000)]

    with CaptureQueriesContext(connection) as queries:
        Person.objects.bulk_create(people)

    versions = Person.history.model._meta.db_table
    assert sum(f'INSERT INTO "{versions}"' in query["sql"] for query in queries) == 1
