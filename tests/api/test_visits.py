"""GET /api/v1/visits/ and /api/v1/visits/V1/."""

import datetime

import pytest

from countries.partial_dates import PartialDate
from events.models import VisitParticipant
from tests.factories import (
    CitationFactory,
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    JourneyFactory,
    OrganizationFactory,
    PersonFactory,
    PositionFactory,
    SignedDocumentFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitParticipantFactory,
    VisitTypeFactory,
)


def test_a_row_has_codes_with_names_beside_and_dates_as_far_as_known(api):
    CountryFactory(code="UZB", iso_alpha2="UZ", name_en="Uzbekistan")
    visitor = PersonFactory(name_en="Tokayev")
    visit = VisitFactory(visitor=visitor, start_date=datetime.date(2022, 4, 1), end_date=None)
    visit.start_date_precision = "month"
    visit.save()

    row = api.get("visits/")["results"][0]

    assert row["id"] == visit.public_id
    assert (row["host_country"], row["host_country_name"]) == ("UZB", "Uzbekistan")
    assert (row["visitor"], row["visitor_name"]) == (visitor.public_id, "Tokayev")
    assert (row["start_date"], row["end_date"]) == ("2022-04", None)
    assert (row["status"], row["status_name"]) == ("held", "held")
    assert row["record_url"] == f"http://testserver/visits/{visit.public_id}/"


def test_the_detail_has_people_summits_documents_and_sources(api):
    visit = VisitFactory()
    person = VisitParticipantFactory(visit=visit, role=VisitParticipant.Role.COUNTERPART).person
    participant = SummitParticipantFactory(visit=visit, person=visit.visitor)
    document = SignedDocumentFactory(visit=visit)
    citation = CitationFactory(visit=visit, field="city", value="Tashkent")

    row = api.get(f"visits/{visit.public_id}/")

    assert [one["person"] for one in row["participants"]] == [person.public_id]
    assert [one["summit"] for one in row["summits"]] == [participant.summit.public_id]
    assert [one["id"] for one in row["documents"]] == [document.public_id]
    assert [(one["url"], one["field"], one["value"]) for one in row["citations"]] == [
        (citation.source.url, "city", "Tashkent")
    ]


def test_an_id_is_read_in_any_case_and_a_wrong_one_is_not_found(api):
    visit = VisitFactory()
    assert api.get(f"visits/v{visit.pk}/")["id"] == visit.public_id
    for wrong in (f"{visit.pk}", f"S{visit.pk}", "V999", "V99999999999999999999", "VV1"):
        assert api.refused(f"visits/{wrong}/", 404)["status"] == 404


def test_pages_follow_one_another_without_gaps(api):
    visits = [VisitFactory(start_date=datetime.date(2022, 1, day)) for day in (1, 2, 3)]
    first = api.get("visits/?limit=2")
    second = api.follow(first["next"])
    ids = [row["id"] for row in first["results"] + second["results"]]
    assert ids == [visit.public_id for visit in reversed(visits)]
    assert (first["count"], first["previous"], second["next"]) == (3, None, None)
    assert api.follow(second["previous"]) == first


def test_records_of_the_same_value_have_a_fixed_order_and_unknown_values_come_last(api):
    first, second = VisitFactory(), VisitFactory()
    known = VisitFactory(journey=JourneyFactory())
    ids = [visit.public_id for visit in (first, second, known)]
    assert api.ids("visits/?ordering=city") == ids
    assert api.ids("visits/?ordering=-city") == ids[::-1]
    assert api.ids("visits/?ordering=journey")[0] == known.public_id
    assert api.ids("visits/?ordering=-journey")[0] == known.public_id


def test_fields_and_omit_choose_the_keys(api):
    VisitFactory()
    row = api.get("visits/?fields=id,host_country,participants")["results"][0]
    assert list(row) == ["id", "host_country", "participants"]
    assert "citations" not in api.get("visits/?omit=citations")["results"][0]


def test_labels_follow_the_language_and_codes_do_not(api):
    CountryFactory(code="UZB", name_en="Uzbekistan", name_ru="Узбекистан")
    VisitFactory()
    row = api.get("visits/?lang=ru")["results"][0]
    assert (row["host_country"], row["host_country_name"]) == ("UZB", "Узбекистан")
    assert row["guest_country_name"] == "Country KAZ"  # English stands in for a missing name
    response = api.ask("visits/", headers={"accept-language": "ru"})
    assert response.json()["results"][0]["host_country_name"] == "Узбекистан"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("year=2022", {"day", "month", "year"}),
        ("year=2019..2022", {"day", "month", "year"}),
        ("year=2023", set()),
        ("year__n=2022", set()),
        ("quarter=2022-Q2", {"day", "month"}),
        ("month=2022-04", {"day", "month"}),
        ("start_date=2022-04", {"day", "month"}),
        ("start_date=2022-04-13", {"day"}),
        ("start_date=2022", {"day", "month", "year"}),
        ("start_date__gte=2022-04", {"day", "month"}),
        ("start_date__gt=2022-04", set()),
        ("start_date__lt=2022-04", {"year"}),
        ("start_date__lte=2022-04", {"day", "month", "year"}),
        ("end_date__gte=2022-05", {"year"}),
        ("end_date__empty=true", set()),
        ("overlaps=2022-04-20..2022-04-25", {"month", "year"}),
        ("overlaps=2022-06..2022", {"year"}),
    ],
)
def test_partial_dates_are_filtered_as_whole_periods(api, query, expected):
    visits = {}
    for precision, text in (("day", "2022-04-13"), ("month", "2022-04"), ("year", "2022")):
        date = PartialDate.parse(text)
        visit = VisitFactory.build(
            visitor=PersonFactory(),
            guest_country=CountryFactory(code="KAZ"),
            host_country=CountryFactory(code="UZB"),
            visit_type=VisitTypeFactory(),
        )
        visit.start = visit.end = date
        visit.save()
        visits[visit.public_id] = precision
    assert {visits[key] for key in api.ids(f"visits/?{query}")} == expected


@pytest.fixture
def to_uzbekistan():
    CountryFactory(code="UZB", iso_alpha2="UZ", name_en="Uzbekistan")
    return VisitFactory(city="Ташкент", purpose="Trade")


@pytest.fixture
def to_france():
    host = CountryFactory(code="FRA", iso_alpha2="FR", name_en="France")
    return VisitFactory(host_country=host, city="Paris", status="cancelled")


@pytest.mark.parametrize(
    ("query", "to"),
    [
        ("host_country=UZB", "uz"),
        ("host_country=uz", "uz"),
        ("host_country=UZB&host_country=FRA", "uz fr"),
        ("host_country__n=UZB", "fr"),
        ("host_country__n=UZB&host_country__n=FRA", ""),
        ("country=KAZ", "uz fr"),
        ("country=FR", "fr"),
        ("country__all=KAZ&country__all=FRA", "fr"),
        ("country__n=UZB", "fr"),
        ("city=Paris", "fr"),
        ("city__n=Paris", "uz"),
        ("city__ic=ташк", "uz"),
        ("city__ic=A.I", ""),
        ("city__isw=pA", "fr"),
        ("status=cancelled", "fr"),
        ("status__n=cancelled", "uz"),
        ("purpose__empty=true", "fr"),
        ("purpose__empty=false", "uz"),
        ("guest_organization__empty=true", "uz fr"),
        ("journey__empty=false", ""),
        ("q=tashkent", "uz"),
        ("q=франция", ""),
        ("q=france", "fr"),
        ("q=uzbekistan trade", "uz"),
        ("q=uzbekistan paris", ""),
    ],
)
def test_filters(api, to_uzbekistan, to_france, query, to):
    names = {to_uzbekistan.public_id: "uz", to_france.public_id: "fr"}
    assert {names[key] for key in api.ids(f"visits/?{query}")} == set(to.split())


def test_filters_by_people_and_what_the_visit_belongs_to(api):
    journey = JourneyFactory()
    position = PositionFactory(level="minister")
    visit = VisitFactory(
        visitor=journey.traveller, journey=journey, visitor_position=position, external_id="x:1"
    )
    delegate = VisitParticipantFactory(visit=visit).person
    summit = SummitParticipantFactory(visit=visit, person=visit.visitor).summit
    source = CitationFactory(visit=visit, source__publisher="Akorda").source
    VisitFactory()
    for query in (
        f"id={visit.public_id}",
        f"visitor={visit.visitor.public_id}",
        f"journey={journey.public_id}",
        f"visitor_position={position.pk}",
        "visitor_level=minister",
        f"participant={delegate.public_id}",
        f"summit={summit.public_id}",
        f"source={source.pk}",
        "source__empty=false",
        "source_publisher__ic=akorda",
        "external_id=x:1",
    ):
        assert api.ids(f"visits/?{query}") == [visit.public_id], query


def test_a_group_means_membership_on_the_day_of_the_visit(api):
    group = CountryGroupFactory(code="EU")
    kingdom = CountryFactory(code="GBR", iso_alpha2="GB")
    CountryGroupMembershipFactory(
        group=group, country=kingdom, left=datetime.date(2020, 1, 31), ongoing=False
    )
    before = VisitFactory(host_country=kingdom, start_date=datetime.date(2019, 5, 1))
    VisitFactory(host_country=kingdom, start_date=datetime.date(2021, 5, 1))
    for query in ("host_group=EU", "group=eu"):
        assert api.ids(f"visits/?{query}") == [before.public_id]
    assert before.public_id not in api.ids("visits/?host_group__n=EU")
    assert api.ids("visits/?guest_group=EU") == []


def test_an_organization_may_be_the_guest(api):
    union = OrganizationFactory(code="EU", name_en="European Union")
    visit = VisitFactory(guest_country=None, guest_organization=union)
    VisitFactory()
    assert api.ids("visits/?guest_organization=eu") == [visit.public_id]
    assert api.ids("visits/?guest_country__empty=true") == [visit.public_id]
    assert api.ids("visits/?q=european union") == [visit.public_id]


@pytest.mark.parametrize(
    ("query", "parameter", "meant"),
    [
        ("yeer=2022", "yeer", "year"),
        ("host_country__gte=KAZ", "host_country__gte", "host_country__n"),
        ("host_country=Uzbekistan", "host_country", "UZB"),
        ("host_country=XQX", "host_country", None),
        ("host_country=", "host_country", None),
        ("visit_type=oficial", "visit_type", "official"),
        ("status=hold", "status", "held"),
        ("visitor=8", "visitor", "P8"),
        ("visitor=V8", "visitor", None),
        ("start_date=2022-13", "start_date", None),
        ("start_date__gte=2021&start_date__gte=2022", "start_date__gte", None),
        ("year=22", "year", None),
        ("year=2024..2019", "year", None),
        ("year=2022-04", "year", None),
        ("quarter=2022-Q5", "quarter", None),
        ("overlaps=2022..2023..2024", "overlaps", None),
        ("city__empty=perhaps", "city__empty", "true"),
        ("q=...", "q", None),
        ("q=" + "word+" * 13, "q", None),
        ("limit=0", "limit", None),
        ("limit=1001", "limit", None),
        ("limit=1&limit=2", "limit", None),
        ("offset=-1", "offset", None),
        ("ordering=ctiy", "ordering", "city"),
        ("fields=id,ctiy", "fields", "city"),
        ("omit=nothing", "omit", None),
        ("lang=de", "lang", None),
        ("format=xslx", "format", "xlsx"),
        ("city=%00", "city", None),
    ],
)
def test_what_does_not_exist_is_refused_by_name(api, query, parameter, meant):
    CountryFactory(code="UZB", name_en="Uzbekistan")
    VisitTypeFactory()
    problem = api.refused(f"visits/?{query}")
    assert (problem["parameter"], problem["status"]) == (parameter, 400)
    if meant:
        assert problem["did_you_mean"] == meant
    assert problem["detail"]


def test_several_faults_are_all_told(api):
    problem = api.refused("visits/?yeer=2022&status=hold")
    assert {one["parameter"] for one in problem["problems"]} == {"yeer", "status"}


def test_the_detail_refuses_filters(api):
    visit = VisitFactory()
    assert api.refused(f"visits/{visit.public_id}/?year=2022")["parameter"] == "year"


def test_journeys_cannot_be_written(api):
    response = api.client.post("/api/v1/journeys/", {}, content_type="application/json")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"] == "GET, HEAD, OPTIONS"
