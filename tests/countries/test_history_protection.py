"""On PostgreSQL the database itself refuses to change history."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from countries.history_protection import protected_tables
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
ROLE = "diplotrack_application_test"


@pytest.fixture
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles, and no triggers of ours: the ledger detects changes")


@pytest.fixture
def role(postgresql):
    """A role of the application's rights, inside the test's transaction."""
    execute(f"CREATE ROLE {ROLE}")
    call_command("grant_application_role", ROLE, verbosity=0)
    return ROLE


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def refused(sql):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        execute(sql)
    return str(refusal.value)


def test_every_table_of_history_has_its_trigger(postgresql):
    """A new tracked model needs ``append_only("its_table")`` in its migration."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname = 'append_only'"
        )
        assert {name for (name,) in cursor.fetchall()} == protected_tables()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE countries_historicalperson SET name_en = 'Forged'",
        "DELETE FROM countries_historicalperson",
        "DELETE FROM events_historicalvisit",
        "UPDATE countries_historyblock SET digest = ''",
        "DELETE FROM countries_historyseal",
    ],
)
def test_even_the_owner_can_neither_change_nor_delete_history(postgresql, sql):
    person = PersonFactory()

    assert "history is append-only" in refused(sql)
    assert person.history.get().name_en == person.name_en


def test_the_application_role_works_but_cannot_touch_history(role):
    execute(f"SET LOCAL ROLE {role}")
    person = PersonFactory(name_en="Before")
    person.name_en = "After"
    person.save()
    for statement in (
        "UPDATE countries_historicalperson SET name_en = ''",
        "DELETE FROM countries_historicalperson",
        "TRUNCATE countries_historicalperson",
        "DELETE FROM countries_historyseal",
        "ALTER TABLE countries_historicalperson DISABLE TRIGGER ALL",
    ):
        assert "permission denied" in refused(statement) or "must be owner" in refused(statement)
    execute("RESET ROLE")

    assert person.history.count() == 2


def test_a_role_from_which_nothing_can_be_taken_is_refused(postgresql):
    with pytest.raises(CommandError, match="superuser"):
        call_command("grant_application_role", connection.settings_dict["USER"])


def test_an_unknown_role_is_refused(postgresql):
    with pytest.raises(CommandError, match="no role"):
        call_command("grant_application_role", "nobody_here")


def test_on_sqlite_there_is_no_role_to_grant_to():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has roles")
    with pytest.raises(CommandError, match="Only PostgreSQL"):
        call_command("grant_application_role", ROLE)
