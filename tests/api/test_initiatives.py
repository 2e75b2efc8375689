"""GET /api/v1/initiatives/."""

import datetime

import pytest

from tests.factories import InitiativeFactory, InitiativeStatusFactory, OrganizationFactory

DAY = datetime.date(2021, 9, 21)


@pytest.fixture
def initiatives():
    """One adopted since, one that nobody dated."""
    adopted = InitiativeFactory(
        title="Agency for biological safety",
        forum_organization=OrganizationFactory(code="UN"),
        proposed_date=DAY,
        proposed_date_last=DAY,
    )
    later = datetime.date(2022, 3, 1)
    InitiativeStatusFactory(initiative=adopted, date=DAY, date_last=DAY)
    InitiativeStatusFactory(initiative=adopted, status="adopted", date=later, date_last=later)
    undated = InitiativeFactory(title="Food hub")
    return {adopted.public_id: "adopted", undated.public_id: "undated"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=adopted", "adopted"),
        ("status=proposed", ""),
        ("status__empty=true", "undated"),
        ("year=2021", "adopted"),
        ("proposed_date__empty=true", "undated"),
        ("known_by=2021", "adopted"),
        ("known_by=2021-08", ""),
        ("forum_organization=UN", "adopted"),
        ("country=KAZ", "adopted undated"),
        ("q=food", "undated"),
    ],
)
def test_filters(api, initiatives, query, found):
    assert {initiatives[key] for key in api.ids(f"initiatives/?{query}")} == set(found.split())


def test_a_row_has_the_status_now_and_all_before(api, initiatives):
    key = next(iter(initiatives))
    row = api.get(f"initiatives/{key}/")
    assert row["status"] == "adopted"
    assert [one["status"] for one in row["statuses"]] == ["proposed", "adopted"]


def test_refusals(api):
    assert api.refused("initiatives/?status=done")["parameter"] == "status"
    api.refused("initiatives/I404/", 404)
