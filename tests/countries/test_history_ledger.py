"""A version that was changed, removed or inserted is found, and named."""

import datetime
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from countries.history_verification import Verification, adopt
from countries.models import (
    HistoryBlock,
    HistoryIsAppendOnly,
    HistorySeal,
    Person,
    history_ledger,
    recorded_as,
)
from countries.models.history_ledger import seal_waiting
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
VERSIONS = "countries_historicalperson"


def tamper(sql, *params):
    """What somebody with the owner's rights can do, triggers or none."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, params)
        assert cursor.rowcount
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")


def faults(**options):
    return [str(fault) for fault in Verification(**options).faults()]


def version_of(person):
    return person.history.latest()


@pytest.fixture
def people():
    """Three people, each sealed."""
    people = [PersonFactory(name_en=name) for name in ("One", "Two", "Three")]
    seal_waiting()
    return people


def test_history_as_it_was_written_has_no_fault(people):
    people[0].name_en = "Uno"
    people[0].save()
    Person.objects.bulk_create([Person(name_en=f"Person {n}") for n in range(1500)])
    people[1].delete()
    seal_waiting()

    walk = Verification()

    assert list(walk.faults()) == []
    assert walk.rows == 3 + 1 + 1500 + 1
    assert walk.waiting == 0


def test_a_changed_version_is_named(people):
    version = version_of(people[1])
    tamper(f"UPDATE {VERSIONS} SET name_en = 'Forged' WHERE history_id = %s", version.pk)

    (fault,) = faults()

    assert f"{VERSIONS}, history id {version.pk}, record P{people[1].pk}" in fault
    assert "the row was changed" in fault


@pytest.mark.parametrize("column", ["history_user_id", "history_change_reason", "history_type"])
def test_who_why_and_what_are_sealed_too(people, column):
    tamper(f"UPDATE {VERSIONS} SET {column} = '-' WHERE history_id = %s", version_of(people[0]).pk)

    assert len(faults()) == 1


def test_a_removed_version_is_named(people):
    version = version_of(people[1])
    tamper(f"DELETE FROM {VERSIONS} WHERE history_id = %s", version.pk)

    (fault,) = faults()

    assert f"history id {version.pk}" in fault
    assert "was removed" in fault


def test_an_inserted_version_is_named(people):
    columns = [field.column for field in Person.history.model._meta.fields][1:]
    columns = [c for c in columns if c != "history_id"]
    names = ", ".join(f'"{c}"' for c in columns)
    tamper(f"INSERT INTO {VERSIONS} (id, {names}) SELECT id, {names} FROM {VERSIONS}")

    assert len(faults()) == 3
    assert all("it was inserted" in fault for fault in faults())


def test_a_removed_seal_breaks_the_chain(people):
    tamper("DELETE FROM countries_historyseal WHERE position = 2")

    assert "the seals from 2 on are missing" in faults()[0]


def test_a_seal_computed_anew_breaks_the_next(people):
    seal = HistorySeal.objects.get(position=2)
    seal.sealed_at -= datetime.timedelta(hours=1)
    tamper(
        "UPDATE countries_historyseal SET sealed_at = %s, hash = %s WHERE position = 2",
        connection.ops.adapt_datetimefield_value(seal.sealed_at),
        seal.computed_hash(),
    )

    assert "does not follow the seal before it" in faults()[0]


def test_a_forged_block_is_told_by_its_seal(people):
    """Somebody changes the row and computes the block's hashes and digest anew."""
    block = HistoryBlock.objects.get(seal__position=2)
    block.entries = bytes(block.entries)[:-1] + b"0"
    tamper(
        "UPDATE countries_historyblock SET entries = %s, digest = %s WHERE id = %s",
        block.entries,
        block.computed_digest(),
        block.pk,
    )

    assert "was replaced" in faults()[0]


def test_a_version_dated_back_is_told():
    person = PersonFactory.build(name_en="Old")
    person._history_date = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
    person.save()

    assert "dated long before it was written" in faults()[0]


def test_rows_that_no_block_knows_can_be_adopted_and_are_counted(people):
    tamper("DELETE FROM countries_historyseal")
    tamper("DELETE FROM countries_historyblock")
    assert len(faults()) == 3

    assert adopt() == 3

    walk = Verification()
    assert list(walk.faults()) == []
    assert walk.adopted == 3


def test_a_column_that_came_later_leaves_older_hashes_valid(people, monkeypatch):
    history = Person.history.model
    short = [f.attname for f in history._meta.concrete_fields if f.attname != "wikidata_id"]
    older = history_ledger.layout(history._meta.db_table, short)
    current = history_ledger.layout_of(history)
    monkeypatch.setattr(history_ledger, "layout_of", lambda model: older)
    with monkeypatch.context() as patch:
        patch.setattr(history_ledger, "current_layouts", lambda: {history._meta.db_table: older})
        PersonFactory(name_en="Before the column")
        seal_waiting()
    monkeypatch.setattr(history_ledger, "layout_of", lambda model: current)

    assert faults() == []


def test_since_starts_at_the_seal_of_that_time(people):
    seals = HistorySeal.objects.order_by("position")
    PersonFactory()
    seal_waiting()
    tamper(
        f"UPDATE {VERSIONS} SET name_en = 'Forged' WHERE history_id = %s", version_of(people[0]).pk
    )

    assert faults(since=seals.last().sealed_at) == []
    assert len(faults()) == 1


def test_versions_can_be_neither_saved_again_nor_deleted(people):
    version = version_of(people[0])

    for attempt in (
        version.save,
        version.delete,
        people[0].history.all().delete,
        lambda: type(version).objects.update(name_en="x"),
    ):
        with pytest.raises(HistoryIsAppendOnly):
            attempt()


def test_the_command_prints_the_anchor_and_holds_a_later_run_to_it(people):
    out = StringIO()
    call_command("verify_history", stdout=out)
    anchor = out.getvalue().splitlines()[-1].removeprefix("anchor ")
    assert anchor.startswith("3:")

    PersonFactory()
    call_command("verify_history", "--seal", anchor=anchor, stdout=StringIO())
    with pytest.raises(CommandError, match="No seal"):
        call_command("verify_history", anchor="3:" + "0" * 64, stdout=StringIO())


def test_the_command_fails_at_the_first_broken_link(people):
    tamper(f"UPDATE {VERSIONS} SET name_en = 'Forged'")
    err = StringIO()

    with pytest.raises(CommandError, match="broken"):
        call_command("verify_history", stdout=StringIO(), stderr=err)

    assert err.getvalue().count("was changed") == 1


def write_in_vain():
    with transaction.atomic():
        PersonFactory()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_commit_seals_what_it_wrote_and_a_rollback_leaves_nothing():
    with transaction.atomic():
        PersonFactory()
        write_in_vain()
    write_in_vain()

    assert HistorySeal.objects.count() == HistoryBlock.objects.count() == 1
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_versions_of_one_transaction_have_one_number_in_common():
    with transaction.atomic():
        PersonFactory.create_batch(2)
    PersonFactory()

    numbers = list(
        Person.history.order_by("history_id").values_list("history_transaction", flat=True)
    )
    assert numbers[0] == numbers[1] != numbers[2]


@pytest.mark.django_db(transaction=True)
def test_writers_at_one_time_make_one_chain():
    def write(name):
        try:
            for n in range(5):
                with recorded_as(name), transaction.atomic():
                    PersonFactory(name_en=f"{name} {n}")
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(f"writer {n}",)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    walk = Verification()
    assert list(walk.faults()) == []
    assert (walk.seals, walk.waiting) == (20, 0)
