"""Every address of the API and beside it: its validator, its refusals, its methods."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from diplotrack.api import RESOURCES
from tests import factories

COUNTED = ("visits", "summits", "documents", "chairmanships")
MAKE = {
    "countries": factories.CountryFactory,
    "country-groups": factories.CountryGroupFactory,
    "organizations": factories.OrganizationFactory,
    "people": factories.PersonFactory,
    "journeys": factories.JourneyFactory,
    "visits": factories.VisitFactory,
    "summits": factories.SummitFactory,
    "documents": factories.SignedDocumentFactory,
    "chairmanships": factories.ChairmanshipFactory,
    "initiatives": factories.InitiativeFactory,
    "reported-totals": factories.ReportedTotalFactory,
    "sources": lambda: factories.CitationFactory(visit=factories.VisitFactory()).source,
}
LISTS = tuple(f"/api/v1/{resource}/" for resource in RESOURCES)
STATISTICS = tuple(f"/api/v1/{resource}/statistics/?group_by=year" for resource in COUNTED)
OTHERS = ("/api/v1/", "/api/v1/changes/", "/api/v1/years/", "/api/v1/years/2022/")
FEEDS = ("/visits.ics", "/summits.ics", "/changes.atom")
DOCUMENTS = ("/api/v1/schema/", "/api/v1/docs/", "/api/", "/releases/")
PAGES = (
    *("/", "/years/", "/years/2022/", "/rules/", "/coverage/", "/search/", "/vectors/", "/trends/"),
    *("/compare/", "/upcoming/", "/chairmanships/timeline/", "/countries/KAZ/UZB/"),
    *("/countries/", "/organizations/", "/people/", "/visits/", "/journeys/", "/summits/"),
    *("/documents/", "/chairmanships/", "/initiatives/", "/keyboard/"),
)
WITHOUT = {
    "healthz": "asks how the site is now",
    "favicon.ico": "leads to a static file",
    "robots.txt": "says the same for ever, in six lines",
    "charts/": "files of their own, made from what the pages answer",
    "report": "told apart by the moment at which it was made",
    "admin/": "never kept by anyone",
    "releases/<str:version>/": "asked in its own test: it never changes",
}


def with_mark(address: str, mark: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{mark}"


@pytest.fixture
def world(db):
    """One record of each kind, and the client of a reader."""
    factories.CountryFactory(code="KAZ")
    factories.CountryFactory(code="UZB")
    made = {name: make() for name, make in MAKE.items()}
    return {name: getattr(record, "public_id", record.pk) for name, record in made.items()}


def details(world: dict) -> list[str]:
    pages = ("people", "visits", "journeys", "summits", "documents", "chairmanships")
    pages += ("initiatives", "countries", "organizations")
    return [
        *(f"/api/v1/{resource}/{key}/" for resource, key in world.items()),
        *(f"/{resource}/{world[resource]}/" for resource in pages),
    ]


def test_every_read_has_a_strong_validator_and_is_304_where_nothing_changed(world, client):
    for address in [*LISTS, *STATISTICS, *OTHERS, *FEEDS, *DOCUMENTS, *PAGES, *details(world)]:
        response = client.get(address)
        assert response.status_code == 200, address
        tag = response.get("ETag", "")
        assert tag.startswith('"'), address
        assert response["Cache-Control"] == "no-cache", address
        assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", ")), address
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == tag


def test_another_language_gets_another_tag(world, client):
    for address in [*OTHERS, *FEEDS, *DOCUMENTS, *PAGES]:
        tags = {
            client.get(address, headers={"Accept-Language": code})["ETag"]
            for code in ("en", "ru", "kk")
        }
        assert len(tags) == 3, address


def test_a_draft_that_is_published_shows_at_once(world, client):
    draft = factories.VisitFactory(state="draft", city="Zzyzx")
    tags = {address: client.get(address)["ETag"] for address in (*PAGES, *FEEDS)}
    draft.state = "published"
    draft.save()
    for address, tag in tags.items():
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200, address


def test_the_forms_of_the_schema_are_told_apart(db, client):
    tags = {
        client.get("/api/v1/schema/", headers={"Accept": kind})["ETag"]
        for kind in ("application/yaml", "application/json")
    }
    assert len(tags) == 2


def test_no_address_of_the_site_is_forgotten():
    """A new address stands in one of the lists above, or in WITHOUT with the reason."""
    tried = (*LISTS, *STATISTICS, *OTHERS, *FEEDS, *DOCUMENTS, *PAGES)
    asked = {address.partition("?")[0] for address in tried}
    for pattern in patterns(get_resolver()):
        if any(pattern.startswith(start) or start in pattern for start in WITHOUT):
            continue
        is_detail = "<" in pattern or "(?P" in pattern
        assert is_detail or f"/{pattern.strip('^$')}" in asked, pattern


def patterns(resolver: URLResolver, start: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        here = f"{start}{str(one.pattern).lstrip('^').rstrip('$')}"
        if isinstance(one, URLResolver):
            yield from patterns(one, here)
        else:
            yield here


@pytest.mark.parametrize(
    ("mark", "parameter"), [("hots_country=KAZ", "hots_country"), ("lang=ru&lang=en", "lang")]
)
def test_what_is_unknown_or_stands_twice_is_named(world, client, mark, parameter):
    for address in (*LISTS, *STATISTICS, *OTHERS, *FEEDS):
        response = client.get(with_mark(address, mark))
        assert response.status_code == 400, address
        if address == "/changes.atom":
            assert parameter in response.content.decode()
        else:
            assert response["Content-Type"] == "application/problem+json"
            assert response.json()["parameter"] == parameter, address


ONCE = {
    "limit": ("5", "6"),
    "offset": ("5", "6"),
    "ordering": ("id", "-id"),
    "fields": ("id", "city"),
    "omit": ("id", "city"),
    "count": ("none", "exact"),
    "as_of": ("2024-01-01", "2024-01-02"),
    "format": ("json", "csv"),
    "expand": ("host_country", "visitor"),
    "codes": ("cow", "gw"),
    "cursor": ("", ""),
    "start_date__gte": ("2022", "2023"),
    "city__ic": ("a", "b"),
    "city__empty": ("true", "false"),
    "updated_since": ("2024-01-01", "2024-01-02"),
}


@pytest.mark.parametrize("parameter", ONCE)
def test_no_parameter_but_an_equality_stands_twice(db, client, parameter):
    first, second = ONCE[parameter]
    mark = f"{parameter}={first}&{parameter}={second}"
    response = client.get(f"/api/v1/visits/?{mark}")
    assert (response.status_code, response.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("parameter", ["group_by", "measure", "group_kind", "as_of", "format"])
def test_nor_does_one_of_statistics(db, client, parameter):
    address = f"/api/v1/visits/statistics/?group_by=year&{parameter}=a&{parameter}=b"
    response = client.get(address)
    assert (response.status_code, response.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("parameter", ["since", "cursor", "limit"])
def test_nor_one_of_changes(db, client, parameter):
    response = client.get(f"/api/v1/changes/?{parameter}=1&{parameter}=2")
    assert (response.status_code, response.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("limit", ["1001", "0", "-1", "x", ""])
def test_a_limit_is_from_one_to_a_thousand(db, client, limit):
    for address in (*LISTS, "/api/v1/changes/"):
        response = client.get(with_mark(address, f"limit={limit}"))
        assert (response.status_code, response.json()["parameter"]) == (400, "limit"), address


def test_an_empty_format_is_none(db, client):
    for address in (*LISTS, *STATISTICS, *OTHERS):
        response = client.get(with_mark(address, "format="))
        assert (response.status_code, response.json()["parameter"]) == (400, "format"), address


READ = (*LISTS, *STATISTICS, *OTHERS, "/visits.ics")


def test_head_is_a_read_without_a_body(world, client):
    for address in READ:
        head, whole = client.head(address), client.get(address)
        assert (head.status_code, head["ETag"]) == (200, whole["ETag"])
        assert head["Content-Type"] == whole["Content-Type"]
        assert (head.getvalue() if head.streaming else head.content) == b""


def test_options_says_what_may_be_done(db, client):
    for address in READ:
        response = client.options(address)
        assert (response.status_code, response.content) == (204, b""), address
        assert {"GET", "HEAD", "OPTIONS"} <= set(response["Allow"].split(", "))


def test_another_method_is_refused_with_those_that_are(db, client):
    for address in READ:
        response = client.generic("TRACE", address)
        assert response.status_code == 405, address
        assert response["Content-Type"] == "application/problem+json"
        assert "GET" in response["Allow"]


def test_a_form_that_is_not_made_is_refused(db, client):
    for address in READ:
        response = client.get(address, headers={"Accept": "image/png"})
        assert response.status_code == 406, address
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("resource", COUNTED)
def test_writes_are_allowed_where_records_are(db, client, resource):
    assert "POST" in client.options(f"/api/v1/{resource}/")["Allow"]
    assert "PATCH" in client.options(f"/api/v1/{resource}/X1/")["Allow"]
    assert "PATCH" not in client.options(f"/api/v1/{resource}/")["Allow"]


def test_a_missing_slash_is_added_to_reads_and_refused_to_writes(db):
    client = Client()
    read = client.get("/api/v1/visits?year=2022")
    assert (read.status_code, read["Location"]) == (301, "/api/v1/visits/?year=2022")
    write = client.post("/api/v1/visits", "{}", content_type="application/json")
    assert (write.status_code, write["Content-Type"]) == (404, "application/problem+json")


def test_a_record_that_was_public_is_gone_and_one_that_never_was_is_not_known(api):
    record = factories.VisitFactory()
    never = factories.VisitFactory(state="draft")
    for one in (record, never):
        one.state = "withdrawn"
        one.save()
    assert api.refused(f"visits/{record.public_id}/", 410)["type"].endswith(":gone")
    api.refused(f"visits/{never.public_id}/", 404)
