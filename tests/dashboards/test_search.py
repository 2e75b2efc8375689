"""One box for everything, in any script."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.PersonFactory(name_en="Kassym-Jomart Tokayev", name_ru="Касым-Жомарт Токаев")


@pytest.mark.parametrize("text", ["Tokayev", "токаев", "Тоқаев", "TOKAEV", "tokay"])
def test_a_person_is_found_in_any_script(client, person, text):
    page = client.get("/search/", {"q": text}).content.decode()
    assert person.get_absolute_url() in page


def test_records_that_point_to_what_is_found_follow(client, person):
    visit = factories.VisitFactory(visitor=person)
    page = client.get("/search/?q=tokayev").content.decode()
    assert page.index(person.get_absolute_url()) < page.index(visit.get_absolute_url())


def test_drafts_are_not_found(client):
    factories.PersonFactory(name_en="Hidden Person", state="draft")
    assert "Nothing was found" in client.get("/search/?q=hidden").content.decode()


def test_hostile_text_is_shown_as_text(client):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_an_empty_search_says_what_to_do(client):
    assert "Write a name" in client.get("/search/").content.decode()
    assert "Write a name" in client.get("/search/?q=").content.decode()


@pytest.mark.parametrize("query", ["q=...", "query=x"])
def test_what_cannot_be_searched_for_is_400(client, query):
    assert client.get(f"/search/?{query}").status_code == 400


def test_all_results_of_a_kind_are_a_list_away(client, person):
    factories.VisitFactory.create_batch(6, visitor=person)
    assert 'href="/visits/?q=tokayev"' in client.get("/search/?q=tokayev").content.decode()
