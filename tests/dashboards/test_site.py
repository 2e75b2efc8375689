"""What every page has."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    factories.VisitFactory()
    return client.get("/visits/").content.decode()


def test_there_is_a_way_past_the_header(page):
    assert '<a class="skip" href="#main">' in page
    assert 'id="main"' in page


def test_the_page_says_its_language(page):
    assert '<html lang="en">' in page


def test_the_section_that_one_is_in_is_marked(client, page):
    assert '<a href="/visits/" aria-current="page">' in page
    record = client.get(factories.VisitFactory().get_absolute_url()).content.decode()
    assert '<a href="/visits/" aria-current="true">' in record


def test_neither_style_nor_script_stands_inside_a_page(page):
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    assert "onclick" not in page


def test_the_policy_allows_nothing_else(client):
    policy = client.get("/rules/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_an_unknown_address_is_answered_with_ways_on(client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert 'href="/visits/"' in response.content.decode()


def test_robots_are_kept_out_of_the_admin(client):
    assert "Disallow: /admin/" in client.get("/robots.txt").content.decode()


def test_the_footer_leads_to_rules_coverage_keys_api_and_data_entry(page):
    for address in ("/rules/", "/coverage/", "/keyboard/", "/api/v1/docs/", "/admin/"):
        assert f'href="{address}"' in page


def test_the_keys_are_told_on_a_page_that_the_help_takes(client):
    page = client.get("/keyboard/").content.decode()
    assert "<kbd>?</kbd>" in page
    assert 'class="keyboard"' in page
    assert client.get("/keyboard/?key=x").status_code == 400
