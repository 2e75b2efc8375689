"""GET /api/v1/countries/, country-groups/, organizations/, people/."""

import datetime

from tests.factories import (
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    OrganizationFactory,
    PersonFactory,
    PositionFactory,
    TenureFactory,
)


def test_a_country_is_found_by_either_code_in_any_case(api):
    CountryFactory(code="KAZ", iso_alpha2="KZ", name_en="Kazakhstan", name_kk="Қазақстан")
    for key in ("KAZ", "kaz", "KZ", "kz"):
        assert api.get(f"countries/{key}/")["code"] == "KAZ"
    assert api.get("countries/kz/?lang=kk")["name"] == "Қазақстан"
    api.refused("countries/K/", 404)


def test_countries_are_found_by_name_code_and_group(api):
    country = CountryFactory(code="KAZ", iso_alpha2="KZ", name_en="Kazakhstan", name_ru="Казахстан")
    other = CountryFactory(code="TKM", iso_alpha2="TM", name_en="Turkmenistan")
    country.names.create(name="Kazakh SSR", language="en", kind="historical")
    group = CountryGroupFactory(code="CIS")
    CountryGroupMembershipFactory(group=group, country=country)
    CountryGroupMembershipFactory(
        group=group, country=other, left=datetime.date(2005, 8, 26), ongoing=False
    )
    for query in ("q=казах", "q=kazakh ssr", "code=kz", "iso_alpha2=KZ", "group=CIS"):
        assert api.ids(f"countries/?{query}") == ["KAZ"], query
    assert api.ids("countries/?code__n=KAZ") == ["TKM"]


def test_a_group_has_its_members_with_their_dates(api):
    membership = CountryGroupMembershipFactory(joined=datetime.date(2004, 5, 1))
    row = api.get(f"country-groups/{membership.group_id}/")
    assert row["members"][0]["country"] == membership.country_id
    assert row["members"][0]["joined"] == "2004-05-01"
    assert api.ids(f"country-groups/?country={membership.country_id}") == [membership.group_id]
    api.refused("country-groups/NONE/", 404)


def test_an_organization_is_found_by_any_name_and_by_member(api):
    organization = OrganizationFactory(code="SCO", name_en="Shanghai Cooperation Organisation")
    organization.names.create(name="Shanghai Five", language="en")
    OrganizationFactory(code="UN", name_en="United Nations")
    member = CountryGroupMembershipFactory(group__organization=organization).country_id
    for query in ("q=shanghai five", f"member={member}", "code=sco"):
        assert api.ids(f"organizations/?{query}") == ["SCO"], query
    assert api.get("organizations/sco/")["names"] == [{"name": "Shanghai Five", "language": "en"}]
    api.refused("organizations/NATO/", 404)


def test_people_are_found_in_any_script_and_by_their_offices(api):
    president = PositionFactory(name_en="President", country__code="KAZ")
    person = PersonFactory(name_en="Kassym-Jomart Tokayev", name_ru="Касым-Жомарт Токаев")
    TenureFactory(person=person, position=president)
    PersonFactory(name_en="Somebody")
    for query in ("q=Тоқаев", "q=tokaev kasym", "country=KAZ", "level=head_of_state"):
        assert api.ids(f"people/?{query}") == [person.public_id], query
    row = api.get(f"people/{person.public_id}/")
    assert [one["position_name"] for one in row["tenures"]] == ["President"]
    api.refused("people/P404/", 404)


def test_refusals(api):
    CountryFactory(code="KAZ")
    assert api.refused("countries/?kind=planet")["parameter"] == "kind"
    assert api.refused("countries/?latitude__gte=north")["parameter"] == "latitude__gte"
    assert api.refused("people/?country__gte=KAZ")["parameter"] == "country__gte"
    assert api.refused("organizations/?member=XQX")["parameter"] == "member"
