"""Countries, organizations and people: what they are, and everything that points to them."""

import pytest

from countries.models import CountryCode, CountryName
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kazakhstan():
    return factories.CountryFactory(code="KAZ", iso_alpha2="KZ", name_en="Kazakhstan")


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_country_shows_visits_in_both_directions(client, kazakhstan):
    out = factories.VisitFactory(guest_country=kazakhstan)
    back = factories.VisitFactory(guest_country__code="UZB", host_country=kazakhstan)
    page = text_of(client, "/countries/KAZ/")
    assert out.get_absolute_url() in page
    assert back.get_absolute_url() in page


def test_a_country_shows_no_draft(client, kazakhstan):
    factories.SummitParticipantFactory(summit__state="draft", summit__title="A secret summit")
    factories.SignedDocumentFactory(state="draft")
    page = text_of(client, "/countries/KAZ/")
    assert "secret" not in page


def test_a_country_shows_names_and_codes_with_their_dates_and_its_groups(client, kazakhstan):
    CountryName.objects.create(
        country=kazakhstan,
        name="Kazakh SSR",
        language="en",
        kind="historical",
        valid_from="1936-12-05",
        valid_to="1991-12-10",
    )
    CountryCode.objects.create(
        country=kazakhstan, scheme="cow", code="705", valid_from="1991-12-16"
    )
    factories.CountryGroupMembershipFactory(
        country=kazakhstan, group__name_en="Steppe states", joined="1991-12-21"
    )
    page = text_of(client, "/countries/KAZ/")
    assert "Kazakh SSR" in page
    assert "5 December 1936 – 10 December 1991" in page
    assert "since 16 December 1991" in page
    assert "Steppe states" in page
    assert "since 21 December 1991" in page


@pytest.mark.parametrize("code", ["kaz", "KZ", "kz", "Kaz"])
def test_other_spellings_of_a_code_lead_to_the_one_address(client, kazakhstan, code):
    response = client.get(f"/countries/{code}/")
    assert response.status_code == 301
    assert response["Location"] == "/countries/KAZ/"


@pytest.mark.parametrize("address", ["/countries/QQQ/", "/countries/q/", "/organizations/NONE/"])
def test_a_code_that_nobody_has_is_not_found(client, kazakhstan, address):
    assert client.get(address).status_code == 404


def test_an_organization_shows_members_summits_and_chairs(client, kazakhstan):
    organization = factories.OrganizationFactory(code="SCO", name_en="Shanghai Cooperation")
    factories.CountryGroupMembershipFactory(country=kazakhstan, group__organization=organization)
    summit = factories.SummitFactory(organization=organization)
    term = factories.ChairmanshipFactory(organization=organization, country=kazakhstan)
    page = text_of(client, "/organizations/SCO/")
    for record in (summit, term, kazakhstan):
        assert record.get_absolute_url() in page


def test_who_left_an_organization_is_no_member_of_it(client, kazakhstan):
    organization = factories.OrganizationFactory(code="SCO")
    group = factories.CountryGroupFactory(organization=organization)
    factories.CountryGroupMembershipFactory(country=kazakhstan, group=group)
    factories.CountryGroupMembershipFactory(
        country__name_en="Ruritania", group=group, left="1990-12-31", ongoing=False
    )
    context = client.get("/organizations/SCO/").context
    assert [one.country.name for one in context["memberships"]] == ["Kazakhstan"]
    assert [one.country.name for one in context["former"]] == ["Ruritania"]


def test_an_organization_on_a_countrys_page_keeps_its_own_name(client, kazakhstan):
    factories.ChairmanshipFactory(organization__code="SCO", country=kazakhstan)
    assert 'href="/organizations/SCO/"' in text_of(client, "/countries/KAZ/")


def test_an_organizations_code_in_other_letters_leads_to_the_one_address(client):
    factories.OrganizationFactory(code="SCO")
    response = client.get("/organizations/sco/")
    assert response.status_code == 301
    assert response["Location"] == "/organizations/SCO/"


def test_a_person_shows_offices_and_deeds(client):
    tenure = factories.TenureFactory(position__name_en="President")
    visit = factories.VisitFactory(visitor=tenure.person)
    party = factories.DocumentPartyFactory(signatory=tenure.person)
    page = text_of(client, tenure.person.get_absolute_url())
    assert "President" in page
    assert "since 12 June 2019" in page
    assert visit.get_absolute_url() in page
    assert party.document.get_absolute_url() in page


@pytest.mark.parametrize(
    ("address", "most"), [("/countries/KAZ/", 25), ("/organizations/SCO/", 19)]
)
def test_pages_cost_as_much_with_five_records_of_a_kind_as_with_one(
    client, kazakhstan, count_queries, address, most
):
    def add():
        factories.VisitFactory(guest_country=kazakhstan)
        factories.SummitParticipantFactory(
            country=kazakhstan,
            summit__organization=factories.OrganizationFactory(code="SCO"),
        )
        factories.DocumentPartyFactory(country=kazakhstan)
        factories.DocumentPartyFactory(
            country=None, organization=factories.OrganizationFactory(code="SCO")
        )

    add()
    for_one = count_queries(lambda: text_of(client, address))
    for _number in range(4):
        add()
    assert count_queries(lambda: text_of(client, address)) == for_one <= most
