"""The year as figures: every number with its rule, its records and what was reported."""

import datetime

import pytest
from django.core.cache import cache

from diplotrack.dashboards import years
from events.models import YearCoverage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    """Three stops of one president in two countries; the official said two."""
    president = factories.PersonFactory(name_en="The President")
    for host, day in (("UZB", 13), ("UZB", 20), ("TUR", 25)):
        factories.VisitFactory(
            visitor=president, host_country__code=host, start_date=datetime.date(2022, 4, day)
        )
    factories.ReportedTotalFactory(value=2, source__publisher="The Gazette")
    factories.YearCoverageFactory(note="Nothing is missing.")
    return 2022


def figure(response, code):
    return response.context["summary"].figure(code)


def test_the_home_page_is_the_newest_complete_year(client, year):
    response = client.get("/")
    assert response.context["year"] == 2022
    assert figure(response, "visits_abroad").value == 3


def test_a_figure_stands_with_its_rule_its_coverage_and_last_years_value(client, year):
    page = client.get("/years/2022/").content.decode()
    for text in ("Counting rule", "Every stop in a country counts once", "Coverage:", "2021:"):
        assert text in page


def test_the_reported_figure_stands_with_its_source_and_the_rule_that_gives_it(client, year):
    response = client.get("/years/2022/")
    page = response.content.decode()
    assert "2 reported" in page
    assert "3 on record" in page
    assert "The Gazette" in page
    matched = [a.rule.code for a in figure(response, "visits_abroad").alternatives if a.reproduces]
    assert "countries" in matched
    assert "gives the reported figure" in page


def test_no_rule_is_marked_where_none_gives_the_reported_figure(client):
    factories.VisitFactory()
    factories.ReportedTotalFactory(value=99)
    page = client.get("/years/2022/").content.decode()
    assert "None of the rules gives the reported figure" in page
    assert "gives the reported figure</span>" not in page


def test_the_list_behind_each_figure_is_as_long_as_it_says(client, year):
    response = client.get("/years/2022/")
    for one in response.context["summary"].figures:
        address = f"/{one.resource}/"
        listed = client.get(address, one.parameters)
        assert listed.status_code == 200, (one.code, one.parameters)
        if one.counts_records:
            assert listed.context["paginator"].count == one.value, one.code


def test_the_year_before_and_after_are_a_step_away(client, year):
    page = client.get("/years/2022/").content.decode()
    assert 'href="/years/2021/?country=KAZ"' in page
    assert 'href="/years/2023/?country=KAZ"' in page


def test_another_country_has_its_own_year(client, year):
    response = client.get("/years/2022/?country=UZB")
    assert figure(response, "visits_received").value == 2


@pytest.mark.parametrize("query", ["country=QQQ", "yeer=1", "country=Kazakhstan"])
def test_a_wrong_question_is_400(client, year, query):
    assert client.get(f"/years/2022/?{query}").status_code == 400


@pytest.mark.parametrize("number", [1799, 2201, 99999])
def test_a_year_out_of_range_is_not_found(client, year, number):
    assert client.get(f"/years/{number}/").status_code == 404


def test_a_year_without_records_says_what_to_do(client, year):
    page = client.get("/years/1990/").content.decode()
    assert "Nothing is on record" in page
    assert "All years" in page


def test_a_database_with_no_country_answers_not_found(client):
    assert client.get("/").status_code == 404


def test_a_country_without_a_visit_has_a_home_page(client):
    factories.CountryFactory(code="KAZ")
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing is on record" in response.content.decode()


def test_drafts_change_no_figure(client, year):
    before = figure(client.get("/years/2022/"), "visits_abroad").value
    factories.VisitFactory(state="draft")
    assert figure(client.get("/years/2022/"), "visits_abroad").value == before


def test_all_years_stand_in_one_table(client, year):
    page = client.get("/years/").content.decode()
    assert 'href="/years/2022/?country=KAZ"' in page


def test_hostile_names_are_shown_as_text(client, year):
    factories.ReportedTotalFactory(label="<script>alert(1)</script>", measure="")
    assert "<script>alert" not in client.get("/years/2022/").content.decode()


def test_a_year_costs_a_fixed_number_of_queries(client, year, count_queries):
    for_three = count_queries(lambda: client.get("/years/2022/"))
    factories.VisitFactory.create_batch(5)
    assert count_queries(lambda: client.get("/years/2022/")) == for_three <= 45
    assert count_queries(lambda: client.get("/years/2022/")) <= 3


def test_rules_and_coverage_have_pages(client, year):
    assert "Every stop in a country counts once" in client.get("/rules/").content.decode()
    page = client.get("/coverage/").content.decode()
    assert "Nothing is missing." in page
    assert str(YearCoverage.Coverage.COMPLETE.label) in page


def test_the_json_link_leads_to_the_same_summary(client, year):
    page = client.get("/years/2022/").content.decode()
    assert 'href="/api/v1/years/2022/?country=KAZ"' in page
    assert client.get("/api/v1/years/2022/?country=KAZ").status_code == 200


def test_the_home_page_claims_completeness_only_where_it_is_stated(client, year):
    claim = "recorded as far as sources go"
    assert claim in client.get("/").content.decode()
    assert claim not in client.get("/years/2022/").content.decode()
    YearCoverage.objects.get().delete()
    assert claim not in client.get("/").content.decode()


def test_a_line_of_time_that_is_cut_says_so_and_leads_to_the_lists(client, year, monkeypatch):
    whole = client.get("/years/2022/").content.decode()
    assert "of a kind stand here" not in whole
    monkeypatch.setattr(years, "MOST_ENTRIES", 2)
    cache.clear()

    page = client.get("/years/2022/").content.decode()

    assert whole.count('<span class="when">') > 2
    assert page.count('<span class="when">') == 2
    assert "The first 2 of a kind stand here" in page
    assert 'href="/visits/?country=KAZ&amp;year=2022"' in page
