"""Who changed something and why is in history by whichever way the change came."""

from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.http import HttpResponse
from simple_history.middleware import HistoryRequestMiddleware

from countries.models import Person, recorded_as
from events.models import Visit
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
SAVE = "a single save"
BULK = "a bulk write"


def write(how):
    if how == SAVE:
        Person(name_en="New").save()
    else:
        Person.objects.bulk_create([Person(name_en="New")])


def written():
    return (
        Person.history.filter(name_en="New")
        .values_list("history_user_id", "history_change_reason")
        .get()
    )


@pytest.fixture
def request_by(rf):
    """``request_by(write, **post)``: what a signed-in user's request writes."""
    user = get_user_model().objects.create_user("aigerim")

    def send(view, **options):
        request = rf.post("/", **options)
        request.user = user
        HistoryRequestMiddleware(lambda request: view() or HttpResponse())(request)

    return send


@pytest.mark.parametrize("how", [SAVE, BULK])
def test_a_request_writes_as_its_user(request_by, how):
    request_by(lambda: write(how))

    actor, reason = written()
    assert (actor, reason or "") == ("aigerim", "")


@pytest.mark.parametrize("how", [SAVE, BULK])
def test_a_request_may_give_a_reason_in_its_form(request_by, how):
    request_by(lambda: write(how), data={"change_reason": "опечатка"})

    assert written() == ("aigerim", "опечатка")


@pytest.mark.parametrize("how", [SAVE, BULK])
def test_a_request_may_give_a_reason_in_a_header(request_by, how):
    headers = {"X-Change-Reason": quote("исправлено по протоколу")}

    request_by(lambda: write(how), headers=headers, data="{}", content_type="application/json")

    assert written() == ("aigerim", "исправлено по протоколу")


def test_code_inside_a_request_may_give_the_reason_and_leave_the_actor(request_by):
    def view():
        with recorded_as("", "published"):
            write(SAVE)

    request_by(view, data={"change_reason": "something else"})

    assert written() == ("aigerim", "published")


def test_a_reason_is_cut_to_the_column():
    with recorded_as("import", "x" * 800):
        write(SAVE)

    assert written() == ("import", "x" * 500)


def test_outside_a_request_nobody_is_named_without_saying_so():
    write(SAVE)

    actor, reason = written()
    assert (actor, reason or "") == ("", "")


def test_a_deletion_says_who_and_why():
    person = PersonFactory(name_en="New")
    Person.history.all()
    with recorded_as("reviewer", "entered twice"):
        Person.objects.filter(pk=person.pk).delete()

    last = Person.history.latest()
    assert (last.history_type, last.history_user_id) == ("-", "reviewer")
    assert last.history_change_reason == "entered twice"


def test_the_loaders_name_themselves(demo):
    assert set(Visit.history.values_list("history_user_id", flat=True)) == {"load_demo"}
    call_command("load_demo", verbosity=0)
    assert not Visit.history.filter(history_type="~").exclude(history_user_id="load_demo").exists()
