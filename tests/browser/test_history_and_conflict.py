"""In a browser: a version is restored, and of two who save one record the second chooses."""

import pytest
from playwright.sync_api import expect

from countries.models import recorded_as
from events.models import Visit
from tests import factories
from tests.browser.test_admin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft():
    visit = factories.VisitFactory(city="Tashkent", state="draft")
    with recorded_as("bolat", "the page was misread"):
        visit.city = "Samarkand"
        visit.save()
    return visit


def test_a_version_is_compared_and_restored_with_the_keyboard(page, draft):
    sign_in(page, "analyst")
    page.goto(f"/admin/events/visit/{draft.pk}/history/")
    page.get_by_role("button", name="Compare the two chosen").press("Enter")
    expect(page.locator(".side-by-side tbody tr")).to_have_text("City Tashkent Samarkand")
    page.get_by_label("Reason").focus()
    page.keyboard.type("it was right")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Version 1 stands again.")
    expect(page.locator(".timeline > li").first).to_contain_text("it was right")
    assert Visit.objects.get().city == "Tashkent"


@pytest.fixture
def page_that_may_conflict(browser, live_server):
    """A page whose console may tell of the answer 409."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_the_second_saver_chooses_between_both(page_that_may_conflict, draft):
    page = page_that_may_conflict
    sign_in(page, "analyst")
    page.goto(f"/admin/events/visit/{draft.pk}/change/")
    page.locator("#id_city").fill("Bukhara")
    with recorded_as("bolat"):
        draft.city = "Khiva"
        draft.save()
    with page.expect_response(lambda answer: answer.status == 409):
        page.locator("[name=_save]").click()
    expect(page.locator(".edit-conflict tbody tr")).to_contain_text("Samarkand")
    page.get_by_label("Bukhara").check()
    page.get_by_role("button", name="Save what is chosen").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Saved as you chose.")
    expect(page.locator(".kept-draft")).to_have_count(0)
    assert Visit.objects.get().city == "Bukhara"
