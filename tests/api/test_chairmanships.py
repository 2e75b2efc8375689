"""GET /api/v1/chairmanships/."""

import datetime

import pytest

from tests.factories import ChairmanshipFactory, CountryFactory, OrganizationFactory


@pytest.fixture
def terms():
    """A term of one year, one from autumn to autumn, one still going on, one of unknown end."""
    year = ChairmanshipFactory(organization=OrganizationFactory(code="CICA"))
    autumn = ChairmanshipFactory(
        start_date=datetime.date(2021, 9, 1), end_date=datetime.date(2022, 9, 1), theme="Water"
    )
    ongoing = ChairmanshipFactory(start_date=datetime.date(2020, 1, 1), end_date=None, ongoing=True)
    unknown = ChairmanshipFactory(
        start_date=datetime.date(2020, 1, 1), end_date=None, country=CountryFactory(code="UZB")
    )
    names = ("year", "autumn", "ongoing", "unknown")
    return {
        term.public_id: name
        for term, name in zip((year, autumn, ongoing, unknown), names, strict=True)
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=2022", "year autumn ongoing"),
        ("year=2021", "autumn ongoing"),
        ("year=2020", "ongoing unknown"),
        ("year=2019", ""),
        ("overlaps=2022-10..2022-12", "year ongoing"),
        ("start_date__gte=2022", "year"),
        ("end_date__empty=true", "ongoing unknown"),
        ("ongoing=true", "ongoing"),
        ("ongoing=false", "year autumn unknown"),
        ("organization=cica", "year"),
        ("country=UZB", "unknown"),
        ("theme__ic=water", "autumn"),
        ("q=water", "autumn"),
    ],
)
def test_filters(api, terms, query, found):
    assert {terms[key] for key in api.ids(f"chairmanships/?{query}")} == set(found.split())


def test_a_row_tells_an_unknown_end_from_one_that_has_not_come(api, terms):
    rows = {terms[row["id"]]: row for row in api.get("chairmanships/")["results"]}
    assert (rows["ongoing"]["end_date"], rows["ongoing"]["ongoing"]) == (None, True)
    assert (rows["unknown"]["end_date"], rows["unknown"]["ongoing"]) == (None, False)


def test_refusals(api):
    assert api.refused("chairmanships/?ongoing=maybe")["did_you_mean"] == "true"
    assert api.refused("chairmanships/?quarter=2022-Q1")["parameter"] == "quarter"
    api.refused("chairmanships/C404/", 404)
