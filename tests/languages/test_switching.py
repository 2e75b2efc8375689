"""``?lang=`` on any page, the cookie that remembers it, and what refuses or ignores it."""

import re

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def language_of(response) -> str:
    return re.search(r'<html lang="(\w+)"', response.content.decode())[1]


def test_the_parameter_switches_and_the_cookie_remembers(client):
    assert language_of(client.get("/rules/")) == "en"
    assert language_of(client.get("/rules/?lang=kk")) == "kk"
    assert language_of(client.get("/coverage/")) == "kk"
    assert language_of(client.get("/coverage/?lang=ru")) == "ru"
    assert language_of(client.get("/rules/")) == "ru"


def test_without_a_choice_the_browser_decides(client):
    response = client.get("/rules/", headers={"accept-language": "kk-KZ,ru;q=0.8"})
    assert language_of(response) == "kk"
    assert "django_language" not in response.cookies


def test_a_choice_wins_over_the_browser(client):
    client.get("/rules/?lang=ru")
    response = client.get("/rules/", headers={"accept-language": "kk"})
    assert language_of(response) == "ru"


def test_caches_keep_the_languages_apart(client):
    vary = client.get("/rules/")["Vary"]
    assert "Cookie" in vary
    assert "Accept-Language" in vary


def test_a_language_that_is_not_there_is_refused(client):
    response = client.get("/rules/?lang=de")
    assert response.status_code == 400
    assert "“de” is not known here. Known: en, ru, kk." in response.content.decode()
    assert "django_language" not in response.cookies


def test_two_languages_at_once_are_refused(client):
    assert client.get("/rules/?lang=ru&lang=kk").status_code == 400


@pytest.mark.parametrize("path", ["/visits/", "/search/?q=a", "/api/", "/summits/"])
def test_every_strict_page_takes_it(client, path):
    joint = "&" if "?" in path else "?"
    response = client.get(f"{path}{joint}lang=ru")
    assert response.status_code == 200
    assert language_of(response) == "ru"


def test_a_list_keeps_it_in_its_own_links_and_makes_no_filter_of_it(client):
    factories.VisitFactory()
    response = client.get("/visits/?year=2022&host_country=UZB&lang=ru")
    assert [chip.parameter for chip in response.context["chips"]] == ["year", "host_country"]
    assert all("lang=ru" in chip.remaining for chip in response.context["chips"])
    assert ("lang", "ru") in response.context["hidden"]
    assert "lang=ru" in response.context["csv_url"]


def test_a_download_is_in_the_language_of_its_page(client):
    client.get("/visits/?lang=kk")
    assert "lang=kk" in client.get("/visits/").context["csv_url"]


def test_the_header_offers_the_same_page_in_each_language(client):
    page = client.get("/visits/?year=2022&lang=ru").content.decode()
    for code in ("en", "kk"):
        assert f'href="/visits/?year=2022&amp;lang={code}" hreflang="{code}"' in page
    assert re.search(r'hreflang="ru" lang="ru" aria-label="Русский" aria-current="true"', page)


def test_search_engines_find_the_other_languages(client):
    page = client.get("/rules/?lang=ru").content.decode()
    alternates = dict(re.findall(r'rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', page))
    site = "http://testserver/rules/"
    assert alternates == {
        "en": f"{site}?lang=en",
        "ru": f"{site}?lang=ru",
        "kk": f"{site}?lang=kk",
        "x-default": site,
    }


def test_an_error_page_has_no_alternates(client):
    page = client.get("/nothing-here/?lang=ru").content.decode()
    assert language_of(client.get("/nothing-here/?lang=ru")) == "ru"
    assert 'rel="alternate"' not in page


def test_the_admin_drops_the_parameter_once_it_is_remembered(client):
    response = client.get("/admin/login/?next=/admin/&lang=kk")
    assert response.status_code == 302
    assert response["Location"] == "/admin/login/?next=%2Fadmin%2F"
    assert language_of(client.get(response["Location"])) == "kk"


def test_the_api_reads_its_own_and_remembers_nothing(client):
    factories.VisitFactory(host_country__name_ru="Узбекистан")
    response = client.get("/api/v1/visits/?lang=ru")
    assert response.json()["results"][0]["host_country_name"] == "Узбекистан"
    assert "django_language" not in response.cookies
    problem = client.get("/api/v1/visits/?lang=de")
    assert problem["Content-Type"] == "application/problem+json"


def test_files_of_a_chart_remember_nothing(client):
    factories.VisitFactory(guest_country__code="KAZ")
    response = client.get("/charts/visits_per_year.csv?country=KAZ&lang=ru")
    assert response.content.decode().startswith("Год,")
    assert "django_language" not in response.cookies
