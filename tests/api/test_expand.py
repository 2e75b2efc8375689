"""``expand``: whole records inside a row, public ones only, at a bounded number of queries."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories


@pytest.fixture
def visit(db):
    document = factories.SignedDocumentFactory(visit=factories.VisitFactory())
    factories.DocumentPartyFactory(document=document)
    return document.visit


def expanded(api, path: str) -> dict:
    return api.get(path)["results"][0]["expanded"]


def test_a_code_a_person_and_children_become_whole_rows(api, visit):
    found = expanded(api, "visits/?expand=host_country,visitor,documents")
    host = api.get("countries/?code=UZB")["results"][0]
    assert found["host_country"] == host
    assert found["visitor"] == api.get(f"people/{visit.visitor.public_id}/")
    document = visit.documents.get().public_id
    assert found["documents"] == [api.get(f"documents/{document}/")]


def test_the_row_itself_stays_as_it_is(api, visit):
    plain = api.get("visits/")["results"][0]
    row = api.get("visits/?expand=visitor")["results"][0]
    row.pop("expanded")
    assert row == plain


def test_one_deeper(api, visit):
    found = expanded(api, "visits/?expand=documents.visit")
    inner = found["documents"][0]["expanded"]
    assert inner["visit"]["id"] == visit.public_id


def test_an_office_and_a_series_are_whole_though_they_have_no_list(api, visit):
    position = factories.PositionFactory()
    visit.visitor_position = position
    visit.save()
    summit = factories.SummitFactory(series=factories.SummitSeriesFactory(code="consultative"))
    document = visit.documents.get()
    document.summit = summit
    document.save()
    found = expanded(api, "visits/?expand=visitor_position,documents.summit")
    assert found["visitor_position"]["id"] == position.pk
    assert found["documents"][0]["expanded"]["summit"]["id"] == summit.public_id
    series = expanded(api, "summits/?expand=series")["series"]
    assert (series["code"], series["name"]) == ("consultative", summit.series.name_en)


def test_someone_who_is_not_public_does_not_show(api):
    chair = factories.ChairmanshipFactory(person=factories.PersonFactory(state="draft"))
    found = api.get(f"chairmanships/{chair.public_id}/?expand=person")
    assert (found["person"], found["expanded"]) == (None, {"person": None})


def test_as_many_records_as_may_be_expanded_cost_a_bounded_number_of_queries(
    api, visit, django_assert_max_num_queries
):
    cache.clear()
    paths = "visitor,guest_country,host_country,journey.traveller,documents.visit,documents.summit"
    with django_assert_max_num_queries(40):
        api.get(f"visits/?expand={paths}&count=none")


def test_a_detail_expands_too(api, visit):
    row = api.get(f"visits/{visit.public_id}/?expand=visitor&fields=id")
    assert list(row) == ["id", "expanded"]
    assert row["expanded"]["visitor"]["id"] == visit.visitor.public_id


def test_what_is_not_there_is_null_or_empty(api):
    factories.VisitFactory()
    assert expanded(api, "visits/?expand=guest_organization,documents") == {
        "guest_organization": None,
        "documents": [],
    }


def test_a_draft_does_not_show(api, visit):
    document = visit.documents.get()
    document.state = "draft"
    document.save()
    assert expanded(api, "visits/?expand=documents") == {"documents": []}
    other = factories.SignedDocumentFactory(visit=visit)
    visit.state = "withdrawn"
    visit.save()
    row = api.get(f"documents/{other.public_id}/?expand=visit")
    assert (row["visit"], row["expanded"]) == (None, {"visit": None})


def test_the_number_of_queries_does_not_grow_with_the_rows(api, visit):
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            api.get("visits/?expand=host_country,visitor,documents.visit&count=none")
        return len(asked)

    one = queries()
    for _more in range(4):
        factories.SignedDocumentFactory(visit=factories.VisitFactory())
    assert queries() == one


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("host_contry", "host_country"),
        ("purpose", None),
        ("visit_type", None),
        ("documents.visit.visitor", None),
        ("documents.viist", "documents.visit"),
        ("", None),
        ("visitor,guest_country,host_country,journey.traveller,documents.visit,documents.summit,"
         "documents.host_country,guest_organization", None),
    ],
)  # fmt: skip
def test_what_cannot_be_expanded_is_refused(api, text, meant):
    problem = api.refused(f"visits/?expand={text}")
    assert problem["parameter"] == "expand"
    if meant:
        assert problem["did_you_mean"] == meant


def test_other_formats_have_no_records_inside_records(api, visit):
    assert api.refused("visits/?expand=visitor&format=csv")["parameter"] == "expand"
