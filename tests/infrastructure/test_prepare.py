"""`manage.py prepare` makes a checkout ready to serve and changes nothing that is there already."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from countries.models import Country
from events.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepare(settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path
    settings.ASSETS_DIR = tmp_path / "assets"
    settings.DEBUG = True  # no collecting: test_assets.py does that

    def run(*arguments):
        call_command("prepare", *arguments)
        return capsys.readouterr().out

    return run


def test_an_empty_database_gets_reference_demo_and_an_administrator(prepare):
    said = prepare("--demo", "--admin")
    assert Country.objects.filter(code="KAZ").exists()
    assert Visit.objects.exists()
    password = said.split("with the password ")[1].split()[0]
    assert User.objects.get(username="admin").check_password(password)


def test_a_second_run_leaves_records_and_users_alone(prepare):
    prepare("--demo", "--admin")
    edited, admin = Visit.objects.first(), User.objects.get()
    edited.note = "seen by an analyst"
    edited.save()
    said = prepare("--demo", "--admin")
    assert Visit.objects.get(pk=edited.pk).note == "seen by an analyst"
    assert User.objects.get().password == admin.password
    assert "password" not in said
    assert "Loading" not in said


def test_a_server_gets_no_demo_and_no_user(prepare):
    prepare()
    assert Country.objects.exists()
    assert not Visit.objects.exists()
    assert not User.objects.exists()
