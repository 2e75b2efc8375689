"""GET /api/v1/years/ and /api/v1/years/2022/."""

import datetime

import pytest

from tests.factories import (
    CountryFactory,
    ReportedTotalFactory,
    SummitParticipantFactory,
    VisitFactory,
    YearCoverageFactory,
)


@pytest.fixture
def year():
    """2022: two visits to one country, one summit, and 13 visits reported."""
    for month in (4, 5):
        VisitFactory(start_date=datetime.date(2022, month, 1))
    VisitFactory(start_date=datetime.date(2021, 4, 1))
    VisitFactory(start_date=datetime.date(2022, 6, 1), state="draft")
    SummitParticipantFactory()
    ReportedTotalFactory(value=1, source__publisher="Akorda")
    YearCoverageFactory()


def test_every_figure_has_its_rule_records_and_what_was_reported(api, year):
    summary = api.get("years/2022/")
    assert (summary["year"], summary["country"]) == (2022, "KAZ")
    figures = {figure["code"]: figure for figure in summary["figures"]}
    visits = figures["visits_abroad"]
    assert (visits["value"], visits["previous"], visits["coverage"]) == (2, 1, "complete")
    assert visits["rule"]["text"]
    (reported,) = visits["reported"]
    assert (reported["value"], reported["source_publisher"]) == (1, "Akorda")
    matching = {one["code"] for one in visits["alternatives"] if one["value"] == 1}
    assert matching == set(reported["reproduced_by"]) != set()


def test_records_are_as_many_as_the_figure_says(api, year):
    for figure in api.get("years/2022/")["figures"]:
        if figure["counts_records"]:
            assert api.follow(figure["records"])["count"] == figure["value"], figure["code"]


def test_the_country_may_be_named_by_either_code(api):
    CountryFactory(code="UZB", iso_alpha2="UZ")
    VisitFactory()
    uzbekistan = api.get("years/2022/?country=uz")
    assert uzbekistan["country"] == "UZB"
    figures = {figure["code"]: figure["value"] for figure in uzbekistan["figures"]}
    assert (figures["visits_received"], figures["visits_abroad"]) == (1, 0)


def test_years_stand_side_by_side_newest_first(api, year):
    page = api.get("years/")
    assert [(row["year"], row["visits"]) for row in page["results"]] == [(2022, 2), (2021, 1)]
    assert page["count"] == 2
    assert page["results"][0]["record_url"] == "http://testserver/years/2022/"


def test_a_year_without_a_record_is_a_row_of_zeros(api):
    CountryFactory(code="KAZ")
    assert {figure["value"] for figure in api.get("years/1999/")["figures"]} == {0}


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("years/2022/?country=Kazakstan", "country"),
        ("years/2022/?contry=KAZ", "contry"),
        ("years/?year=2022", "year"),
        ("years/2022/?lang=de", "lang"),
        ("years/2022/?format=cvs", "format"),
    ],
)
def test_refusals(api, path, parameter):
    CountryFactory(code="KAZ", name_en="Kazakhstan")
    assert api.refused(path)["parameter"] == parameter


@pytest.mark.parametrize("path", ["years/1234/", "years/22/", "years/next/"])
def test_what_is_no_year_is_not_found(api, path):
    CountryFactory(code="KAZ")
    api.refused(path, 404)
