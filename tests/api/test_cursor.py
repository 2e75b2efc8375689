"""Paging by ``cursor``: every row once, in order, while others write."""

import datetime
import random
from urllib.parse import urlsplit

import pytest

from events.models import Visit
from tests import factories

DAY = datetime.date(2022, 4, 13)


def walked(api, path: str, meanwhile=lambda: None) -> list[str]:
    """The ids of all pages, by following ``next``."""
    page, found = api.get(path), []
    while True:
        assert page["count"] is None
        assert page["previous"] is None
        found += [row["id"] for row in page["results"]]
        if page["next"] is None:
            return found
        meanwhile()
        page = api.follow(page["next"])


def visit(start=DAY, **values):
    return factories.VisitFactory(start_date=start, **values)


@pytest.mark.parametrize(
    "ordering",
    [
        "",
        "&ordering=start_date",
        "&ordering=-start_date,id",
        "&ordering=end_date,-city",
        "&ordering=-end_date,host_country,-id",
        "&ordering=visitor_level",
        "&ordering=created_at",
    ],
)
def test_pages_after_cursors_are_the_list_in_its_order(api, ordering):
    visitor = factories.PersonFactory()
    for place in range(11):
        visit(
            DAY + datetime.timedelta(days=place % 3),
            end_date=DAY + datetime.timedelta(days=place % 2 + 3) if place % 4 else None,
            city="ABC"[place % 3],
            visitor=visitor,
        )
    whole = api.ids(f"visits/?limit=100{ordering}")
    assert len(whole) == 11
    assert walked(api, f"visits/?cursor=&limit=2{ordering}") == whole


def test_a_page_costs_no_count(api, django_assert_num_queries):
    visit()
    with django_assert_num_queries(9):
        assert api.get("visits/?cursor=")["count"] is None


def test_filters_hold_on_every_page(api):
    for place in range(6):
        visit(city="Tashkent" if place % 2 else "Samarkand")
    found = walked(api, "visits/?cursor=&limit=1&city=Tashkent")
    assert len(found) == len(set(found)) == 3


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ordering", ["", "&ordering=end_date", "&ordering=city,-start_date"])
def test_no_row_that_stays_is_skipped_or_comes_twice_while_others_write(api, seed, ordering):
    chance = random.Random(seed)
    visitor = factories.PersonFactory()

    def make():
        day = DAY + datetime.timedelta(days=chance.randrange(4))
        end = day if chance.random() < 0.5 else None
        return visit(day, end_date=end, city=chance.choice("ABC"), visitor=visitor)

    staying = {make().public_id for _place in range(12)}
    passing = [make() for _place in range(12)]

    def meanwhile():
        for _write in range(chance.randrange(3)):
            make()
        if passing and chance.random() < 0.7:
            passing.pop(chance.randrange(len(passing))).delete()

    found = walked(api, f"visits/?cursor=&limit=3{ordering}", meanwhile)
    assert len(found) == len(set(found))
    assert staying <= set(found)
    assert Visit.objects.count() > 12


@pytest.mark.parametrize("resource", ["initiatives", "reported-totals", "sources", "people"])
def test_every_resource_has_its_cursor(api, resource):
    make = {
        "initiatives": lambda: factories.InitiativeStatusFactory(),
        "reported-totals": lambda: factories.ReportedTotalFactory(),
        "sources": lambda: factories.CitationFactory(),
        "people": lambda: factories.PersonFactory(),
    }[resource]
    for _one in range(5):
        make()
    found = walked(api, f"{resource}/?cursor=&limit=2")
    assert len(found) == len(set(found)) >= 5


def test_a_cursor_of_another_order_is_refused(api):
    for _one in range(3):
        visit()
    link = api.get("visits/?cursor=&limit=1")["next"]
    other = urlsplit(link).query + "&ordering=city"
    assert api.refused(f"visits/?{other}")["parameter"] == "cursor"


@pytest.mark.parametrize("text", ["abc", "WzEsMl0~xyz", "%00", "💥"])
def test_a_made_up_cursor_is_refused(api, text):
    assert api.refused(f"visits/?cursor={text}")["parameter"] == "cursor"


def test_a_cursor_goes_with_no_offset_and_no_count(api):
    assert api.refused("visits/?cursor=&offset=5")["parameter"] == "offset"
    assert api.refused("visits/?cursor=&count=exact")["parameter"] == "count"
