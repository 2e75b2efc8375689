"""An analyst logs a visit with the keyboard alone, under the strict policy."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Revision, Visit
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, group: str) -> None:
    call_command("create_groups", verbosity=0)
    user = User.objects.create_user(group, password="for this test", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    page.goto("/admin/")
    page.get_by_label("Username").fill(group)
    page.get_by_label("Password").fill("for this test")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def choose(page, field: str, text: str, expected: str) -> None:
    """Type into an autocomplete and take the first that it finds."""
    box = page.locator(f"#id_{field} + .select2 .select2-selection")
    box.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type(text)
    expect(page.locator(".select2-results__option--highlighted")).to_have_text(expected)
    page.keyboard.press("Enter")
    expect(box).to_contain_text(expected)


@pytest.fixture
def president():
    factories.CountryFactory(code="KAZ", name_en="Kazakhstan", name_kk="Қазақстан")
    factories.CountryFactory(code="UZB", name_en="Uzbekistan", name_ru="Узбекистан")
    factories.VisitTypeFactory(code="official", name_en="official visit")
    return factories.PersonFactory(name_en="Kassym-Jomart Tokayev", name_ru="Касым-Жомарт Токаев")


def test_an_analyst_enters_a_visit_of_a_month_with_the_keyboard(page, president):
    sign_in(page, "analyst")
    page.goto("/admin/events/visit/add/")
    choose(page, "visitor", "Токаев", "Kassym-Jomart Tokayev")
    choose(page, "guest_country", "қазақ", "Kazakhstan")
    choose(page, "host_country", "узбек", "Uzbekistan")
    choose(page, "visit_type", "off", "official visit")
    page.locator("#id_start").focus()
    page.keyboard.type("2022-04")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("added successfully")
    expect(page.locator("#result_list tbody")).to_contain_text("2022-04")
    assert str(Visit.objects.get().start) == "2022-04"


def test_a_wrong_date_is_explained_where_it_was_typed(page, president):
    sign_in(page, "analyst")
    page.goto("/admin/events/visit/add/")
    page.locator("#id_start").fill("soon after Nauryz")
    page.locator("#id_start").press("Enter")
    expect(page.locator(".field-start .errorlist")).to_contain_text("soon after Nauryz")
    expect(page.locator("#id_start")).to_have_value("soon after Nauryz")


def test_a_row_is_added_to_an_inline_and_finds_people(page, president):
    visit = factories.VisitFactory(state="draft")
    sign_in(page, "analyst")
    page.goto(reverse("admin:events_visit_change", args=[visit.pk]))
    page.locator("#participants-group .add-row a").click()
    choose(page, "participants-0-person", "tokaev", "Kassym-Jomart Tokayev")
    page.locator("#id_participants-0-role").select_option("delegation")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert visit.participants.get().person == president


def test_a_reviewer_reads_a_revision_and_approves_it(page):
    visit = factories.CitationFactory(visit__city="Tashkent").visit
    sign_in(page, "analyst")
    page.goto(reverse("admin:events_visit_change", args=[visit.pk]))
    page.locator("#id_city").fill("Samarkand")
    page.locator("#id_change_reason").fill("The source says so")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("awaits review")
    page.get_by_role("button", name="Log out").click()
    sign_in(page, "reviewer")
    page.goto(reverse("admin:events_revision_change", args=[Revision.objects.get().pk]))
    expect(page.locator(".revision del")).to_have_text("Tashkent")
    expect(page.locator(".revision ins")).to_have_text("Samarkand")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    visit.refresh_from_db()
    assert visit.city == "Samarkand"


@pytest.mark.parametrize("width", [1440, 390])
def test_lists_forms_and_history_fit_the_window_without_a_console_error(page, width):
    visit = factories.CitationFactory(visit__state="draft").visit
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "analyst")
    for url in (
        reverse("admin:events_visit_changelist"),
        reverse("admin:events_visit_change", args=[visit.pk]),
        reverse("admin:events_visit_history", args=[visit.pk]),
        reverse("admin:events_signeddocument_add"),
        reverse("admin:events_revision_changelist"),
    ):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_list_is_filtered_by_a_country_in_use(page):
    for code, name in (("UZB", "Uzbekistan"), ("TUR", "Türkiye")):
        factories.VisitFactory(host_country=factories.CountryFactory(code=code, name_en=name))
    sign_in(page, "analyst")
    page.goto(reverse("admin:events_visit_changelist"))
    box = page.get_by_label("host country")
    box.select_option(label="Türkiye (1)")
    page.locator("form.used-values").filter(has=box).get_by_role("button").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator("#result_list tbody")).to_contain_text("Türkiye")


def test_enter_in_a_box_with_nothing_offered_does_not_send_the_page(page, president):
    sign_in(page, "analyst")
    page.goto(reverse("log-visit"))
    page.locator("#id_visitor").focus()
    page.keyboard.type("+ Aino Laine")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#id_host_country")).to_be_focused()
    expect(page.locator(".errornote")).to_have_count(0)
