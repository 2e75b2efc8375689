"""Every page in three languages: it says so, and nothing of its frame is left in English."""

import re
from html import unescape

import pytest
from django.utils import translation
from django.views.defaults import server_error

from events.models import Chairmanship, Initiative, Journey, SignedDocument, Summit, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
PAGES = (
    "/", "/years/", "/years/2022/", "/years/1950/", "/vectors/", "/trends/", "/upcoming/",
    "/compare/", "/chairmanships/timeline/", "/rules/", "/coverage/", "/search/",
    "/search/?q=zzzz", "/visits/", "/visits/?year=1901", "/summits/", "/documents/",
    "/chairmanships/", "/initiatives/", "/journeys/", "/countries/", "/organizations/",
    "/people/", "/countries/KAZ/", "/countries/KAZ/UZB/", "/organizations/SCO/", "/api/",
    "/releases/",
)  # fmt: skip
RECORDS = (Visit, Summit, SignedDocument, Chairmanship, Initiative, Journey)
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names that stay as they are: ours, of formats, of codes and organizations.
NAMES = re.compile(
    r"diplotrack|JSON|CSV|API|OpenAPI|SVG|PNG|\.ics|Apache|SCO|KAZ|UZB|zzzz|English|Eng\b"
    r"|ISO 3166-1 (alpha-\d|numeric)|Correlates of War|Gleditsch.Ward|M49"
    r"|curl|Python|application/problem\+|BibTeX|format=\w+|Parquet|Wikidata",
    re.IGNORECASE,
)


def inside(page: str, tag: str) -> list[str]:
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", " ", text)).strip() for text in found]


def left_in_english(page: str) -> list[str]:
    """Words in Latin letters in the page's frame: navigation, footer, labels, table headings."""
    frame = [*inside(page, "nav"), *inside(page, "footer"), *inside(page, "button")]
    frame += [*inside(page, "label"), *inside(page, "summary"), *inside(page, "dt")]
    head = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    frame += [head[1]] if head else []
    frame += [text for row in inside(page, "thead") for text in row.split("\n")]
    labels = re.findall(r'(?:aria-label|placeholder|data-label|data-tabs)="([^"]*)"', page)
    return [text for text in (*frame, *labels) if LATIN.search(NAMES.sub("", text))]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", ["en", "ru", "kk"])
def test_a_page_is_in_the_language_that_was_asked_for(client, path, code):
    response = client.get(f"{path}{'&' if '?' in path else '?'}lang={code}")
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{code}"' in page
    assert response["Content-Language"] == code
    if code != "en":
        assert left_in_english(page) == []


@pytest.mark.parametrize("model", RECORDS)
@pytest.mark.parametrize("code", ["ru", "kk"])
def test_a_record_is_in_the_language_that_was_asked_for(client, model, code):
    """Its title is the record's own and may be in English only: the frame is not."""
    record = model.objects.published().order_by("pk").first()
    page = client.get(f"{record.get_absolute_url()}?lang={code}").content.decode()
    assert f'<html lang="{code}"' in page
    assert left_in_english(re.sub(r"<h1.*?</h1>", "", page, flags=re.DOTALL)) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ru", "Параметра «hots_country» нет."),
        ("kk", "«hots_country» параметрі жоқ."),
    ],
)
def test_a_refusal_is_in_the_reader_s_language(client, code, words):
    page = client.get(f"/visits/?hots_country=UZB&lang={code}").content.decode()
    assert words in page
    problem = client.get(f"/api/v1/visits/?hots_country=UZB&lang={code}").json()
    assert problem["detail"] == words


@pytest.mark.parametrize(
    ("code", "title"), [("ru", "Астанинская декларация"), ("kk", "Астана декларациясы")]
)
def test_a_record_s_title_is_shown_in_the_language_where_it_has_one(client, code, title):
    document = SignedDocument.objects.published().first()
    document.title_ru, document.title_kk = "Астанинская декларация", "Астана декларациясы"
    document.save()
    assert title in client.get(f"{document.get_absolute_url()}?lang={code}").content.decode()


@pytest.mark.parametrize(
    ("code", "name"), [("en", "Uzbekistan"), ("ru", "Узбекистан"), ("kk", "Өзбекстан")]
)
def test_charts_and_tables_name_countries_in_the_language_of_the_page(client, code, name):
    page = client.get(f"/years/2022/?lang={code}").content.decode()
    assert name in page
    sources = re.findall(r'href="(/api/v1/visits/statistics/[^"]+)"', unescape(page))
    assert sources
    assert all(f"lang={code}" in source for source in sources)


@pytest.mark.parametrize(
    ("code", "start", "numbers"), [("ru", "Начало", "Сохранить"), ("kk", "Басталуы", "Сақтау")]
)
def test_the_data_entry_is_in_the_language_of_who_enters(admin_client, code, start, numbers):
    admin_client.get(f"/admin/?lang={code}")
    page = admin_client.get("/admin/events/visit/add/").content.decode()
    labels = [text for text in inside(page, "label") if LATIN.search(NAMES.sub("", text))]
    assert labels == []
    assert f"{start}:" in page
    assert numbers in page
    assert f'hreflang="{code}"' in page


@pytest.mark.parametrize(("code", "decimal"), [("en", "."), ("ru", ","), ("kk", ",")])
def test_a_chart_writes_numbers_as_its_page_does(client, code, decimal):
    spec = client.get(f"/charts/diversity.json?country=KAZ&lang={code}").json()
    assert spec["config"]["locale"]["number"]["decimal"] == decimal


@pytest.mark.parametrize(("code", "words"), [("ru", "Произошла ошибка"), ("kk", "Қате орын алды")])
def test_an_error_of_ours_is_told_in_the_reader_s_language(rf, code, words):
    with translation.override(code):
        page = server_error(rf.get("/")).content.decode()
    assert f'<html lang="{code}"' in page
    assert words in page
