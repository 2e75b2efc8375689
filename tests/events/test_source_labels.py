"""A source is written in a box so that a person can tell it from another of its title."""

import pytest
from django.core.exceptions import ValidationError

from countries.lookups import find, label_of, labels_of
from events.models import Source
from tests.admin_forms import signed_in
from tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


def source(**values) -> Source:
    return SourceFactory(**{"title": "State visit", "publisher": "", "url": ""} | values)


def test_a_title_that_stands_alone_needs_nothing_more():
    one = source(url="https://akorda.kz/a")
    source(title="State visit to Italy")
    assert label_of(one) == "State visit"
    assert find(Source, "State visit") == one


@pytest.mark.parametrize(
    ("first", "second", "labels"),
    [
        (
            {"publisher": "Akorda"},
            {"publisher": "Ministry"},
            ["State visit (Akorda)", "State visit (Ministry)"],
        ),
        (
            {"url": "https://www.akorda.kz/a"},
            {"url": "https://gov.kz/b"},
            ["State visit (akorda.kz)", "State visit (gov.kz)"],
        ),
        (
            {"published_date": "2022-09-13", "published_date_precision": "day"},
            {"published_date": "2023-05-01", "published_date_precision": "month"},
            ["State visit (2022-09-13)", "State visit (2023-05)"],
        ),
        (
            {"publisher": "Akorda", "url": "https://akorda.kz/a"},
            {"publisher": "Akorda", "url": "https://akorda.kz/b"},
            ["State visit (Akorda, akorda.kz/a)", "State visit (Akorda, akorda.kz/b)"],
        ),
    ],
    ids=["publisher", "host", "date", "address"],
)
def test_two_of_one_title_are_told_apart_by_what_a_person_knows(first, second, labels):
    rows = [source(**first), source(**second)]
    assert labels_of(rows) == labels
    assert [find(Source, label) for label in labels] == rows


def test_a_number_stands_only_where_nothing_else_tells_them_apart():
    rows = [source(publisher="Akorda"), source(publisher="Akorda")]
    assert labels_of(rows) == [f"State visit (Akorda) (#{row.pk})" for row in rows]
    assert [find(Source, label) for label in labels_of(rows)] == rows


def test_a_title_that_two_bear_is_refused_with_what_tells_them_apart():
    source(publisher="Akorda")
    source(publisher="Ministry")
    with pytest.raises(ValidationError) as refusal:
        find(Source, "State visit")
    assert "State visit (Akorda), State visit (Ministry)" in refusal.value.messages[0]


def test_a_title_in_brackets_of_its_own_is_found():
    one = source(title="Protocol (No. 3)", publisher="Ministry")
    assert find(Source, "Protocol (No. 3) (Ministry)") == one
    assert find(Source, "Protocol (No. 3)") == one


def test_a_label_fits_its_box_however_long_the_title():
    one = source(title="x" * 500)
    assert len(label_of(one)) < 500
    assert find(Source, label_of(one)) == one


@pytest.mark.parametrize("count", [2, 6])
def test_labels_cost_one_query_for_two_sources_and_for_six(django_assert_num_queries, count):
    rows = [source(publisher=f"Publisher {n}") for n in range(count)]
    with django_assert_num_queries(1):
        labels_of(rows)


def test_the_box_offers_them_so():
    analyst = signed_in("analyst", "analyst")
    source(publisher="Akorda")
    source(publisher="Ministry")
    found = analyst.get("/admin/lookup/events.source/", {"q": "state vis"}).json()["results"]
    assert found == ["State visit (Akorda)", "State visit (Ministry)"]
