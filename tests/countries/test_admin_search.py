"""The admin's autocompletes find countries, organizations and people in any script."""

import pytest

from tests import factories
from tests.admin_forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def find():
    client = signed_in("analyst", "analyst")

    def found(field: str, term: str) -> list[str]:
        query = {"app_label": "events", "model_name": "visit", "field_name": field, "term": term}
        response = client.get("/admin/autocomplete/", query)
        assert response.status_code == 200
        return [result["id"] for result in response.json()["results"]]

    return found


@pytest.mark.parametrize("term", ["KAZ", "kz", "Kazakhstan", "казахстан", "Қазақстан", "qazaq"])
def test_a_country_is_found_by_code_or_name_in_any_script(find, term):
    country = factories.CountryFactory(
        code="KAZ", iso_alpha2="KZ", name_en="Kazakhstan", name_ru="Казахстан", name_kk="Қазақстан"
    )
    factories.CountryFactory(code="UZB", name_en="Uzbekistan")
    country.names.create(name="Kazakh SSR", language="en", kind="historical")
    assert find("host_country", term) == ["KAZ"]


def test_a_country_is_found_by_a_former_name(find):
    country = factories.CountryFactory(code="LKA", name_en="Sri Lanka")
    country.names.create(name="Ceylon", language="en", kind="historical")
    assert find("host_country", "Ceylon") == ["LKA"]


def test_the_country_whose_code_it_is_comes_first(find):
    factories.CountryFactory(code="AUS", iso_alpha2="AU", name_en="Australia")
    factories.CountryFactory(code="RUS", iso_alpha2="RU", name_en="Russia")
    factories.CountryFactory(code="USA", iso_alpha2="US", name_en="United States")
    assert find("host_country", "us")[0] == "USA"


@pytest.mark.parametrize("term", ["Tokaev", "Токаев", "Тоқаев", "tokayev kassym", "P{id}"])
def test_a_person_is_found_in_any_script_or_by_public_id(find, term):
    person = factories.PersonFactory(name_en="Kassym-Jomart Tokayev", name_ru="Касым-Жомарт Токаев")
    factories.PersonFactory(name_en="Shavkat Mirziyoyev")
    assert find("visitor", term.format(id=person.pk)) == [str(person.pk)]


def test_an_organization_is_found_by_another_name(find):
    organization = factories.OrganizationFactory(code="SCO", name_en="Shanghai Cooperation")
    organization.names.create(name="ШОС", language="ru")
    assert find("guest_organization", "шос") == ["SCO"]


def test_a_retired_term_is_no_longer_offered(find):
    factories.VisitTypeFactory(code="official")
    factories.VisitTypeFactory(code="unofficial", retired=True)
    assert find("visit_type", "official") == ["official"]


def test_nobody_is_found_by_a_name_that_nobody_has(find):
    factories.PersonFactory(name_en="Shavkat Mirziyoyev")
    assert find("visitor", "Tokayev") == []
