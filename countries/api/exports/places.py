"""Where a row lies on the map: at its country's representative point."""

from collections.abc import Callable
from typing import Any

from countries.api.columns import Coded, Row
from countries.api.context import RowContext
from countries.api.exports.tables import Point
from countries.models import Country
from countries.models.history_as_of import reading_as_of

KEYS = ("host_country", "country", "headquarters_country")


def place_key(serializer: Any) -> str:
    """The key of the country at which rows lie; empty where they lie nowhere."""
    if serializer.model is Country:
        return "code"
    named = {c.name for c in serializer.columns if isinstance(c, Coded) and c.to is Country}
    return next((key for key in KEYS if key in named), "")


def placing(context: RowContext, key: str) -> Callable[[Row], Point | None]:
    """The point of a row's country. The points cost one query, at the first row."""
    points: dict[str, Point] = {}

    def place(row: Row) -> Point | None:
        if not key:
            return None
        if not points:
            points.update(_points(context))
        return points.get(row[key])

    return place


def _points(context: RowContext) -> dict[str, Point]:
    with reading_as_of(context.as_of):
        rows = Country.objects.exclude(latitude=None).exclude(longitude=None).order_by()
    columns: Any = rows.values_list("pk", "longitude", "latitude")
    return {code: (float(x), float(y)) for code, x, y in columns if None not in (x, y)}
