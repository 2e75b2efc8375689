"""``fields`` and ``omit``: keys of a row, of its lists and of the records inside it."""

import pytest

from tests import factories


@pytest.fixture
def visit(db):
    visit = factories.VisitParticipantFactory().visit
    factories.CitationFactory(visit=visit)
    factories.SignedDocumentFactory(visit=visit)
    return visit


def row(api, query: str) -> dict:
    return api.get(f"visits/?{query}")["results"][0]


def test_only_the_named_keys_in_the_order_of_the_row(api, visit):
    assert list(row(api, "fields=start_date,id")) == ["id", "start_date"]


def test_a_whole_list_is_left_out(api, visit):
    whole = row(api, "")
    left = row(api, "omit=citations,participants")
    assert set(whole) - set(left) == {"citations", "participants"}


def test_a_key_of_a_list(api, visit):
    found = row(api, "fields=id,participants.person,citations.url,citations.title")
    assert list(found) == ["id", "participants", "citations"]
    assert [list(one) for one in found["participants"]] == [["person"]]
    assert [set(one) for one in found["citations"]] == [{"url", "title"}]


def test_a_key_of_a_list_is_left_out(api, visit):
    whole, left = row(api, "")["citations"][0], row(api, "omit=citations.quote")["citations"][0]
    assert set(whole) - set(left) == {"quote"}


def test_a_list_that_is_named_whole_and_in_part_is_whole(api, visit):
    whole = row(api, "")["participants"]
    assert row(api, "fields=participants.person,participants")["participants"] == whole


def test_a_name_may_be_asked_of_what_it_names(api, visit):
    assert row(api, "fields=id,host_country.name,participants.person.name") == {
        "id": visit.public_id,
        "host_country_name": visit.host_country.name_en,
        "participants": [{"person_name": visit.participants.get().person.name_en}],
    }
    assert "host_country_name" not in row(api, "omit=host_country.name")


def test_a_key_of_an_expanded_record(api, visit):
    found = row(api, "expand=host_country,visitor&fields=id,host_country.name,host_country.region")
    assert found["expanded"]["host_country"] == {
        "name": visit.host_country.name_en,
        "region": visit.host_country.region_id,
    }
    assert found["expanded"]["visitor"]["id"] == visit.visitor.public_id
    assert set(found) == {"id", "expanded"}


def test_deeper_and_left_out(api, visit):
    query = "expand=documents.visit&fields=documents.id,documents.visit.city"
    [document] = row(api, query)["expanded"]["documents"]
    assert set(document) == {"id", "expanded"}
    assert document["expanded"] == {"visit": {"city": visit.city}}
    person = row(api, "expand=visitor&omit=visitor.tenures,visitor.note")["expanded"]["visitor"]
    assert {"id", "name"} <= set(person)
    assert {"tenures", "note"}.isdisjoint(person)


def test_an_expanded_list_in_part(api, visit):
    factories.TenureFactory(person=visit.visitor)
    query = "expand=visitor&fields=id,visitor.tenures.position.name"
    [tenure] = row(api, query)["expanded"]["visitor"]["tenures"]
    assert list(tenure) == ["position_name"]


def test_a_detail_has_them_too(api, visit):
    found = api.get(f"visits/{visit.public_id}/?fields=id,citations.url")
    assert set(found) == {"id", "citations"}


def test_keys_that_are_left_out_cost_no_query(api, visit, django_assert_num_queries):
    api.get("visits/")  # names of countries are remembered
    with django_assert_num_queries(2):  # the data's version, and the rows
        api.get("visits/?fields=id,host_country.name")
    with django_assert_num_queries(3):
        api.get("visits/?fields=id,citations.field")


@pytest.mark.parametrize(
    ("query", "parameter", "meant"),
    [
        ("fields=id,start", "fields", "start_date"),
        ("fields=citations.ulr", "fields", "citations.url"),
        ("omit=citatons.url", "omit", "citations.url"),
        ("omit=participants.person.nmae", "omit", "participants.person_name"),
        ("fields=city.name", "fields", None),
        ("fields=visitor.note", "fields", None),
        ("expand=visitor&fields=visitor.nam", "fields", "visitor.name"),
        ("expand=documents.visit&fields=documents.visit.cty", "fields", "documents.visit.city"),
        ("fields=", "fields", None),
        ("fields=.", "fields", None),
        ("fields=id.", "fields", None),
        ("fields=id&fields=city", "fields", None),
        ("fields=" + "a." * 3000, "fields", None),
    ],
)
def test_what_is_not_there_is_refused(api, query, parameter, meant):
    problem = api.refused(f"visits/?{query}")
    assert problem["parameter"] == parameter
    if meant:
        assert problem["did_you_mean"] == meant


def test_a_record_that_is_not_expanded_says_how_to_ask(api):
    assert "expand=visitor" in api.refused("visits/?fields=visitor.note")["detail"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_flat_table_has_lists_as_a_whole(api, visit, form):
    assert api.refused(f"visits/?fields=id,citations.url&format={form}")["parameter"] == "fields"
    assert api.refused(f"visits/?omit=citations.url&format={form}")["parameter"] == "omit"
    assert api.ask(f"visits/?fields=id,citations&format={form}").status_code == 200


@pytest.mark.parametrize("form", ["jsonl", "geojson"])
def test_other_downloads_have_parts_of_lists(api, visit, form):
    response = api.ask(f"visits/?fields=id,citations.url&format={form}")
    assert response.status_code == 200
    assert b'"citations":[{"url":' in b"".join(response.streaming_content)


def test_a_flat_table_has_a_name_beside_a_key(api, visit):
    assert api.table("visits/?fields=id,host_country.name&format=csv") == [
        {"id": visit.public_id, "host_country_name": visit.host_country.name_en}
    ]
