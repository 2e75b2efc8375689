"""``format=csv`` of any list or detail."""

import datetime

from tests.factories import (
    CitationFactory,
    CountryFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitParticipantFactory,
)


def test_csv_has_the_keys_of_json_and_joins_children(api):
    CountryFactory(code="UZB", name_en="Uzbekistan")
    visit = VisitFactory()
    people = [VisitParticipantFactory(visit=visit, order=n).person for n in (1, 2)]
    citation = CitationFactory(visit=visit)

    row, json = api.table("visits/?format=csv")[0], api.get("visits/")["results"][0]

    assert list(row) == list(json)
    for key in ("id", "host_country", "host_country_name", "start_date", "record_url"):
        assert row[key] == json[key]
    assert row["participants"] == "; ".join(person.name_en for person in people)
    assert row["citations"] == citation.source.url
    assert row["guest_organization"] == ""


def test_csv_has_all_rows_unless_a_limit_is_given(api):
    for day in range(1, 13):
        SummitFactory(start_date=datetime.date(2022, 1, day))
    assert len(api.table("summits/?format=csv")) == 12
    assert len(api.table("summits/?format=csv&offset=10")) == 2
    limited = api.table("summits/?format=csv&limit=5&offset=2")
    assert [row["start_date"] for row in limited] == [
        f"2022-01-{day:02}" for day in range(10, 5, -1)
    ]


def test_csv_is_filtered_ordered_and_labelled_as_json_is(api):
    CountryFactory(code="UZB", name_en="Uzbekistan", name_ru="Узбекистан")
    SummitFactory(title="A")
    SummitFactory(title="B")
    SummitFactory(title="C", mode="online")
    path = "summits/?mode=in_person&ordering=-title&lang=ru&fields=title,host_country_name"
    assert api.table(f"{path}&format=csv") == [
        {"title": "B", "host_country_name": "Узбекистан"},
        {"title": "A", "host_country_name": "Узбекистан"},
    ]


def test_a_spreadsheet_runs_no_cell_as_a_formula(api):
    for start in ("=", "+", "-", "@"):
        SummitFactory(title=f"{start}HYPERLINK(1)")
    titles = {row["title"] for row in api.table("summits/?format=csv")}
    assert titles == {f"'{start}HYPERLINK(1)" for start in ("=", "+", "-", "@")}


def test_a_negative_number_stays_a_number(api):
    CountryFactory(code="ARG", latitude="-34.61", longitude="-58.37")
    assert api.table("countries/?format=csv")[0]["latitude"] == "-34.61"


def test_the_file_of_a_record_is_named_by_its_id(api):
    visit = VisitFactory()
    disposition = api.ask(f"visits/{visit.public_id}/?format=csv")["Content-Disposition"]
    assert disposition == f'attachment; filename="visits-{visit.public_id}.csv"'


def test_a_detail_is_one_row(api):
    participant = SummitParticipantFactory()
    (row,) = api.table(f"summits/{participant.summit.public_id}/?format=csv")
    assert row["participants"] == "KAZ"


def test_no_row_still_has_a_first_line(api):
    response = api.ask("sources/?format=csv")
    assert b"".join(response.streaming_content).startswith(b"id,title,")


def test_the_accept_header_chooses_too(api):
    assert api.ask("visits/", headers={"accept": "text/csv"})["Content-Type"].startswith("text/csv")
    response = api.ask("visits/", headers={"accept": "application/xml"})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


def test_an_error_is_problem_json_whatever_was_asked_for(api):
    assert api.refused("visits/?format=csv&yeer=2022")["did_you_mean"] == "year"
    assert api.refused("visits/V1/?format=csv", 404)["status"] == 404


def test_a_format_is_named_when_unknown(api):
    problem = api.refused("visits/?format=cvs")
    assert (problem["parameter"], problem["did_you_mean"]) == ("format", "csv")
