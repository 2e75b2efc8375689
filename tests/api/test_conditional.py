"""ETags: 304 while nothing changed, a new answer after any write that could show."""

import pytest

from countries.models import Country, Person
from events.models import Visit
from tests import factories

PATHS = ["visits/", "visits/statistics/?group_by=year", "countries/", ""]


@pytest.fixture
def visit(db):
    return factories.VisitFactory()


def tag_of(api, path: str, **headers) -> str:
    response = api.ask(path, **headers)
    assert response.status_code == 200
    return response["ETag"]


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_answer_is_304_without_a_body(api, visit, path):
    tag = tag_of(api, path)
    assert not tag.startswith("W/")
    response = api.ask(path, headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == tag


def test_an_unchanged_list_costs_one_query(api, visit, django_assert_num_queries):
    tag = tag_of(api, "visits/")
    with django_assert_num_queries(1):
        assert api.ask("visits/", headers={"If-None-Match": tag}).status_code == 304


def test_nothing_is_shown_from_a_cache_without_asking(api, visit):
    response = api.ask("visits/")
    assert response["Cache-Control"] == "no-cache"
    assert {"Accept", "Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def _saved(visit):
    visit.city = "Samarkand"
    visit.save()


def _in_bulk(visit):
    visit.city = "Samarkand"
    Visit.objects.bulk_update([visit], ["city"])


def _created_in_bulk(visit):
    Person.objects.bulk_create([Person(name_en="New", state="published")])


def _renamed(visit):
    country = visit.host_country
    country.name_ru = "Другое"
    country.save()


def _withdrawn(visit):
    visit.state = "withdrawn"
    visit.save()


def _visitor_withdrawn(visit):
    visit.visitor.state = "withdrawn"
    visit.visitor.save()


def _deleted(visit):
    visit.delete()


def _draft_published(visit):
    draft = factories.VisitFactory(state="draft", visitor=visit.visitor)
    draft.state = "published"
    draft.save()


def _cited(visit):
    factories.CitationFactory(visit=visit)


def _term_renamed(visit):
    visit.visit_type.name_kk = "Басқа"
    visit.visit_type.save()


@pytest.mark.parametrize(
    "write",
    [
        _saved,
        _in_bulk,
        _created_in_bulk,
        _renamed,
        _withdrawn,
        _visitor_withdrawn,
        _deleted,
        _draft_published,
        _cited,
        _term_renamed,
    ],
)
def test_every_write_gives_a_new_tag(api, visit, write):
    tag = tag_of(api, "visits/")
    write(visit)
    response = api.ask("visits/", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert response["ETag"] != tag


@pytest.mark.parametrize(
    "other",
    [
        {"path": "visits/?lang=ru"},
        {"path": "visits/?limit=10"},
        {"path": "visits/?format=csv"},
        {"headers": {"Accept": "text/csv"}},
        {"headers": {"Accept-Language": "kk"}},
        {"headers": {"Host": "127.0.0.1"}},
        {"cookies": {"django_language": "ru"}},
    ],
)
def test_language_format_host_and_question_have_tags_of_their_own(api, visit, settings, other):
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    tag = tag_of(api, "visits/")
    for name, value in other.get("cookies", {}).items():
        api.client.cookies[name] = value
    assert tag_of(api, other.get("path", "visits/"), headers=other.get("headers", {})) != tag


def test_a_star_or_another_tag_gets_the_answer(api, visit):
    for value in ("*", '"other"'):
        assert api.ask("visits/", headers={"If-None-Match": value}).status_code == 200


def test_a_weakened_or_listed_tag_is_known_again(api, visit):
    tag = tag_of(api, "visits/")
    for value in (f"W/{tag}", f'"other", {tag}'):
        assert api.ask("visits/", headers={"If-None-Match": value}).status_code == 304


def test_a_refusal_has_no_tag(api):
    assert "ETag" not in api.ask("visits/?hots_country=UZB")
    assert "ETag" not in api.ask("visits/V1/")


def test_a_count_is_counted_again_after_a_write(api, visit, django_assert_num_queries):
    factories.VisitFactory(visitor=visit.visitor)
    for _again in range(2):
        assert api.get("visits/?limit=1")["count"] == 2
    with django_assert_num_queries(6):
        api.get("visits/?limit=1")
    factories.VisitFactory(visitor=visit.visitor)
    assert api.get("visits/?limit=1")["count"] == 3


def test_a_count_may_be_left_out(api, visit):
    page = api.get("visits/?count=none")
    assert page["count"] is None
    assert page["results"]
    assert api.refused("visits/?count=no")["did_you_mean"] == "none"


def test_the_past_has_its_own_tag(api, visit):
    assert tag_of(api, "visits/?as_of=2000-01-01") != tag_of(api, "visits/?as_of=2000-01-02")
    assert Country.objects.exists()


@pytest.mark.parametrize("path", ["/visits/", "/visits/{id}/"])
def test_a_page_is_304_until_a_write_and_never_for_who_has_a_session(client, visit, path):
    path = path.format(id=visit.public_id)
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    visit.city = "Samarkand"
    visit.save()
    changed = client.get(path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed["Cache-Control"]) == (200, "no-cache")
    client.cookies["sessionid"] = "any"
    assert "ETag" not in client.get(path, headers={"If-None-Match": changed["ETag"]})
