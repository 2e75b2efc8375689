"""Vectors, trends, comparison, two countries, terms in the chair, what is coming."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from diplotrack.dashboards import organizations
from tests import factories

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
PAGES = (
    "/years/2022/",
    "/vectors/",
    "/vectors/?kind=organization&direction=received",
    "/trends/",
    "/compare/?year=2022",
    "/compare/?year=2022&with_country=UZB",
    "/countries/KAZ/UZB/",
    "/chairmanships/timeline/",
    "/upcoming/",
    "/organizations/SCO/",
)


def record(state: str = "published", text: str = "A title", **fields):
    """One of each kind between Kazakhstan and Uzbekistan."""
    kazakhstan = factories.CountryFactory(code="KAZ")
    uzbekistan = factories.CountryFactory(code="UZB")
    person = factories.PersonFactory(name_en=text)
    day = fields.get("day", "2022-04-13")
    factories.VisitFactory(visitor=person, start_date=day, end_date=None, purpose=text, state=state)
    summit = factories.SummitFactory(
        title=text,
        start_date=day,
        end_date=None,
        state=state,
        organization=factories.OrganizationFactory(code="SCO"),
        series=factories.SummitSeriesFactory(code="councils"),
        ordinal=fields.get("ordinal", 20),
    )
    document = factories.SignedDocumentFactory(title=text, signed_date=day, state=state)
    for country in (kazakhstan, uzbekistan):
        factories.SummitParticipantFactory(summit=summit, country=country, person=None)
        factories.DocumentPartyFactory(document=document, country=country)
    factories.DocumentActionFactory(document=document)
    factories.ChairmanshipFactory(
        organization=factories.OrganizationFactory(code="SCO"),
        country=kazakhstan,
        start_date=day,
        end_date=None,
        state=state,
        theme=text,
    )
    return person


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_with_records_and_without(client, address):
    factories.CountryFactory(code="KAZ"), factories.CountryFactory(code="UZB")
    factories.OrganizationFactory(code="SCO")
    text_of(client, address)
    record()
    text_of(client, address)


@pytest.mark.parametrize("address", PAGES)
def test_hostile_text_is_shown_as_text(client, address):
    record(text=HOSTILE)
    assert HOSTILE not in text_of(client, address)


@pytest.mark.parametrize("address", PAGES)
def test_drafts_show_nowhere(client, address):
    factories.CountryFactory(code="KAZ"), factories.CountryFactory(code="UZB")
    record(state="draft", text="Not public")
    assert "Not public" not in text_of(client, address)


@pytest.mark.parametrize(
    "address",
    [
        "/vectors/?kind=colours",
        "/vectors/?direction=up",
        "/trends/?country=QQQ",
        "/compare/?year=22",
        "/compare/?year=2022&with_year=2021&with_country=UZB",
        "/compare/?with_country=QQQ",
        "/upcoming/?colour=red",
    ],
)
def test_a_wrong_question_is_400(client, address):
    record()
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/countries/KAZ/KAZ/", "/countries/KAZ/QQQ/"])
def test_a_country_has_no_page_with_itself_or_with_nobody(client, address):
    record()
    assert client.get(address).status_code == 404


def test_two_countries_in_small_letters_lead_to_the_one_address(client):
    record()
    response = client.get("/countries/kaz/uzb/")
    assert (response.status_code, response.url) == (301, "/countries/KAZ/UZB/")


def test_everything_between_two_countries_stands_on_one_line(client):
    record(text="Between them")
    response = client.get("/countries/KAZ/UZB/")
    kinds = [entry.kind for _year, entries in response.context["years"] for entry in entries]
    assert sorted(kinds) == ["document", "summit", "visit_out"]
    assert response.context["partner"].outgoing == 1


def test_the_number_of_visits_both_ways_is_the_length_of_its_list(client):
    record()
    factories.VisitFactory(mode="online", start_date="2022-05-01", end_date=None)
    page = text_of(client, "/countries/KAZ/UZB/")
    url = "/visits/?guest_country=KAZ&host_country=UZB&status=held&mode__n=online"
    assert url.replace("&", "&amp;") in page
    assert client.get(url).context["paginator"].count == 1


@pytest.mark.parametrize("kind", ["summits", "documents"])
def test_what_two_countries_have_in_common_is_the_length_of_its_list(client, kind):
    record()
    record("draft", day="2022-06-01", ordinal=21)
    record(day="2023-01-01", ordinal=22)
    factories.SummitFactory(start_date="2022-05-01", end_date=None)
    response = client.get("/countries/KAZ/UZB/")
    url = f"/{kind}/?country__all=KAZ&country__all=UZB"
    assert url.replace("&", "&amp;") in response.content.decode()
    assert response.context[kind] == client.get(url).context["paginator"].count == 2


def test_a_comparison_tells_the_difference_and_leads_to_both_lists(client):
    record()
    record(day="2021-04-13", ordinal=19)
    record(day="2021-05-13", ordinal=18)
    pairs = client.get("/compare/?year=2022&with_year=2021").context["pairs"]
    visits = pairs[0]
    assert (visits.left.value, visits.right.value, visits.signed) == (1, 2, "+1")


def test_meetings_stand_in_the_order_of_their_ordinals(client):
    record(text="The twentieth", ordinal=20)
    record(text="The nineteenth", ordinal=19, day="2023-01-01")
    page = text_of(client, "/organizations/SCO/")
    assert page.index("The nineteenth") < page.index("The twentieth")


def test_membership_is_drawn_over_time(client):
    organization = factories.OrganizationFactory(code="SCO")
    group = factories.CountryGroupFactory(
        code="SCO", kind="organization", organization=organization
    )
    factories.CountryGroupMembershipFactory(group=group, joined="2001-06-15")
    assert 'class="spans"' in text_of(client, "/organizations/SCO/")


def test_an_organization_of_many_shows_who_joined_and_left_in_which_year(client, monkeypatch):
    monkeypatch.setattr(organizations, "MOST_BARS", 1)
    organization = factories.OrganizationFactory(code="SCO")
    group = factories.CountryGroupFactory(
        code="SCO", kind="organization", organization=organization
    )
    for code, years in {"KAZ": (2001, 2005), "UZB": (2001, None), "IND": (2017, None)}.items():
        joined, left = (year and f"{year}-06-15" for year in years)
        country = factories.CountryFactory(code=code)
        factories.CountryGroupMembershipFactory(
            group=group, country=country, joined=joined, left=left, ongoing=not left
        )
    factories.CountryGroupMembershipFactory(group=group, joined="2999-01-01")
    page = client.get("/organizations/SCO/")
    told = [(one.year, one.members) for one in page.context["changes"]]
    assert told == [(2001, 2), (2005, 1), (2017, 2)]
    assert [one.country_id for one in page.context["changes"][1].left] == ["KAZ"]
    assert 'class="spans"' not in page.content.decode()


def test_a_comparison_of_nothing_says_what_to_do_instead_of_zeros(client):
    factories.CountryFactory(code="KAZ")
    page = text_of(client, "/compare/?year=2022")
    assert "Nothing is on record" in page
    assert 'class="stack versus"' not in page
    record()
    assert 'class="stack versus"' in text_of(client, "/compare/?year=2022")


@pytest.mark.parametrize("address", ["/trends/", "/vectors/"])
def test_without_records_there_is_one_way_on_and_no_row_of_empty_charts(client, address):
    factories.CountryFactory(code="KAZ")
    page = text_of(client, address)
    assert page.count('class="empty"') == 1
    assert "chart-section" not in page
    record()
    assert 'class="empty"' not in text_of(client, address)


def test_what_is_announced_stands_under_its_month(client):
    coming = timezone.now().date() + datetime.timedelta(days=40)
    factories.VisitFactory(start_date=coming, end_date=None, status="announced")
    months = client.get("/upcoming/").context["months"]
    assert [len(entries) for _month, entries in months] == [1]


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_will_not_be_is_not_coming(client, status):
    coming = timezone.now().date() + datetime.timedelta(days=40)
    factories.VisitFactory(start_date=coming, end_date=None, status=status)
    assert client.get("/upcoming/").context["months"] == []


def test_a_term_that_includes_today_is_now_and_a_later_one_is_next(client):
    today = timezone.now().date()
    day = datetime.timedelta(days=1)
    factories.ChairmanshipFactory(start_date=today - day, end_date=None, ongoing=True)
    factories.ChairmanshipFactory(start_date=today + day, end_date=None)
    context = client.get("/chairmanships/timeline/").context
    assert (len(context["now"]), len(context["next"])) == (1, 1)


@pytest.mark.parametrize("address", PAGES)
def test_pages_cost_as_much_with_five_of_a_kind_as_with_one(client, count_queries, address):
    record(text="1")
    cache.clear()
    for_one = count_queries(lambda: text_of(client, address))
    for number in range(4):
        record(text=f"{number}", day=f"2022-05-1{number}", ordinal=number + 1)
    cache.clear()
    assert count_queries(lambda: text_of(client, address)) == for_one


def test_a_page_that_was_made_before_costs_little_until_the_record_changes(client, count_queries):
    record(text="Before")
    text_of(client, "/years/2022/")
    assert count_queries(lambda: text_of(client, "/years/2022/")) <= 3
    record(text="And after", day="2022-06-01", ordinal=1)
    assert "And after" in text_of(client, "/years/2022/")


def test_a_year_that_nobody_asked_for_yet_costs_at_most_twelve_queries(client, count_queries):
    record(text="Cold")
    cache.clear()
    assert count_queries(lambda: text_of(client, "/years/2022/?country=KAZ")) <= 12
