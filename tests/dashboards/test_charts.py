"""A chart: one specification, one set of numbers, drawn, tabled and downloaded."""

import csv
import html
import io
import json
import re
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import Country
from diplotrack.dashboards.charts import drawing, visits
from diplotrack.dashboards.charts.catalogue import CHARTS
from diplotrack.dashboards.charts.colours import tokens
from diplotrack.dashboards.charts.specifications import specification
from diplotrack.dashboards.drawn import _numbers
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_visits():
    factories.VisitFactory(start_date="2020-05-01", end_date=None)
    factories.VisitFactory.create_batch(2, start_date="2022-05-01", end_date=None)


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode())))


def test_without_a_script_the_drawing_and_the_table_stand_there(client, some_visits):
    page = client.get("/years/").content.decode()
    drawings = re.findall(r'<noscript><picture>.*?<img[^>]* src="([^"]+)"', page)
    assert len(drawings) == 1
    response = client.get(html.unescape(drawings[0]))
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.decode().count('aria-roledescription="bar"') == 3
    assert 'id="visits_per_year-table"' in page


def test_no_page_part_needs_an_inline_style(client, some_visits):
    page = client.get("/years/").content.decode()
    assert 'style="' not in page
    assert "<style" not in page


def test_every_number_links_to_exactly_its_records(client, some_visits):
    table = client.get("/years/").context["chart"].table
    listed = [client.get(row[1].url).context["paginator"].count for row in table.rows]
    assert listed == [row[1].text for row in table.rows] == [1, 0, 2]


def test_every_mark_of_the_drawing_links_to_the_same_records(client, some_visits):
    svg = client.get("/charts/visits_per_year.svg").content.decode()
    table = client.get("/years/").context["chart"].table
    links = [html.unescape(link) for link in re.findall(r'xlink:href="([^"]+)"', svg)]
    assert [link.partition("testserver")[2] for link in links] == [r[1].url for r in table.rows]


def test_the_chart_is_told_in_words(client, some_visits):
    page = client.get("/years/").content.decode()
    assert "Most in 2022 (2), fewest in 2021 (0)." in page


def test_the_specification_reads_its_data_from_the_api(client, some_visits):
    spec = client.get("/charts/visits_per_year.json?country=KAZ&year=2022").json()
    assert spec["params"][0]["value"] == 2022
    groups = client.get(spec["data"]["url"]).json()["groups"]
    assert [group["value"] for group in groups] == [1, 0, 2]


def test_a_download_has_fixed_colours_of_the_asked_theme(client, some_visits):
    for theme in ("light", "dark"):
        svg = client.get(f"/charts/visits_per_year.svg?theme={theme}").content.decode()
        assert "var(--" not in svg
        assert tokens(theme)["--chart-bar"] in svg


def test_a_png_is_a_png(client, some_visits):
    assert client.get("/charts/visits_per_year.png").content.startswith(b"\x89PNG")


def test_a_drawing_is_kept_and_made_anew_when_the_numbers_change(client, some_visits, settings):
    settings.DRAWINGS_DIR = settings.VAR_DIR / "test" / "drawings"
    first = client.get("/charts/visits_per_year.svg").content
    assert client.get("/charts/visits_per_year.svg").content == first
    factories.VisitFactory(start_date="2022-06-01", end_date=None)
    assert client.get("/charts/visits_per_year.svg").content != first


def test_the_drawing_process_says_what_is_wrong_and_lives_on():
    process = drawing.DrawingProcess()
    try:
        with pytest.raises(drawing.NotDrawn):
            process.ask(json.dumps({"specification": "{", "form": "svg", "base_url": ""}))
        plain = json.dumps({"data": {"values": [{}]}, "mark": "point", "encoding": {}})
        asked = {"specification": plain, "form": "svg", "base_url": ""}
        assert process.ask(json.dumps(asked)).startswith(b"<svg")
    finally:
        process.stop()


@pytest.mark.parametrize(
    "query", ["country=QQQ", "year=x", "colour=red", "year=0001", "view=map", "theme=pink"]
)
def test_a_wrong_question_is_400(client, some_visits, query):
    assert client.get(f"/charts/visits_per_year.svg?{query}").status_code == 400


@pytest.mark.parametrize(
    "address", ["nothing.json", "visits_per_year.pdf", "counterparts.json", "journeys.json"]
)
def test_what_is_no_chart_is_refused(client, some_visits, address):
    assert client.get(f"/charts/{address}").status_code in {400, 404}


def test_a_country_without_visits_has_words_instead(client):
    factories.SummitParticipantFactory()
    page = client.get("/years/").content.decode()
    assert "No visit abroad of" in page
    assert "data-spec" not in page


ASKED = {
    "counterparts": "year=2022",
    "months": "year=2022",
    "journeys": "person=P{person}",
    "both_ways": "other=UZB",
}


@pytest.fixture
def everything():
    """A record of each kind that a chart shows, with a text that means mischief."""
    hostile = "\"}, <script>alert(1)</script> = '+1"
    person = factories.PersonFactory(name_en=hostile)
    factories.VisitFactory(
        visitor=person, host_country__code="UZB", start_date="2022-04-13", end_date="2022-04-14"
    )
    factories.SummitParticipantFactory()
    factories.DocumentPartyFactory()
    factories.ChairmanshipFactory(organization__name_en=hostile)
    return person


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_every_chart_has_its_files(client, everything, name):
    query = ASKED.get(name, "").format(person=everything.pk)
    spec = client.get(f"/charts/{name}.json?{query}")
    assert spec.status_code == 200
    assert "@" not in json.dumps(spec.json()).replace("@timestamp", "")
    drawing = client.get(f"/charts/{name}.svg?{query}").content
    ElementTree.fromstring(drawing)
    assert b'/null"' not in drawing  # what has no list is no link
    assert client.get(f"/charts/{name}.csv?{query}")["Content-Type"].startswith("text/csv")


def test_drafts_are_in_no_chart(client):
    factories.VisitFactory(start_date="2022-05-01", end_date=None, state="draft")
    factories.ChairmanshipFactory(state="draft")
    assert rows_of(client.get("/charts/visits_per_year.csv")) == [["Year", "Visits abroad"]]
    assert len(rows_of(client.get("/charts/terms.csv"))) == 1


def test_no_text_of_a_record_is_read_as_an_expression():
    hostile = "'] + alert(1) + ['"
    values = {"order": [hostile], "narrow": {}, "lines": {}, "ways": [], "went": {}, "came": {}}
    words = {"went_word": hostile, "came_word": "came"}
    spec = specification("counterparts", values | words)
    filters = re.findall(r"indexof\((.*?), datum.label\)", json.dumps(spec))
    assert all(json.loads(json.loads(f'"{one}"')) == [hostile] for one in filters)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_source_answers_on_the_page_what_its_address_answers(client, everything, name, language):
    # In no month, in any:
    factories.VisitFactory(start_date="2022-01-01", start_date_precision="year", end_date=None)
    query = QueryDict(ASKED.get(name, "").format(person=everything.pk))
    request = RequestFactory().get("/", query.dict())
    with translation.override(language):
        sources = CHARTS[name].make(request).sources
        for source in sources:
            told = json.dumps(source.answer()).replace("http://localhost", "http://testserver")
            assert json.loads(told) == client.get(source.url).json()


numbers = st.integers(0, 999)
labels = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@settings(max_examples=40)
@given(st.dictionaries(st.integers(1900, 2100), st.tuples(labels, numbers), min_size=1, max_size=8))
def test_the_rows_shown_are_the_rows_downloaded(counted):
    country = Country(code="KAZ", name_en="Kazakhstan")
    chart = visits.visits_per_year(country)
    groups = [
        {
            "key": {"year": year},
            "label": label,
            "value": value,
            "records": f"/api/v1/visits/?y={year}",
        }
        for year, (label, value) in sorted(counted.items())
    ]
    rule = {"code": "visits", "title": "Visits", "text": "Each."}
    chart.take({"visits": {"groups": groups, "rule": rule}})
    request = RequestFactory().get("/")
    page = render_to_string("components/chart.html", {"chart": chart}, request=request)
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    shown = [
        [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.split(r"</t[hd]>", row)[:2]]
        for row in body.split("</tr>")[:-1]
    ]
    downloaded = rows_of(_numbers(chart))[1:]
    assert shown == downloaded == [[str(g["key"]["year"]), str(g["value"])] for g in groups]
