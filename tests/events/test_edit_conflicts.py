"""Two people edit one record: the second sees both versions and chooses; nothing is lost."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from countries.admin.base import TrackedAdmin
from countries.admin.edit_conflicts import EditConflictMixin
from countries.models import Position
from events.actions import assume_journeys
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


@pytest.mark.parametrize(("field", "value"), [("purpose", "Talks on trade"), ("end", "2022-04-20")])
def test_a_stop_keeps_its_journey_unless_its_dates_are_other_ones(
    first, second, visit, field, value
):
    assume_journeys(visits=[visit])
    visit.save()
    journey = visit.journey_id
    mine = opened(second, visit, **{field: value})
    first.post(url_of(visit), opened(first, visit, city="Bukhara"))
    choose(second, visit, second.post(url_of(visit), mine))
    visit.refresh_from_db()
    assert str(getattr(visit, field)) == value
    assert (visit.journey_id == journey) == (field == "purpose")


# Rows without a review


def test_every_form_in_which_something_may_be_changed_knows_its_version():
    stock = (ModelAdmin.has_change_permission, SimpleHistoryAdmin.has_change_permission)
    editable = [
        manager
        for manager in admin.site._registry.values()
        if isinstance(manager, TrackedAdmin) and type(manager).has_change_permission in stock
    ]
    assert len(editable) > 15
    assert [m.opts.label for m in editable if not isinstance(m, EditConflictMixin)] == []


@pytest.fixture
def editors():
    return signed_in("dana", "reviewer"), signed_in("erlan", "reviewer")


@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (factories.CountryFactory, "name_ru"),
        (factories.OrganizationFactory, "name_ru"),
        (factories.PositionFactory, "name_ru"),
        (factories.SourceFactory, "publisher"),
        (factories.YearCoverageFactory, "note"),
        (factories.VisitTypeFactory, "name_kk"),
    ],
)
def test_reference_rows_are_not_overwritten_either(editors, factory, field):
    dana, erlan = editors
    row = factory()
    mine = opened(erlan, row, **{field: "Mine"})
    dana.post(url_of(row), opened(dana, row, **{field: "Hers"}))
    response = erlan.post(url_of(row), mine)
    assert response.status_code == 409
    (piece,) = response.context["pieces"]
    assert (piece.theirs, piece.mine) == ("Hers", "Mine")
    choose(erlan, row, response, _all="mine", change_reason="as its own site has it")
    row.refresh_from_db()
    assert getattr(row, field) == "Mine"
    version = row.history.latest()
    assert (version.history_user_id, version.history_change_reason) == (
        "erlan",
        "as its own site has it",
    )


def test_a_copy_that_is_attached_meanwhile_and_mine_both_stay(editors, settings, tmp_path):
    settings.COPIES_DIR = tmp_path
    dana, erlan = editors
    source = factories.SourceFactory()

    def with_copy(client, number: int) -> dict:
        upload = SimpleUploadedFile("page.pdf", b"%PDF-1.7\n%%EOF\n" + bytes(number))
        return opened(client, source, copies=[{"upload": upload}])

    mine = with_copy(erlan, 1)
    dana.post(url_of(source), with_copy(dana, 2))
    response = erlan.post(url_of(source), mine)
    assert response.status_code == 409
    choose(erlan, source, response)
    assert source.copies.count() == 2


def test_a_small_window_does_not_close_as_if_it_had_saved(editors):
    dana, erlan = editors
    position = factories.PositionFactory()
    mine = opened(erlan, position, name_ru="Мой") | {"_popup": "1"}
    dana.post(url_of(position), opened(dana, position, name_ru="Её"))
    response = erlan.post(url_of(position), mine)
    assert response.status_code == 409
    answer = choose(erlan, position, response, _all="mine", _popup="1")
    assert answer.url.endswith("?_popup=1")
    assert Position.objects.get().name_ru == "Мой"
