"""What was typed survives a closed tab and an expired session; the one page saves by keyboard."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from events.models import SignedDocument, Visit
from tests import factories
from tests.browser.test_admin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/admin/events/visit/log/"


@pytest.fixture
def leaders():
    for name, code, country in (("Tokayev", "KAZ", "Kazakhstan"), ("Erdogan", "TUR", "Türkiye")):
        place = factories.CountryFactory(code=code, name_en=country)
        factories.TenureFactory(person__name_en=name, position__country=place)
    factories.VisitTypeFactory(code="state", name_en="state visit")
    factories.DocumentKindFactory(code="agreement", name_en="agreement")


def take(page, field: str, text: str) -> None:
    page.locator(f"#id_{field}").focus()
    page.keyboard.type(text)
    expect(page.locator(".lookup-list [aria-selected=true]")).to_be_visible()
    page.keyboard.press("Tab")


def test_a_visit_and_a_document_are_logged_by_keyboard(page, leaders):
    sign_in(page, "analyst")
    page.goto(PAGE)
    take(page, "visitor", "tok")
    take(page, "host_country", "түрк")
    page.keyboard.type("10 May 2022")
    expect(page.locator(".box-start output")).to_have_text("= 2022-05-10")
    page.keyboard.press("Tab")
    expect(page.locator("#id_guest_country")).to_have_value("Kazakhstan (KAZ)")
    page.locator("#id_visit_type").select_option("state")
    page.locator("#id_rows-0-title").fill("Agreement on transit")
    page.locator("#id_rows-0-kind").select_option("agreement")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("1 document")
    assert Visit.objects.get().visitor.name_en == "Tokayev"
    assert SignedDocument.objects.get().parties.count() == 2


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_fits_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "analyst")
    page.goto(PAGE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_closed_tab_loses_nothing(page, leaders):
    sign_in(page, "analyst")
    page.goto(PAGE)
    page.locator("#id_city").fill("Ankara")
    page.goto("/admin/")
    page.goto(PAGE)
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("#id_city")).to_have_value("Ankara")


def test_an_expired_session_loses_nothing(page):
    visit = factories.VisitFactory(state="draft", city="Tashkent")
    url = reverse("admin:events_visit_change", args=[visit.pk])
    sign_in(page, "analyst")
    page.goto(url)
    page.locator("#id_city").fill("Samarkand")
    Session.objects.all().delete()
    page.locator("input[name=_save]").click()
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password").fill("for this test")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("#id_city")).to_have_value("Samarkand")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(url)
    expect(page.locator(".kept-draft")).to_have_count(0)
    visit.refresh_from_db()
    assert visit.city == "Samarkand"


def test_a_form_that_was_only_read_keeps_nothing(page):
    sign_in(page, "analyst")
    page.goto(PAGE)
    page.goto("/admin/")
    page.goto(PAGE)
    expect(page.locator(".kept-draft")).to_have_count(0)
