"""What is wrong is said at its field, nothing of it is written and nothing typed is lost."""

import pytest
from django.contrib.auth.models import User

from countries.models import Person
from events.models import Source, Visit
from tests import factories
from tests.admin_forms import signed_in
from tests.events.log_visit.steps import DOCUMENT, PAGE, SOURCE, log

pytestmark = pytest.mark.django_db


def test_nothing_is_kept_where_it_may_not_be_submitted(data):
    client = signed_in("half", "analyst")
    group = User.objects.get(username="half").groups.get()
    group.permissions.remove(group.permissions.get(codename="change_visit"))
    said = log(client, data, _submit_all="1")[""]
    assert "You may not change it" in said[0]
    assert not Visit.objects.exists()


def test_nothing_is_written_where_anything_is_wrong_and_nothing_is_lost(analyst, data):
    wrong = data | {"counterpart": "+ New Person", "rows-0-title": "Agreement on water", **SOURCE}
    response = analyst.post(PAGE, wrong)
    entry = response.context["entry"]
    assert "Which kind" in entry.rows[0].errors["kind"][0]
    assert entry.visit["counterpart"].value() == "+ New Person"
    assert entry.source["title"].value() == "State visit"
    assert not Visit.objects.exists()
    assert not Source.objects.exists()
    assert not Person.objects.filter(name_en="New Person").exists()


@pytest.mark.parametrize(
    ("more", "field", "message"),
    [
        ({"visitor": "nobody"}, "visitor", "+ nobody"),
        ({"visitor": ""}, "visitor", "required"),
        ({"host_country": "Atlantis"}, "host_country", "Nothing is found"),
        ({"host_country": "KAZ"}, "guest_country", "are the same"),
        ({"start": "05/09/2022"}, "start", "2022-09-05 or 2022-05-09"),
        ({"start": "13–15 Sept 2022", **DOCUMENT}, "signed", "On which of these days"),
        ({"documents-came_of": "summit"}, "came_of", "No summit is named"),
        ({"summit-summit": "+ SCO summit"}, "kind", "Which kind of meeting"),
        ({"source-url": "https://example.org/"}, "title", "Write the title of the page"),
        ({"summit-summit": "+ x", "summit-kind": "no"}, "kind", "valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(analyst, data, more, field, message):
    errors = log(analyst, data, **more)
    assert message in " ".join(errors[field])
    assert not Visit.objects.exists()


def test_a_name_that_two_people_have_is_not_guessed(analyst, data, guest):
    other = factories.PersonFactory(name_en="Kemel Tokayev")
    message = log(analyst, data)["visitor"][0]
    assert f"(P{guest.pk})" in message
    assert f"(P{other.pk})" in message
    assert log(analyst, data, visitor=f"P{other.pk}", guest_country="KAZ") == {}


def test_a_summit_of_other_days_is_refused(analyst, data):
    summit = factories.SummitFactory(state="draft", title="CSTO summit")
    assert "2022-04-13" in log(analyst, data, **{"summit-summit": "CSTO"})["summit"][0]
    assert not summit.participants.exists()


def test_who_may_only_read_does_not_log():
    viewer = signed_in("viewer", "viewer")
    assert viewer.get(PAGE).status_code == 403
    assert viewer.get(f"{PAGE}suggestions/").status_code == 403
