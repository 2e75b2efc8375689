"""The circles of a map: where they stand, and that a finger finds them."""

import csv
import json
import math

import pytest
from django.conf import settings

from diplotrack.dashboards.charts.chart import OUTLINES_FILE
from diplotrack.dashboards.charts.specifications import FOLDER

TARGET_SIZE = 24  # CSS pixels, WCAG 2.2, success criterion 2.5.8


def points() -> dict[str, tuple[float, float]]:
    """Where each country's circle stands: latitude and longitude."""
    world = json.loads(OUTLINES_FILE.read_text(encoding="utf-8"))
    places = world["objects"]["places"]["geometries"]
    return {one["id"]: (one["properties"]["lat"], one["properties"]["lon"]) for one in places}


def rows_of(path: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / path).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_circle_of_russia_stands_at_moscow_and_that_of_the_usa_at_washington():
    assert points()["RUS"] == (55.75, 37.62)
    assert points()["USA"] == (38.9, -77.04)


def test_every_capital_and_every_middle_is_where_its_table_says():
    told = {
        row["code"]: (float(row["latitude"]), float(row["longitude"]))
        for path in (
            "countries/reference/countries.csv",
            "diplotrack/static/diplotrack/maps/capitals.csv",
        )
        for row in rows_of(path)
        if row["latitude"]
    }
    assert points() == told


def test_no_circle_of_a_state_covers_another():
    states = [
        row["code"]
        for row in rows_of("countries/reference/countries.csv")
        if row["kind"] == "state"
    ]
    at = points()
    apart = {
        (one, other): math.dist(at[one], at[other])
        for place, one in enumerate(states)
        for other in states[place + 1 :]
    }
    assert min(apart.values()) > 0.5, min(apart, key=lambda pair: apart[pair])


@pytest.mark.parametrize("name", ["counterparts_map", "journeys_map"])
def test_every_circle_lies_on_a_disc_that_a_finger_finds(name):
    layers = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["layer"]
    circles = [layer for layer in layers if layer["mark"]["type"] == "circle"]
    discs = [layer for layer in circles if layer["mark"].get("fill") == "transparent"]
    seen = [layer for layer in circles if layer not in discs]
    assert seen
    assert all(math.sqrt(disc["mark"]["size"] / math.pi) * 2 >= TARGET_SIZE for disc in discs)
    for circle in seen:
        below = layers[: layers.index(circle)]
        same = [
            d
            for d in discs
            if d["data"] == circle["data"] and d["transform"] == circle["transform"]
        ]
        assert [disc["encoding"]["href"] for disc in same if disc in below] == [
            circle["encoding"]["href"]
        ]
