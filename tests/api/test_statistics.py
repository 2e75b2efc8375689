"""GET …/statistics/: counts by published rules, each with a link to what it counted."""

import datetime
from urllib.parse import quote

import pytest
from django.utils import timezone

from tests.events.statistics.world import make_world
from tests.factories import (
    ChairmanshipFactory,
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    DocumentPartyFactory,
    PersonFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitTypeFactory,
)


@pytest.fixture
def visits():
    """Three visits of 2020 and 2022, one of them called off."""
    state = VisitTypeFactory(code="state")
    VisitFactory(start_date=datetime.date(2020, 2, 1), visit_type=state)
    VisitFactory(start_date=datetime.date(2022, 2, 1), host_country=CountryFactory(code="FRA"))
    VisitFactory(start_date=datetime.date(2022, 3, 1))
    VisitFactory(start_date=datetime.date(2022, 4, 1), status="cancelled")


def test_years_are_counted_by_a_rule_that_is_told_and_empty_ones_are_there(api, visits):
    answer = api.get("visits/statistics/?group_by=year")
    assert (answer["measure"], answer["total"]) == ("visits", 3)
    assert answer["rule"]["code"] == "visits"
    assert answer["rule"]["text"]
    assert [(group["key"], group["value"]) for group in answer["groups"]] == [
        ({"year": 2020}, 1),
        ({"year": 2021}, 0),
        ({"year": 2022}, 2),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "group_by=year",
        "group_by=month",
        "group_by=quarter",
        "group_by=year,visit_type",
        "group_by=host_country",
        "group_by=host_region",
        "group_by=host_group&group_kind=vector",
        "group_by=visitor",
        "group_by=visitor_level",
        "group_by=guest_organization",
        "group_by=status",
        "group_by=mode&year=2022",
        "group_by=year&host_country=FRA&host_country=UZB",
        "group_by=host_group&group_kind=vector&host_group=EUROPE",
    ],
)
def test_records_lists_exactly_what_a_group_counts(api, visits, query):
    for code, host in (("EUROPE", "FRA"), ("WEST", "FRA"), ("ASIA", "UZB")):
        CountryGroupMembershipFactory(
            group=CountryGroupFactory(code=code), country=CountryFactory(code=host)
        )
    groups = api.get(f"visits/statistics/?{query}")["groups"]
    assert groups
    for group in groups:
        if group["records"] is not None:
            assert api.follow(group["records"])["count"] == group["value"], group


@pytest.mark.parametrize(
    "asked",
    [
        "visits/statistics/?group_by=region,month",
        "visits/statistics/?group_by=group,year&group_kind=vector&measure=journeys",
        "visits/statistics/?group_by=region,group&group_kind=vector&measure=days",
        "summits/statistics/?group_by=group,quarter&group_kind=vector&measure=people",
        "documents/statistics/?group_by=country,region&measure=countries",
        "chairmanships/statistics/?group_by=year,person",
    ],
)
def test_what_was_counted_then_is_what_is_counted_now(api, asked):
    make_world()
    visitor = PersonFactory()
    VisitFactory(visitor=visitor)
    known_to_the_year = {"start_date": datetime.date(2022, 1, 1), "start_date_precision": "year"}
    summit = SummitFactory(end_date=None, **known_to_the_year)
    SummitParticipantFactory(summit=summit, person=visitor)
    VisitFactory(visitor=visitor, end_date=None, **known_to_the_year)
    DocumentPartyFactory()
    ChairmanshipFactory(person=visitor)
    now = quote(timezone.now().isoformat())
    groups = api.get(asked)["groups"]
    then = api.get(f"{asked}&as_of={now}")["groups"]
    assert groups
    for group, group_then in zip(groups, then, strict=True):
        assert group_then | {"records": ""} == group | {"records": ""}
        assert api.follow(group_then["records"])["count"] == api.follow(group["records"])["count"]


@pytest.mark.parametrize("measure", ["visits", "journeys", "days", "countries"])
def test_measures(api, visits, measure):
    answer = api.get(f"visits/statistics/?group_by=year&measure={measure}")
    assert answer["measure"] == measure
    assert answer["groups"][-1]["value"] == 2


@pytest.mark.parametrize(
    ("resource", "make"),
    [
        ("summits", SummitParticipantFactory),
        ("documents", DocumentPartyFactory),
        ("chairmanships", ChairmanshipFactory),
    ],
)
def test_other_resources_have_statistics_too(api, resource, make):
    make()
    answer = api.get(f"{resource}/statistics/?group_by=country&year=2022")
    (group,) = answer["groups"]
    assert (answer["total"], group["key"], group["value"]) == (1, {"country": "KAZ"}, 1)
    assert api.follow(group["records"])["count"] == 1


def test_filters_choose_what_is_counted_and_labels_follow_the_language(api):
    CountryFactory(code="FRA", name_ru="Франция")
    VisitFactory(host_country=CountryFactory(code="FRA"))
    VisitFactory()
    answer = api.get("visits/statistics/?group_by=host_country&host_country=FRA&lang=ru")
    (group,) = answer["groups"]
    assert (group["key"], group["label"]) == ({"host_country": "FRA"}, "Франция")


@pytest.mark.parametrize(
    ("query", "parameter", "meant"),
    [
        ("group_by=yeer", "group_by", "year"),
        ("group_by=year,yeer", "group_by", "year"),
        ("", "group_by", None),
        ("group_by=year&measure=visit", "measure", "visits"),
        ("group_by=host_group", "group_kind", None),
        ("group_by=year&hots_country=KAZ", "hots_country", "host_country"),
        ("group_by=year&group_by=month", "group_by", None),
        ("group_by=year&limit=5", "limit", None),
        ("group_by=year&format=cvs", "format", "csv"),
        ("group_by=host_country&measure=countries", "group_by", None),
    ],
)
def test_refusals(api, query, parameter, meant):
    problem = api.refused(f"visits/statistics/?{query}")
    assert problem["parameter"] == parameter
    if meant:
        assert problem["did_you_mean"] == meant


def test_a_resource_that_is_not_counted_has_none(api):
    api.refused("people/statistics/", 404)


def test_what_is_known_to_the_year_only_makes_its_months_a_range(api):
    VisitFactory(start_date=datetime.date(2022, 2, 1))
    VisitFactory(start_date=datetime.date(2022, 4, 1), host_country=CountryFactory(code="FRA"))
    VisitFactory(
        start_date=datetime.date(2022, 1, 1),
        start_date_precision="year",
        end_date=None,
    )
    VisitFactory(start_date=datetime.date(2023, 1, 1), end_date=None)
    answer = api.get("visits/statistics/?group_by=quarter")
    ranges = {g["key"]["quarter"]: (g["value"], g["low"], g["high"]) for g in answer["groups"]}
    assert ranges["2022-Q1"] == (1, 1, 2)
    assert ranges["2022-Q3"] == (0, 0, 1)
    assert ranges["2023-Q1"] == (1, 1, None)
    assert ranges[None] == (1, 1, None)
    assert answer["total"] == 4
    by_host = api.get("visits/statistics/?group_by=month,host_country")["groups"]
    high = {(g["key"]["month"], g["key"]["host_country"]): g["high"] for g in by_host}
    assert (high["2022-02", "UZB"], high["2022-04", "FRA"]) == (2, None)
