"""GET /api/v1/summits/."""

import datetime

import pytest

from tests.factories import (
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    EventKindFactory,
    OrganizationFactory,
    SummitFactory,
    SummitParticipantFactory,
    SummitSeriesFactory,
)


def test_a_row_has_its_participants(api):
    CountryFactory(code="KAZ", name_en="Kazakhstan")
    participant = SummitParticipantFactory()
    row = api.get("summits/")["results"][0]
    assert row["title"] == participant.summit.title
    assert row["participants"] == [
        {
            "country": "KAZ",
            "country_name": "Kazakhstan",
            "organization": None,
            "organization_name": None,
            "person": None,
            "person_name": None,
            "position": None,
            "position_name": None,
            "role": "member",
            "role_name": "member",
            "mode": "in_person",
            "mode_name": "in person",
            "visit": None,
        }
    ]


@pytest.fixture
def summits():
    """A council in Samarkand with two countries and a body, and an online call nobody hosts."""
    council = SummitFactory(
        title="Council of Heads",
        series=SummitSeriesFactory(code="sco-council"),
        ordinal=22,
        organization=OrganizationFactory(code="SCO"),
        city="Samarkand",
    )
    SummitParticipantFactory(summit=council, role="host", country=CountryFactory(code="UZB"))
    SummitParticipantFactory(summit=council)
    un = OrganizationFactory(code="UN", name_en="United Nations")
    SummitParticipantFactory(summit=council, country=None, organization=un)
    call = SummitFactory(
        title="Call",
        kind=EventKindFactory(code="video"),
        host_country=None,
        mode="online",
        level="ministers",
        start_date=datetime.date(2021, 3, 1),
    )
    SummitParticipantFactory(summit=call, mode="online")
    return {council.public_id: "council", call.public_id: "call"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=KAZ", "council call"),
        ("country=UZB", "council"),
        ("country__n=UZB", "call"),
        ("country__all=UZB&country__all=KAZ", "council"),
        ("participant_organization=UN", "council"),
        ("participant_organization__empty=true", "call"),
        ("participant_role=host", "council"),
        ("participant_mode=online", "call"),
        ("host_country=UZB", "council"),
        ("host_country__n=UZB", "call"),
        ("host_country__empty=true", "call"),
        ("organization=SCO", "council"),
        ("series=sco-council", "council"),
        ("ordinal=22", "council"),
        ("ordinal__gte=23", ""),
        ("kind=video", "call"),
        ("mode=online", "call"),
        ("level=ministers", "call"),
        ("year=2021", "call"),
        ("q=samarkand", "council"),
        ("q=united nations", "council"),
        ("group=EAEU", "council call"),
        ("group__n=EAEU", ""),
        ("host_group=EAEU", ""),
    ],
)
def test_filters(api, summits, query, found):
    CountryGroupMembershipFactory(
        group=CountryGroupFactory(code="EAEU"), country=CountryFactory(code="KAZ")
    )
    assert {summits[key] for key in api.ids(f"summits/?{query}")} == set(found.split())


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("participant=KAZ", "participant"), ("ordinal=one", "ordinal"), ("person=Putin", "person")],
)
def test_refusals(api, query, parameter):
    assert api.refused(f"summits/?{query}")["parameter"] == parameter


def test_an_unknown_id_is_not_found(api):
    api.refused("summits/S404/", 404)
