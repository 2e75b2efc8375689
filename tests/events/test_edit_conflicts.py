"""Two people edit one record: the second sees both versions and chooses; nothing is lost."""

import re

import pytest
from django.urls import reverse

from events.models import Revision
from tests import factories
from tests.admin_forms import errors_of, posted, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return signed_in("aigerim", "analyst")


@pytest.fixture
def second():
    return signed_in("bolat", "analyst")


@pytest.fixture
def visit():
    visit = factories.VisitFactory(state="draft", city="Tashkent", purpose="Talks")
    factories.VisitParticipantFactory(visit=visit, person__name_en="Mukhtar Tileuberdi")
    return visit


def url_of(record) -> str:
    label = f"{record._meta.app_label}_{record._meta.model_name}"
    return reverse(f"admin:{label}_change", args=[record.pk])


def opened(client, record, **changes) -> dict:
    """The form as somebody opened it now, with what they are going to change."""
    version = client.get(url_of(record)).context["version"]
    return posted(client, url_of(record), **changes) | {"_version": version}


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def choose(client, record, response, **choices):
    answer = {name: hidden(response, name) for name in ("_version", "_mine")}
    return client.post(url_of(record), answer | choices)


def test_whoever_saves_alone_is_asked_nothing(first, visit):
    assert first.post(url_of(visit), opened(first, visit, city="Bukhara")).status_code == 302
    visit.refresh_from_db()
    assert visit.city == "Bukhara"


def test_the_second_sees_both_versions_and_nothing_is_overwritten(first, second, visit):
    mine = opened(second, visit, city="Samarkand")
    first.post(url_of(visit), opened(first, visit, city="Bukhara"))
    response = second.post(url_of(visit), mine)
    assert response.status_code == 409
    (piece,) = response.context["pieces"]
    assert (piece.before, piece.theirs, piece.mine) == ("Tashkent", "Bukhara", "Samarkand")
    assert response.context["who"] == "aigerim"
    visit.refresh_from_db()
    assert visit.city == "Bukhara"


@pytest.mark.parametrize(
    ("choice", "city"),
    [
        ({"_choose:city": "mine"}, "Samarkand"),
        ({"_choose:city": "theirs"}, "Bukhara"),
        ({"_all": "mine"}, "Samarkand"),
        ({"_all": "theirs"}, "Bukhara"),
    ],
)
def test_what_is_chosen_is_saved_with_what_only_one_changed(first, second, visit, choice, city):
    mine = opened(second, visit, city="Samarkand", start="2022-04-12")
    first.post(url_of(visit), opened(first, visit, city="Bukhara", purpose="State visit"))
    response = choose(second, visit, second.post(url_of(visit), mine), **choice)
    assert response.status_code == 302
    visit.refresh_from_db()
    assert (visit.city, visit.purpose, str(visit.start)) == (city, "State visit", "2022-04-12")
    assert visit.history.latest().history_user_id == "bolat"


def test_rows_of_both_are_kept(first, second, visit):
    people = factories.PersonFactory.create_batch(2)
    rows = [[{"role": "counterpart", "person": person.pk}] for person in people]
    mine = opened(second, visit, participants=rows[1])
    first.post(url_of(visit), opened(first, visit, participants=rows[0]))
    response = second.post(url_of(visit), mine)
    assert response.status_code == 409
    choose(second, visit, response)
    assert visit.participants.count() == 3


def test_a_row_that_one_changed_and_the_other_deleted_is_a_question(first, second, visit):
    mine = opened(second, visit, **{"participants-0-role": "counterpart"})
    first.post(url_of(visit), opened(first, visit, **{"participants-0-DELETE": "on"}))
    response = second.post(url_of(visit), mine)
    (piece,) = response.context["pieces"]
    assert piece.asked
    assert "Mukhtar Tileuberdi" in piece.mine
    choose(second, visit, response, **{f"_choose:{piece.key}": "mine"})
    assert visit.participants.get().role == "counterpart"


def test_a_third_change_meanwhile_is_asked_about_again(first, second, visit):
    mine = opened(second, visit, city="Samarkand")
    first.post(url_of(visit), opened(first, visit, city="Bukhara"))
    response = second.post(url_of(visit), mine)
    first.post(url_of(visit), opened(first, visit, city="Khiva"))
    again = choose(second, visit, response, **{"_choose:city": "mine"})
    assert again.status_code == 409
    assert again.context["pieces"][0].theirs == "Khiva"


def test_errors_are_shown_before_any_question(first, second, visit):
    mine = opened(second, visit, start="soon")
    first.post(url_of(visit), opened(first, visit, city="Bukhara"))
    response = second.post(url_of(visit), mine)
    assert "not a date" in errors_of(response)["start"][0]
    visit.refresh_from_db()
    assert visit.city == "Bukhara"


def test_a_change_to_a_published_record_is_proposed_as_chosen(first, second, settings):
    visit = factories.CitationFactory(visit__city="Tashkent").visit
    mine = opened(second, visit, city="Samarkand")
    reviewer = signed_in("reviewer", "reviewer")
    settings.AUTHOR_CANNOT_PUBLISH = False
    reviewer.post(url_of(visit), opened(reviewer, visit, city="Bukhara"))
    settings.AUTHOR_CANNOT_PUBLISH = True
    choose(second, visit, second.post(url_of(visit), mine), **{"_choose:city": "mine"})
    visit.refresh_from_db()
    assert visit.city == "Bukhara"
    assert Revision.objects.get().payload["fields"]["city"] == "Samarkand"


def test_somebody_elses_packet_is_refused(first, second, visit):
    mine = opened(second, visit, city="Samarkand")
    first.post(url_of(visit), opened(first, visit, city="Bukhara"))
    response = second.post(url_of(visit), mine)
    assert choose(first, visit, response, _all="mine").status_code == 403
