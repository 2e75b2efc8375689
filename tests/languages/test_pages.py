"""Every page in three languages: it says so, and nothing of its frame is left in English."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import translation
from django.views.defaults import server_error

from countries.models import Person
from diplotrack.dashboards.charts.catalogue import CHARTS
from events.models import Chairmanship, Initiative, Journey, SignedDocument, Summit, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
PAGES = (
    "/", "/years/", "/years/2022/", "/years/1950/", "/vectors/", "/trends/", "/upcoming/",
    "/compare/", "/chairmanships/timeline/", "/rules/", "/coverage/", "/search/",
    "/search/?q=zzzz", "/visits/", "/visits/?year=1901", "/summits/", "/documents/",
    "/chairmanships/", "/initiatives/", "/journeys/", "/countries/", "/organizations/",
    "/people/", "/countries/KAZ/", "/countries/KAZ/UZB/", "/organizations/SCO/", "/api/",
    "/releases/", "/keyboard/",
)  # fmt: skip
RECORDS = (Visit, Summit, SignedDocument, Chairmanship, Initiative, Journey)
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names that stay as they are: ours, of formats, of codes and organizations.
NAMES = re.compile(
    r"diplotrack|JSON|CSV|API|OpenAPI|SVG|PNG|\.ics|Apache|SCO|KAZ|UZB|zzzz|English|Eng\b"
    r"|ISO 3166-1 (alpha-\d|numeric)|Correlates of War|Gleditsch.Ward|(UN )?M49"
    r"|Shift|Tab|Enter|Esc|Home|End|Ctrl|Alt"
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


@pytest.mark.parametrize(
    ("code", "state", "proposed"),
    [("ru", "государство", "выдвинута"), ("kk", "мемлекет", "ұсынылды")],
)
def test_a_word_of_two_meanings_is_translated_by_its_meaning(client, code, state, proposed):
    """A country is a state, a record has one; an initiative is proposed, and has a day of it."""
    assert f">{state}<" in client.get(f"/countries/?lang={code}").content.decode()
    assert f">{proposed}<" in client.get(f"/initiatives/?lang={code}").content.decode()


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


# What stands in the data entry in Latin letters in every language: codes, formats, rights.
ENTRY_NAMES = re.compile(
    r"CSV|XLSX|GeoJSON|JSONL?|Parquet|ISO 3166-[13]|ISO alpha-[23]|ISO|M49|COW IGO|Wikidata"
    r"|us-travels|read|write:\w+|publish|diplotrack|API",
    re.IGNORECASE,
)


def entry_frame(page: str) -> list[str]:
    """What a page of the data entry says itself: not its rows, nor the records that it names."""
    page = re.sub(r"<tbody.*?</tbody>|<script.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(r'<(ol|div) class="breadcrumbs.*?</\1>', "", page, flags=re.DOTALL)
    tags = ("footer", "button", "label", "summary", "thead", "legend", "caption", "h3")
    frame = [text for tag in tags for text in inside(page, tag)]
    helps = re.findall(r'<div class="help"[^>]*>(.*?)</div>', page, re.DOTALL)
    frame += [unescape(re.sub(r"<[^>]+>", " ", text)).strip() for text in helps]
    frame += [unescape(text) for text in re.findall(r'(?:placeholder|value)="([^"]* [^"]*)"', page)]
    for actions in re.findall(r'<select name="action".*?</select>', page, re.DOTALL):
        frame += inside(actions, "option")
    for tools in re.findall(r'<ul class="object-tools">.*?</ul>', page, re.DOTALL):
        frame += inside(tools, "a")
    return frame


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_every_page_of_the_data_entry_is_in_the_language_of_who_enters(
    admin_client, admin_user, rf, code
):
    """The list and, where records are added there, the form of every model."""
    admin_client.get(f"/admin/?lang={code}")
    asking = rf.get("/")
    asking.user = admin_user
    left = {}
    for model, entry in admin.site._registry.items():
        if model._meta.app_label == "auth":
            continue  # Django's own, in Django's own words
        home = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for path in (home, f"{home}add/")[: 1 + entry.has_add_permission(asking)]:
            response = admin_client.get(path)
            assert response.status_code == 200, path
            frame = entry_frame(response.content.decode())
            found = {text for text in frame if LATIN.search(ENTRY_NAMES.sub("", text))}
            if found:
                left[path] = found
    assert left == {}


CHARTS_ASKED = {
    "counterparts": "&year=2022",
    "months": "&year=2022",
    "journeys": "&person={traveller}",
}
WORDS = re.compile(r"[a-z]{3,}")  # codes are capitals


def told(part, keys: set[str], key: str = "") -> list[str]:
    """The texts under some keys of a JSON answer, however deep."""
    if isinstance(part, dict):
        return [text for name, one in part.items() for text in told(one, keys, name)]
    if isinstance(part, list):
        return [text for one in part for text in told(one, keys, key)]
    return [part] if isinstance(part, str) and key in keys else []


def literals(part) -> list[str]:
    """What stands in quotation marks in a specification's expressions: words that are drawn."""
    quoted = re.findall(
        r'"((?:[^"\\]|\\.)*)"', " ".join(told(part, {"calculate", "labelExpr", "expr"}))
    )
    return [text for text in quoted if not text.startswith("/")]


@pytest.mark.parametrize("name", sorted(CHARTS))
@pytest.mark.parametrize("code", ["ru", "kk"])
def test_a_chart_its_data_and_its_file_are_in_the_language_that_was_asked_for(client, name, code):
    traveller = Person.objects.get(name_en="Kassym-Jomart Tokayev").public_id
    query = f"lang={code}{CHARTS_ASKED.get(name, '')}".format(traveller=traveller)
    spec = client.get(f"/charts/{name}.json?{query}").json()
    answers = [client.get(url).json() for url in told(spec, {"url"}) if url.startswith("/api/")]
    headings = client.get(f"/charts/{name}.csv?{query}").content.decode().splitlines()[0]
    texts = [*told(spec, {"title", "domain", "row", "words"}), *literals(spec)]
    texts += told(answers, {"label", "text", "title", "organization_name", "country_name"})
    texts += [headings]
    assert answers
    assert [text for text in texts if WORDS.search(NAMES.sub("", text))] == []
