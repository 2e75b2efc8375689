"""The pages that we did not write, the stock admin and Swagger UI, work under our strict
Content-Security-Policy: the `page` fixture fails on any violation."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from diplotrack.assets import CHART_BUNDLE

pytestmark = pytest.mark.browser

# As a page of ours draws a chart: no expression is compiled (`ast`), no style element is added.
DRAW = """async () => {
  const spec = {data: {values: [{year: 2022, visits: 13}]}, mark: 'bar',
    encoding: {x: {field: 'year', type: 'ordinal'}, y: {field: 'visits', type: 'quantitative'}}};
  const target = document.createElement('div');
  document.body.append(target);
  await vegaEmbed(target, spec, {ast: true, defaultStyle: false, renderer: 'svg', actions: false,
    tooltip: {disableDefaultStyle: true}});
  return target.querySelectorAll('svg path[aria-roledescription=bar]').length;
}"""


@pytest.fixture
def admin_page(page, transactional_db):
    User.objects.create_superuser("admin", password="for this test")
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("for this test")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    return page


def test_an_analyst_signs_in_and_finds_the_list_of_users(admin_page):
    admin_page.goto("/admin/auth/user/?q=admin")
    expect(admin_page.get_by_role("link", name="admin", exact=True)).to_be_visible()


def test_the_form_with_chosen_permissions_works(admin_page):
    """The form whose scripts build the most: two boxes and a filter."""
    admin_page.goto(f"/admin/auth/user/{User.objects.get().pk}/change/")
    admin_page.locator("#id_user_permissions_input").fill("add user")
    option = admin_page.locator("#id_user_permissions_from option", has_text="Can add user")
    option.first.dblclick()
    expect(admin_page.locator("#id_user_permissions_to option")).to_have_count(1)


def test_swagger_ui_lists_the_api(page):
    page.goto("/api/v1/docs/")
    expect(page.locator("#swagger-ui .info .title")).to_be_visible()


def test_the_bundle_draws_a_chart(page):
    page.goto("/admin/login/")
    page.add_script_tag(url=f"/static/{CHART_BUNDLE.as_posix()}")
    assert page.evaluate(DRAW) == 1
