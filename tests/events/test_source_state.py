"""Whether the sources of a record are one, several that agree, or in disagreement."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import Person
from countries.models.base import SourceState
from events.filters import VisitFilterSet
from events.models import Visit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return factories.VisitFactory()


def state(record) -> str:
    return type(record).objects.with_source_state().get(pk=record.pk).source_state


def test_without_a_source_there_is_no_state(visit):
    assert state(visit) == ""


def test_one_source_is_single_however_often_it_is_cited(visit):
    source = factories.SourceFactory()
    factories.CitationFactory(visit=visit, source=source)
    factories.CitationFactory(visit=visit, source=source, field="city", value="Tashkent")
    assert state(visit) == SourceState.SINGLE


def test_two_sources_that_agree_confirm(visit):
    factories.CitationFactory(visit=visit, field="city", value="Tashkent")
    factories.CitationFactory(visit=visit, field="city", value="Tashkent ")
    assert state(visit) == SourceState.CONFIRMED


def test_two_values_of_one_field_contest_it(visit):
    factories.CitationFactory(visit=visit, field="city", value="Tashkent")
    factories.CitationFactory(visit=visit, field="city", value="Samarkand")
    assert state(visit) == SourceState.CONTESTED


def test_a_citation_without_a_value_beside_them_makes_no_peace(visit):
    source = factories.SourceFactory()
    for value in ("", "Tashkent", "Samarkand"):
        factories.CitationFactory(visit=visit, source=source, field="city", value=value)
    assert state(visit) == SourceState.CONTESTED
    assert not Visit.objects.in_source_state(SourceState.SINGLE).exists()


def test_values_of_two_fields_do_not_disagree(visit):
    factories.CitationFactory(visit=visit, field="city", value="Tashkent")
    factories.CitationFactory(visit=visit, field="purpose", value="Talks")
    assert state(visit) == SourceState.CONFIRMED


def test_sources_of_different_rows_of_a_list_do_not_disagree(visit):
    factories.CitationFactory(visit=visit, field="participants", value="The foreign minister")
    factories.CitationFactory(visit=visit, field="participants", value="The ambassador")
    assert state(visit) == SourceState.CONFIRMED
    assert not VisitFilterSet({"source_state": "contested"}, Visit.objects.all()).qs.exists()


def test_a_citation_of_another_record_is_no_matter(visit):
    factories.CitationFactory(visit=visit)
    factories.CitationFactory()
    assert state(visit) == SourceState.SINGLE


def test_people_have_it_too():
    person = factories.PersonFactory()
    factories.CitationFactory(visit=None, person=person)
    assert state(person) == SourceState.SINGLE
    assert isinstance(person, Person)


def test_lists_are_filtered_by_it(visit, client):
    factories.VisitFactory()
    for city in ("Tashkent", "Samarkand"):
        factories.CitationFactory(visit=visit, field="city", value=city)
    assert list(VisitFilterSet({"source_state": "contested"}).qs) == [visit]
    rows = client.get("/api/v1/visits/?source_state=contested").json()["results"]
    assert [(row["id"], row["source_state"]) for row in rows] == [(visit.public_id, "contested")]
    assert not VisitFilterSet({"source_state": "confirmed"}).qs.exists()
    assert client.get("/api/v1/visits/?source_state=doubtful").status_code == 400


READINGS = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["", "city", "people"]),
    st.sampled_from(["", "a", "a ", "b"]),
)


@settings(max_examples=40)
@given(cited=st.lists(READINGS, max_size=4))
def test_rows_that_are_read_and_the_database_agree(visit, cited):
    sources = [factories.SourceFactory() for _number in range(2)]
    visit.citations.all().delete()
    for place, field, value in cited:
        factories.CitationFactory(visit=visit, source=sources[place], field=field, value=value)
    assert SourceState.of((sources[p].pk, field, value) for p, field, value in cited) == state(
        visit
    )


@pytest.mark.parametrize("shape", ["", "&fields=source_state", "&omit=citations"])
def test_lists_show_and_order_by_it_whatever_else_they_show(visit, client, shape):
    other = factories.VisitFactory()
    for city in ("Tashkent", "Samarkand"):
        factories.CitationFactory(visit=other, field="city", value=city)
    for page in ("", "&cursor="):
        path = f"/api/v1/visits/?ordering=-source_state{shape}{page}"
        rows = client.get(path).json()["results"]
        assert [row["source_state"] for row in rows] == ["contested", ""]


def test_the_states_of_many_records_are_one_query(django_assert_num_queries):
    for _number in range(3):
        factories.CitationFactory()
    with django_assert_num_queries(1):
        assert [v.source_state for v in Visit.objects.with_source_state()] == ["single"] * 3


def test_the_page_shows_the_readings_beside_one_another_and_what_was_decided(visit, client):
    first, _second = (
        factories.CitationFactory(visit=visit, field="city", value=city)
        for city in ("Tashkent", "Samarkand")
    )
    url = visit.get_absolute_url()
    assert "The sources disagree on the city" in client.get(url).content.decode()
    factories.FieldDecisionFactory(visit=visit, citation=first, value="Tashkent")
    page = client.get(url).content.decode()
    assert "We follow Tashkent: The host&#x27;s protocol was there." in page


def test_a_page_whose_sources_agree_speaks_of_no_disagreement(visit, client):
    factories.CitationFactory(visit=visit, field="city", value="Tashkent")
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "The sources disagree" not in page
