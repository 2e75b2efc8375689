"""The page for press releases in a browser: by keyboard, under the strict policy, at any width."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.events.press.measuring import notices

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("committed_demo"),
]
PATH = "/admin/events/visit/from-press-release/"


@pytest.fixture
def admin_page(page):
    User.objects.create_superuser("admin", password="a-long-password")
    page.goto("/admin/login/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", "a-long-password")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return page


def read(page, notice):
    page.goto(PATH)
    page.fill("[name=text]", notice.text)
    page.fill("[name=title]", "A notice")
    page.fill("[name=published]", notice.published.isoformat())
    page.press("[name=published]", "Enter")
    page.wait_for_selector(".read-text")


def test_a_text_is_read_and_a_mention_dropped_by_keyboard_alone(admin_page):
    notice = next(n for n in notices() if n.id == "ru-01")
    read(admin_page, notice)
    city = admin_page.locator("tr", has_text="Ташкенте").locator("input")
    city.focus()
    admin_page.keyboard.press("Space")
    admin_page.keyboard.press("Enter")  # the form's first button reads again
    admin_page.wait_for_selector(".mention.dropped >> text=Ташкенте")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_does_not_scroll_sideways(admin_page, width, scheme):
    admin_page.emulate_media(color_scheme=scheme)
    admin_page.set_viewport_size({"width": width, "height": 900})
    read(admin_page, next(n for n in notices() if n.id == "en-08"))
    if folder := os.environ.get("SCREENSHOTS"):
        shot = Path(folder) / f"press-{width}-{scheme}.png"
        admin_page.screenshot(path=shot, full_page=True)
    content = admin_page.evaluate("document.querySelector('.press-release').scrollWidth")
    assert content <= width
