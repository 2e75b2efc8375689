"""The chart: one specification, drawn here and in the browser from the same data."""

import re

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits():
    factories.VisitFactory(start_date="2020-05-01", end_date=None)
    factories.VisitFactory.create_batch(2, start_date="2022-05-01", end_date=None)


def test_without_a_script_the_drawing_and_the_table_stand_there(client, visits):
    page = client.get("/years/").content.decode()
    assert '<svg role="group"' in page
    assert page.count('aria-roledescription="bar"') == 3  # the year between has its zero
    assert "The same numbers as a table" in page


def test_the_drawing_needs_no_inline_style(client, visits):
    page = client.get("/years/").content.decode()
    assert 'style="' not in page
    assert "<style" not in page


def test_every_bar_links_to_exactly_its_records(client, visits):
    page = client.get("/years/").content.decode()
    links = re.findall(r'xlink:href="([^"]+)"', page)
    listed = [client.get(link.replace("&amp;", "&")).context["paginator"].count for link in links]
    assert listed == [1, 0, 2]


def test_the_chart_is_told_in_words(client, visits):
    page = client.get("/years/").content.decode()
    assert "Most in 2022 (2), fewest in 2021 (0)." in page


def test_the_specification_reads_its_data_from_the_api(client, visits):
    spec = client.get("/charts/visits_per_year.json?country=KAZ&year=2022").json()
    assert spec["params"][0]["value"] == 2022
    groups = client.get(spec["data"]["url"]).json()["groups"]
    assert [group["value"] for group in groups] == [1, 0, 2]


def test_table_drawing_and_api_have_the_same_numbers(client, visits):
    chart = client.get("/years/").context["chart"]
    groups = client.get(chart.data_url).json()["groups"]
    assert [(g["label"], g["value"]) for g in groups] == [
        (group.label, group.value) for group in chart.result.groups
    ]


@pytest.mark.parametrize("query", ["country=QQQ", "year=x", "colour=red"])
def test_a_wrong_question_is_400(client, visits, query):
    assert client.get(f"/charts/visits_per_year.json?{query}").status_code == 400


def test_a_country_without_visits_has_words_instead(client):
    factories.SummitParticipantFactory()
    page = client.get("/years/").content.decode()
    assert "No visit abroad of" in page
    assert "<svg role" not in page
