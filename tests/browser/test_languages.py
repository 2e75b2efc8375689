"""Switching the language in Chromium, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visits(transactional_db):
    factories.VisitFactory(
        host_country__name_ru="Узбекистан",
        host_country__name_kk="Өзбекстан",
        start_date="2022-04-13",
        end_date="2022-04-14",
    )


def test_a_reader_switches_the_language_and_it_stays(page, visits):
    page.goto("/visits/?year=2022")
    page.get_by_role("link", name="Қазақша").click()
    expect(page).to_have_url(re.compile(r"year=2022&lang=kk$"))
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Сапарлар")
    page.get_by_role("link", name="Саммиттер").click()
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    page.get_by_role("link", name="Русский").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Саммиты")


def test_it_needs_no_script(browser, live_server, visits):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/visits/")
    page.get_by_role("link", name="Русский").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Визиты")
    page.goto("/countries/")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    context.close()


@pytest.mark.parametrize("code", ["ru", "kk"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/", "/years/2022/", "/visits/", "/rules/"])
def test_longer_words_do_not_push_the_page_aside(page, visits, code, width, path):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{path}?lang={code}")
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
