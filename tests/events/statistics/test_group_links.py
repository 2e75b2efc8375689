"""What a group links to when the caller filters too, or when dimensions share rows."""

import datetime

import pytest

from countries.models import Region
from events.models import Chairmanship, SignedDocument, Summit, Visit
from events.statistics import InvalidStatistics, aggregate
from tests.events.statistics.lists import listed, records
from tests.factories import (
    ChairmanshipFactory,
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    DocumentPartyFactory,
    OrganizationFactory,
    SignedDocumentFactory,
    SummitFactory,
    VisitFactory,
    VisitTypeFactory,
)

pytestmark = pytest.mark.django_db


def document_of(*codes: str) -> None:
    document = SignedDocumentFactory()
    for code in codes:
        DocumentPartyFactory(document=document, country=CountryFactory(code=code))


@pytest.mark.parametrize(
    ("alias", "dimension"),
    [("kind", "visit_type"), ("level", "visitor_level"), ("organization", "guest_organization")],
)
def test_a_shared_name_counts_and_lists_what_the_dimension_does(alias, dimension):
    VisitFactory(visit_type=VisitTypeFactory(code="state"))
    VisitFactory(visit_type=VisitTypeFactory(code="working"))
    rows = Visit.objects.published()
    [shared, own] = (aggregate(rows, group_by=[code]) for code in (alias, dimension))
    assert [group.key[alias] for group in shared.groups] == [
        group.key[dimension] for group in own.groups
    ]
    assert [group.parameters for group in shared.groups] == [
        group.parameters for group in own.groups
    ]
    assert all(listed("visits", group.parameters) == group.value for group in shared.groups)


def test_a_dimension_under_both_its_names_is_refused():
    with pytest.raises(InvalidStatistics) as refusal:
        aggregate(Visit.objects.published(), group_by=["kind", "visit_type"])
    assert refusal.value.parameter == "group_by"


def test_what_the_caller_asked_of_all_parties_stays_in_the_link():
    document_of("KAZ", "UZB", "TJK")
    document_of("KAZ", "TJK")
    asked = [SignedDocument.objects.involving(code).values("pk") for code in ("KAZ", "UZB")]
    rows = SignedDocument.objects.published().filter(pk__in=asked[0]).filter(pk__in=asked[1])
    counted = aggregate(
        rows, group_by=["country"], filters={"country": "KAZ", "country__all": "UZB"}
    )
    [tajik] = [group for group in counted.groups if group.key["country"] == "TJK"]
    assert tajik.parameters["country__all"] == ("UZB", "TJK")
    assert listed("documents", tajik.parameters) == tajik.value == 1


def test_terms_that_touch_one_year_are_listed_by_another():
    ChairmanshipFactory(start_date=datetime.date(2020, 7, 1), end_date=datetime.date(2021, 7, 1))
    ChairmanshipFactory(start_date=datetime.date(2020, 1, 1), end_date=datetime.date(2020, 12, 31))
    rows = Chairmanship.objects.during(datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
    counted = aggregate(rows, group_by=["year"], filters={"year": "2021"})
    assert {group.key["year"]: group.value for group in counted.groups} == {2020: 1, 2021: 1}
    for group in counted.groups:
        assert listed("chairmanships", group.parameters) == group.value


def test_two_dimensions_of_parties_are_of_any_two_parties_as_two_filters_are():
    document_of("KAZ", "UZB")
    group = CountryGroupFactory(code="A", kind="vector")
    CountryGroupMembershipFactory(group=group, country=CountryFactory(code="UZB"), joined=None)
    rows = SignedDocument.objects.published()
    counted = aggregate(rows, group_by=["country", "group"], group_kind="vector")
    assert [tuple(group.key.values()) for group in counted.groups] == [("KAZ", "A"), ("UZB", "A")]
    for group in counted.groups:
        assert listed("documents", group.parameters) == group.value == 1


def test_countries_of_events_are_counted_by_a_rule_about_events():
    SummitFactory(host_country=CountryFactory(code="UZB"), mode="in_person")
    SummitFactory(host_country=CountryFactory(code="UZB"), mode="in_person")
    SummitFactory(host_country=CountryFactory(code="TJK"), mode="online")
    counted = aggregate(Summit.objects.published(), measure="countries", group_by=["year"])
    assert (counted.rule.code, counted.rule.resource) == ("countries_hosting_events", "summits")
    assert counted.total == 1
    assert all(listed("summits", group.parameters) == 2 for group in counted.groups)


@pytest.fixture
def in_no_region_or_group():
    """Visits from Kazakhstan (in a region, since 2022 in group A), of the EU and to Antarctica."""
    region = Region.objects.create(code="143", name_en="Central Asia")
    own = {code: CountryFactory(code=code) for code in ("KAZ", "UZB", "ATA")}
    for code in ("KAZ", "UZB"):
        own[code].subregion = region
        own[code].save()
    group = CountryGroupFactory(code="A", kind="vector")
    since = datetime.date(2022, 1, 1)
    CountryGroupMembershipFactory(group=group, country=own["KAZ"], joined=since)
    CountryGroupFactory(code="B", kind="vector")  # has no member
    body = {"guest_country": None, "guest_organization": OrganizationFactory(code="EU")}
    for year, host, guest in (
        (2021, "UZB", {}),
        (2022, "UZB", {}),
        (2022, "ATA", {}),
        (2022, "KAZ", body),
        (2022, "UZB", body),
    ):
        guest = guest or {"guest_country": own["KAZ"]}
        VisitFactory(start_date=datetime.date(year, 5, 1), host_country=own[host], **guest)
    return Visit.objects.published()


@pytest.mark.parametrize(
    ("group_by", "filters", "without"),
    [
        (["guest_region"], {}, 2),
        (["host_region"], {}, 1),
        (["host_region"], {"host_region__n": "143"}, 1),
        (["guest_group"], {}, 3),
        (["guest_group"], {"guest_group__n": "B"}, 3),
        (["guest_group"], {"guest_group__n": "A"}, 3),
        (["host_group"], {"guest_country": "KAZ"}, 3),
        (["guest_group", "host_region"], {}, 3),
    ],
)
def test_what_is_in_no_region_or_group_has_a_list(
    in_no_region_or_group, group_by, filters, without
):
    kind = "vector" if any("group" in name for name in group_by) else ""
    asked = records("visits", filters)
    counted = aggregate(asked, group_by=group_by, group_kind=kind, filters=filters)
    found = [group for group in counted.groups if group.key[group_by[0]] is None]
    assert sum(group.value for group in found) == without
    for group in counted.groups:
        assert listed("visits", group.parameters) == group.value, group


def test_where_no_group_of_a_kind_has_members_all_are_in_none():
    VisitFactory()
    counted = aggregate(Visit.objects.published(), group_by=["host_group"], group_kind="vector")
    [group] = counted.groups
    assert (group.key, listed("visits", group.parameters)) == ({"host_group": None}, 1)
    assert () not in group.parameters.values()


def test_a_chair_in_no_region_has_a_list():
    ChairmanshipFactory(country=CountryFactory(code="ATA"))
    counted = aggregate(Chairmanship.objects.published(), group_by=["region"])
    [group] = counted.groups
    assert group.parameters["region__empty"] == "true"
    assert listed("chairmanships", group.parameters) == group.value == 1
