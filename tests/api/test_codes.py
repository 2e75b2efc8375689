"""``codes=iso3,cow,gw,m49``: a country's codes as they were on the day of the record."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from tests.factories import CountryFactory, SignedDocumentFactory, SummitFactory, VisitFactory

pytestmark = pytest.mark.usefixtures("reference")


def host(code: str, day: datetime.date) -> None:
    VisitFactory(
        host_country=Country.objects.get(pk=code),
        guest_country=Country.objects.get(pk="KAZ"),
        start_date=day,
        end_date=None,
    )


@pytest.mark.parametrize(
    ("country", "day", "cow", "gw"),
    [
        ("DEU", datetime.date(1930, 1, 1), "255", "255"),
        ("DEU", datetime.date(2001, 1, 1), "255", "260"),
        ("DDDE", datetime.date(1975, 1, 1), "265", "265"),
        ("SRB", datetime.date(1900, 1, 1), "345", "340"),
        ("SRB", datetime.date(2010, 1, 1), "345", "340"),
        ("YUCS", datetime.date(1975, 1, 1), "345", "345"),
        ("YEM", datetime.date(1995, 1, 1), "679", "678"),
        ("YDYE", datetime.date(1980, 1, 1), "680", "680"),
        ("SRB", datetime.date(1950, 1, 1), None, None),
    ],
)
def test_codes_are_those_of_the_day(api, country, day, cow, gw):
    host(country, day)
    (row,) = api.get("visits/?codes=cow,gw")["results"]
    assert (row["host_country_cow"], row["host_country_gw"]) == (cow, gw)
    (row,) = api.table("visits/?codes=cow,gw&format=csv")
    assert (row["host_country_cow"], row["host_country_gw"]) == (cow or "", gw or "")


def test_every_country_of_the_row_has_its_codes_at_the_end(api):
    host("UZB", datetime.date(2022, 4, 1))
    (row,) = api.table("visits/?codes=iso2,iso3,m49&fields=id,host_country&format=csv")
    codes = ["iso2", "iso3", "m49"]
    assert list(row) == [
        "id",
        "host_country",
        *(f"{side}_country_{code}" for side in ("guest", "host") for code in codes),
    ]
    assert (row["host_country_iso2"], row["guest_country_m49"]) == ("UZ", "398")


def test_documents_and_events_have_them_too(api):
    SignedDocumentFactory(host_country=CountryFactory(code="UZB"))
    SummitFactory(host_country=None)
    assert api.get("documents/?codes=cow")["results"][0]["host_country_cow"] == "704"
    assert api.get("summits/?codes=cow")["results"][0]["host_country_cow"] is None


def test_a_record_alone_has_them_too(api):
    host("UZB", datetime.date(2022, 4, 1))
    (key,) = api.ids("visits/")
    assert api.get(f"visits/{key}/?codes=cow")["host_country_cow"] == "704"


def queries(api, path: str) -> int:
    api.get(path)  # names are kept from one answer to the next
    with CaptureQueriesContext(connection) as asked:
        api.get(path)
    return len(asked)


def test_codes_cost_one_query_a_column_however_many_rows(api):
    for day in range(1, 6):
        host("UZB", datetime.date(2022, 4, day))
    path = "visits/?fields=id,host_country,guest_country&count=none&limit="
    plain = queries(api, f"{path}1")
    assert queries(api, f"{path}1&codes=cow") == plain + 2
    assert queries(api, f"{path}5&codes=cow") == plain + 2


@pytest.mark.parametrize(
    ("path", "meant"),
    [("visits/?codes=cwo", "cow"), ("people/?codes=cow", None), ("countries/?codes=cow", None)],
)
def test_a_scheme_that_is_unknown_or_makes_no_sense_is_refused(api, path, meant):
    problem = api.refused(path)
    assert (problem["parameter"], problem["did_you_mean"]) == ("codes", meant)
