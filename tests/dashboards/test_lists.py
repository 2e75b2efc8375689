"""Every list: it shows what is published, filters by its address, and refuses what it must."""

import csv
import io

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import EditorialState
from tests import factories

pytestmark = pytest.mark.django_db

RECORDS = {
    "visit_list": factories.VisitFactory,
    "journey_list": factories.JourneyFactory,
    "summit_list": factories.SummitFactory,
    "document_list": factories.SignedDocumentFactory,
    "chairmanship_list": factories.ChairmanshipFactory,
    "initiative_list": factories.InitiativeFactory,
    "person_list": factories.PersonFactory,
}
LISTS = RECORDS | {
    "country_list": factories.CountryFactory,
    "organization_list": factories.OrganizationFactory,
}
lists = pytest.mark.parametrize(("name", "factory"), LISTS.items(), ids=LISTS)
record_lists = pytest.mark.parametrize(("name", "factory"), RECORDS.items(), ids=RECORDS)


@lists
def test_it_links_to_its_records(client, name, factory):
    record = factory()
    page = client.get(reverse(name)).content.decode()
    assert f'href="{record.get_absolute_url()}"' in page


@record_lists
@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_neither_shown_nor_counted(client, name, factory, state):
    record = factory(state=state)
    response = client.get(reverse(name))
    assert record.get_absolute_url() not in response.content.decode()
    assert response.context["paginator"].count == 0


@lists
def test_it_costs_as_many_queries_for_five_rows_as_for_one(
    client, name, factory, django_assert_num_queries, count_queries
):
    factory()
    client.get(reverse(name))  # whatever is cached once
    for_one = count_queries(lambda: client.get(reverse(name)))
    factory.create_batch(4)
    with django_assert_num_queries(for_one):
        client.get(reverse(name))
    assert for_one <= 14


@lists
def test_an_empty_list_says_what_to_do_next(client, name, factory):
    page = client.get(reverse(name)).content.decode()
    assert "Open data entry" in page


@lists
def test_an_unknown_parameter_is_400_and_named(client, name, factory):
    response = client.get(reverse(name), {"yeer": "2022"})
    assert response.status_code == 400
    assert "yeer" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["page=x", "page=0", "ordering=purpose", "year=soon", "host_country=Nowhere"]
)
def test_a_wrong_value_is_400_with_the_reason(client, query):
    factories.VisitFactory()
    response = client.get(f"/visits/?{query}")
    assert response.status_code == 400
    assert query.split("=")[0] in response.content.decode()


def test_a_mistyped_parameter_is_answered_with_a_suggestion(client):
    assert "Did you mean <strong>year</strong>" in client.get("/visits/?yeer=1").content.decode()


def test_filters_in_the_address_choose_the_records(client):
    there = factories.VisitFactory(host_country__code="UZB")
    elsewhere = factories.VisitFactory(host_country__code="TUR", host_country__name_en="Türkiye")
    page = client.get("/visits/?host_country=UZB&year=2022").content.decode()
    assert there.get_absolute_url() in page
    assert elsewhere.get_absolute_url() not in page


def test_each_filter_is_a_chip_that_removes_it(client):
    factories.VisitFactory()
    page = client.get("/visits/?host_country=UZB&year=2022").content.decode()
    assert 'href="?year=2022"' in page
    assert 'href="?host_country=UZB"' in page


def test_the_csv_link_asks_the_api_for_just_what_is_shown(client):
    factories.VisitFactory()
    response = client.get("/visits/?host_country=UZB&ordering=start_date&page=1")
    assert response.context["csv_url"] == (
        "/api/v1/visits/?host_country=UZB&ordering=start_date&format=csv&lang=en"
    )
    download = client.get(response.context["csv_url"])
    lines = b"".join(download.streaming_content) if download.streaming else download.content
    assert len(lines.decode().strip().splitlines()) == 2


@lists
def test_the_api_takes_every_order_that_the_page_offers(client, name, factory):
    factory()
    path = reverse(name)
    for column in client.get(path).context["sorting"].allowed:
        assert client.get(path, {"ordering": column}).status_code == 200
        assert client.get(f"/api/v1{path}", {"ordering": f"-{column}"}).status_code == 200


def test_a_heading_sorts_and_sorts_back(client):
    early = factories.VisitFactory(start_date="2021-01-01", end_date=None)
    late = factories.VisitFactory(start_date="2022-01-01", end_date=None)
    newest_first = list(client.get("/visits/").context["object_list"])
    oldest_first = list(client.get("/visits/?ordering=start_date").context["object_list"])
    assert newest_first == [late, early]
    assert oldest_first == [early, late]
    assert 'aria-sort="descending"' in client.get("/visits/").content.decode()


def test_empty_fields_of_the_form_leave_the_address(client):
    response = client.get("/visits/?q=&year=2022&host_country=")
    assert response.status_code == 302
    assert response["Location"] == "/visits/?year=2022"


def test_the_form_keeps_filters_that_it_has_no_field_for(client):
    page = client.get("/visits/?mode__n=online").content.decode()
    assert '<input type="hidden" name="mode__n" value="online">' in page


def test_a_filter_without_a_match_says_so(client):
    factories.VisitFactory()
    assert "Nothing matches these filters" in client.get("/visits/?year=1999").content.decode()


def test_a_long_list_has_pages(client):
    factories.VisitFactory.create_batch(51)
    page = client.get("/visits/?year=2022").content.decode()
    assert "Page 1 of 2" in page
    assert "page=2" in page
    assert client.get("/visits/?page=3").status_code == 404


def test_a_visit_of_a_person_who_is_not_published_is_not_listed(client):
    visit = factories.VisitFactory(visitor__state=EditorialState.DRAFT)
    assert visit.get_absolute_url() not in client.get("/visits/").content.decode()


def everything_shown(client, name: str, query: dict) -> list[str]:
    """The public ids of all pages of a list, in their order."""
    response, shown = client.get(reverse(name), query), []
    while True:
        rows = response.context["object_list"]
        shown += [getattr(row, "public_id", row.pk) for row in rows]
        page = response.context["page_obj"]
        if page is None or not page.has_next():
            return shown
        response = client.get(reverse(name), query | {"page": page.next_page_number()})


def everything_downloaded(client, name: str, query: dict) -> list[str]:
    download = client.get(client.get(reverse(name), query).context["csv_url"])
    body = b"".join(download.streaming_content) if download.streaming else download.content
    rows = csv.DictReader(io.StringIO(body.decode()))
    return [row.get("id") or row["code"] for row in rows]


@lists
def test_what_is_downloaded_is_what_is_shown(client, name, factory):
    factory.create_batch(3)
    shown = everything_shown(client, name, {})
    assert everything_downloaded(client, name, {}) == shown
    assert len(shown) >= 3


ASKED = st.fixed_dictionaries(
    {},
    optional={
        "host_country": st.sampled_from(["UZB", "TUR"]),
        "year": st.sampled_from(["2021", "2022", "2021..2022"]),
        "status": st.sampled_from(["held", "announced"]),
        "ordering": st.sampled_from(["start_date", "-start_date"]),
        "q": st.sampled_from(["uzb", "nowhere"]),
    },
)


@pytest.fixture
def various_visits():
    for number in range(60):  # more than a page
        factories.VisitFactory(
            host_country__code=("UZB", "TUR")[number % 2],
            start_date=f"202{number % 3}-05-{number % 7 + 1:02}",
            end_date=None,
            status=("held", "announced", "held")[number % 3],
        )


@settings(max_examples=25)
@given(ASKED)
def test_whatever_is_asked_the_rows_shown_are_the_rows_downloaded(client, various_visits, query):
    shown = everything_shown(client, "visit_list", query)
    if shown:
        assert everything_downloaded(client, "visit_list", query) == shown


def test_the_permalink_is_the_address_of_what_is_shown(client):
    factories.VisitFactory.create_batch(51, host_country__code="UZB")
    asked = client.get("/visits/?host_country=UZB&page=2&ordering=start_date")
    page = asked.content.decode()
    assert 'href="/visits/?host_country=UZB&amp;ordering=start_date" rel="bookmark"' in page


def test_the_state_of_a_list_can_be_asked_again_later(client):
    first = factories.VisitFactory()
    address = client.get("/visits/").context["frozen_url"]
    factories.VisitFactory()
    assert client.get("/visits/").context["paginator"].count == 2
    assert [row["id"] for row in client.get(address).json()["results"]] == [first.public_id]
