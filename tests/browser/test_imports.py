"""An import from the file to the record and back, in a browser, at any width."""

import os
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth.models import User

from events.models import Visit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("committed_demo"),
]


@pytest.fixture
def admin_page(page):
    User.objects.create_superuser("admin", password="a-long-password")
    page.goto("/admin/login/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", "a-long-password")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture
def workbook(tmp_path) -> Path:
    book = openpyxl.Workbook()
    for cells in (
        ("№", "Дата начала", "Гость", "Должность", "Страна гостя", "Город"),
        (1, "13.05.2024", "Айно Лайне", "Президент", "Финляндия", "Астана"),
        (2, "не знаю", "Эеро Сало", "Министр", "Финляндия", "Алматы"),
    ):
        book.active.append(cells)
    path = tmp_path / "protocol.xlsx"
    book.save(path)
    return path


def shots(page, name: str) -> None:
    """The page fits 1440 and 390 pixels, light and dark."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        content = page.evaluate("document.querySelector('.imports').scrollWidth")
        assert content <= width, name
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if folder := os.environ.get("SCREENSHOTS"):
                path = Path(folder) / f"import-{name}-{width}-{scheme}.png"
                page.screenshot(path=path, full_page=True)


def test_a_workbook_is_mapped_looked_at_imported_and_undone(admin_page, workbook):
    page, before = admin_page, Visit.objects.count()
    page.click("text=Import a file")
    shots(page, "upload")
    page.set_input_files("[name=file]", workbook)
    page.click("input[value=Upload]")
    page.wait_for_selector(".mapping")
    assert page.input_value("[name='column-guest_country']") == "Страна гостя"
    page.fill("[name='constant-host_country']", "KAZ")
    shots(page, "map")
    page.click("input[value=Preview]")
    page.wait_for_selector("text=“не знаю” is not a date")
    shots(page, "preview")
    page.check("[name=skip_rejected]")
    page.click("input[name=_load]")
    page.wait_for_selector("text=Undo this import")
    assert Visit.objects.count() == before + 1
    shots(page, "done")
    page.fill("[name=reason]", "the wrong sheet")
    page.click("text=Undo this import")
    page.wait_for_selector("text=1 deleted")
    assert Visit.objects.count() == before
