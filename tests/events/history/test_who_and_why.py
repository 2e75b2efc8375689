"""Who changed something and why is in history by whichever way the change came."""

from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.http import HttpResponse
from simple_history.middleware import HistoryRequestMiddleware

from countries.models import Person, recorded_as
from events.models import Citation, DocumentParty, Visit, VisitParticipant
from tests.admin_forms import posted, signed_in
from tests.factories import (
    CitationFactory,
    DocumentPartyFactory,
    PersonFactory,
    VisitFactory,
    VisitParticipantFactory,
)

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


def newest(model):
    version = model.history.latest()
    return version.history_type, version.history_user_id, version.history_change_reason


@pytest.mark.parametrize(
    "delete",
    [lambda visit: visit.delete(), lambda visit: Visit.objects.filter(pk=visit.pk).delete()],
    ids=["a record", "a query set"],
)
def test_what_goes_with_a_record_has_a_last_version_too(delete):
    visit = VisitFactory()
    for children in (VisitParticipantFactory, CitationFactory):
        children.create_batch(2, visit=visit)

    with recorded_as("reviewer", "entered twice"):
        delete(visit)

    for model in (Visit, VisitParticipant, Citation):
        assert newest(model) == ("-", "reviewer", "entered twice")
    for model in (VisitParticipant, Citation):
        assert model.history.filter(history_type="-").count() == 2


def test_a_document_takes_its_parties_along_under_the_same_actor():
    party = DocumentPartyFactory()

    with recorded_as("reviewer", "a draft of another"):
        party.document.delete()

    assert newest(DocumentParty) == ("-", "reviewer", "a draft of another")


def test_a_form_of_the_admin_names_its_user_and_reason_for_the_record_and_its_children():
    visit, person = VisitFactory(state="draft", city="Tashkent"), PersonFactory()
    client = signed_in("aigerim", "analyst")
    url = f"/admin/events/visit/{visit.pk}/change/"
    delegate = {"person": person.pk, "role": "delegation", "order": 0}

    data = posted(
        client,
        url,
        city="Samarkand",
        participants=[delegate],
        change_reason="as the protocol has it",
    )
    answer = client.post(url, data)

    assert answer.status_code == 302
    assert newest(Visit) == ("~", "aigerim", "as the protocol has it")
    assert newest(VisitParticipant) == ("+", "aigerim", "as the protocol has it")
