"""The pages in Chromium, under the strict policy: the `page` fixture fails on any console error."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def records(transactional_db):
    """A small year: two visits, a summit, a document, what was reported."""
    president = factories.PersonFactory(name_en="Kassym-Jomart Tokayev", name_ru="Токаев")
    journey = factories.JourneyFactory(traveller=president, guest_country__iso_alpha2="KZ")
    for host, year in (("UZB", 2021), ("UZB", 2022), ("TUR", 2022)):
        visit = factories.VisitFactory(
            visitor=president,
            host_country__code=host,
            journey=journey if year == 2022 else None,
            start_date=f"{year}-04-13",
            end_date=f"{year}-04-14",
        )
    factories.CitationFactory(visit=visit)
    place = factories.SummitParticipantFactory(person=president)
    document = factories.DocumentPartyFactory(
        document__summit=place.summit, signatory=president
    ).document
    factories.ChairmanshipFactory(organization__code="SCO")
    factories.InitiativeFactory()
    factories.ReportedTotalFactory(value=2)
    factories.YearCoverageFactory()
    return {"visit": visit, "document": document, "person": president, "summit": place.summit}


def test_the_home_page_draws_the_live_chart(page, records):
    page.goto("/")
    page.locator("#visits_per_year-chart").scroll_into_view_if_needed()
    bars = page.locator("#visits_per_year-chart [data-live] path[role=link]")
    expect(bars).to_have_count(2)
    expect(page.locator(".chart-error:visible")).to_have_count(0)


def test_a_bar_leads_to_exactly_its_records(page, records):
    page.goto("/years/")
    page.locator("[data-live] path[aria-label='2022: 2']").click()
    expect(page).to_have_url(re.compile(r"/visits/\?guest_country=KAZ.*year=2022"))
    expect(page.locator(".count")).to_have_text("2 records")


def test_a_bar_says_its_number_under_the_pointer(page, records):
    page.goto("/years/")
    page.locator("[data-live] path[aria-label='2022: 2']").hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("2022: 2")


def test_a_reader_without_scripts_has_the_drawing_and_the_table(browser, live_server, records):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    drawing = page.locator("#visits_per_year-chart img")
    drawing.scroll_into_view_if_needed()
    expect(drawing).to_have_js_property("complete", True)
    expect(page.locator("#visits_per_year-table")).to_be_visible()
    expect(page.locator(".theme-toggle")).to_be_hidden()
    expect(page.locator(".skeleton").first).to_be_hidden()
    context.close()


def test_when_the_data_fails_it_is_said_and_one_can_try_again(browser, live_server, records):
    """In a context of its own: the refused request is a console error by design."""
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.route("**/statistics/**", lambda route: route.fulfill(status=503, body="{}"))
    page.goto("/years/")
    expect(page.locator(".chart-error")).to_be_visible()
    page.unroute("**/statistics/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-live]")).to_be_visible()
    expect(page.locator(".chart-error")).to_be_hidden()
    context.close()


def test_tabs_change_by_arrow_keys_and_the_address_keeps_the_choice(page, records):
    page.goto("/years/2022/")
    page.get_by_role("tab", name="Chart").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#counterparts-map [data-live] svg")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#counterparts-table")).to_be_visible()
    expect(page).to_have_url(re.compile("#counterparts-table$"))
    page.reload()
    expect(page.locator("#counterparts-table")).to_be_visible()
    expect(page.locator("#counterparts-chart")).to_be_hidden()


def test_marks_are_reached_by_one_tab_and_arrows_and_enter_follows(page, records):
    page.goto("/years/")
    page.locator("#visits_per_year-chart [data-live]").wait_for()
    marks = page.locator("#visits_per_year-chart svg [role=link]")
    assert marks.evaluate_all("all => all.map(one => one.getAttribute('tabindex'))") == ["0", "-1"]
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/visits/\?guest_country=KAZ.*year=2022"))


def test_downloads_follow_the_view(page, records):
    page.goto("/years/2022/#counterparts-map")
    link = page.locator(".chart-section:has(#counterparts-map) [data-file=drawing]")
    expect(link).to_have_attribute("href", re.compile("view=map"))
    with page.expect_download() as waiting:
        link.click()
    assert waiting.value.suggested_filename == "diplotrack-counterparts-KAZ-2022.svg"


def test_the_filters_lead_to_an_address_that_can_be_shared(page, records):
    page.goto("/visits/")
    page.get_by_label("Host country").select_option("UZB")
    page.get_by_label("Year").fill("2022")
    page.get_by_role("button", name="Filter").click()
    expect(page).to_have_url(re.compile(r"/visits/\?year=2022&host_country=UZB$"))
    expect(page.locator(".count")).to_have_text("1 record")
    page.locator(".chips a").first.click()
    expect(page.locator(".chips a")).to_have_count(1)


def test_the_slash_leads_to_the_search_box(page, records):
    page.goto("/visits/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search everything")
    expect(box).to_be_focused()
    page.keyboard.type("Токаев/")
    expect(box).to_have_value("Токаев/")


def test_the_question_mark_opens_the_help_above_the_page_and_may_be_switched_off(page, records):
    page.goto("/visits/")
    page.get_by_role("link", name="Documents").first.focus()
    page.keyboard.press("?")
    help_page = page.get_by_role("dialog", name="Keyboard")
    expect(help_page).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_page).to_be_hidden()
    expect(page.get_by_role("link", name="Documents").first).to_be_focused()
    page.get_by_role("link", name="Keyboard").click()
    page.get_by_role("checkbox").uncheck()
    page.goto("/visits/")
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(help_page).to_be_hidden()
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_the_search_finds_a_person(page, records):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("токаев")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search: токаев")).to_be_visible()
    expect(page.get_by_role("link", name="Kassym-Jomart Tokayev").first).to_be_visible()


def background(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_light_and_dark_follow_the_system_and_the_readers_choice_is_kept(page, records):
    page.emulate_media(color_scheme="light")
    page.goto("/visits/")
    light = background(page)
    page.emulate_media(color_scheme="dark")
    dark = background(page)
    assert light != dark
    page.get_by_role("button", name="Light").click()
    assert background(page) == light
    page.reload()
    assert background(page) == light
    expect(page.get_by_role("button", name="Dark")).to_be_visible()


def addresses(records) -> list[str]:
    places = ["/", "/years/", "/vectors/", "/trends/", "/compare/?year=2022", "/upcoming/"]
    places += [
        "/chairmanships/timeline/",
        "/countries/KAZ/UZB/",
        "/rules/",
        "/coverage/",
        "/search/?q=tokayev",
        "/search/",
        "/releases/",
        "/keyboard/",
        "/api/",
        "/compare/?year=2022&with_country=UZB",
        "/vectors/?kind=organization&direction=received",
        "/years/1999/",
    ]
    places += ["/visits/?year=1999"]
    lists = ["visits", "summits", "documents", "chairmanships", "initiatives", "journeys"]
    lists += ["countries", "organizations", "people"]
    singles = [record.get_absolute_url() for record in records.values()]
    return [
        *places,
        *(f"/{name}/" for name in lists),
        *singles,
        "/countries/KAZ/",
        "/organizations/SCO/",
    ]


LINKS_OUT_OF_SIGHT = """[...document.querySelectorAll("main thead a")].filter(
  (link) => getComputedStyle(link.closest("thead")).clipPath !== "none"
).length"""


def test_no_page_scrolls_sideways_or_hides_a_link_on_a_narrow_screen(page, records):
    page.set_viewport_size({"width": 390, "height": 844})
    for address in addresses(records):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, (address, width)
        assert page.evaluate(LINKS_OUT_OF_SIGHT) == 0, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_any_page(page, records, scheme, width):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    reports = {}
    for address in addresses(records):
        page.goto(address)
        for panel in page.locator(".panel[data-spec]:visible").all():
            panel.scroll_into_view_if_needed()
            expect(panel.locator("[data-live]")).to_be_visible()
        found = Axe().run(page)
        if found.violations_count:
            reports[address] = found.generate_report()
    assert reports == {}


def test_charts_far_below_are_drawn_without_scrolling(page, records):
    page.set_viewport_size({"width": 390, "height": 400})
    page.goto("/years/2022/")
    expect(page.locator("#visits_per_year-chart [data-live]")).to_be_attached()
    assert page.evaluate("scrollY") == 0


def test_a_slow_chart_is_a_skeleton_and_then_the_servers_drawing(page, records):
    page.route("**/statistics/**", lambda route: None)  # never answered
    page.goto("/years/")
    plot = page.locator("#visits_per_year-chart [data-plot]")
    expect(plot).to_have_class(re.compile("skeleton"))
    expect(plot.locator("img.drawing")).to_have_js_property("complete", True)
    expect(plot).not_to_have_class(re.compile("skeleton"))
    page.unroute_all(behavior="ignoreErrors")


def test_paper_has_a_drawing_of_every_chart(page, records):
    page.route("**/statistics/**", lambda route: None)
    page.goto("/years/2022/")
    assert len(page.pdf(format="A4")) > 10_000
    places = page.locator(".panel[data-spec]:not([hidden])").count()
    expect(page.locator(".panel[data-spec]:not([hidden]) img.drawing")).to_have_count(places)
    page.unroute_all(behavior="ignoreErrors")
