"""What a group links to when the caller filters too, or when dimensions share rows."""

import datetime

import pytest

from events.models import Chairmanship, SignedDocument, Summit, Visit
from events.statistics import InvalidStatistics, aggregate
from tests.events.statistics.lists import listed
from tests.factories import (
    ChairmanshipFactory,
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    DocumentPartyFactory,
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
