"""A chart on a page: drawn, as a map where that makes sense, and as a table of the same numbers."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static

from diplotrack.dashboards.charts.colours import coloured
from diplotrack.dashboards.charts.sources import Source
from diplotrack.dashboards.charts.specifications import specification
from diplotrack.dashboards.charts.tables import Rows, Table

OUTLINES = "diplotrack/maps/world.json"
IN_A_NARROW_WINDOW = "width < 520"  # as the specifications ask; a file is always wide
WIDTH, MAP_HEIGHT = 900, 440  # pixels of a drawing in a file; the browser's fills its column
Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Chart:
    """What a chart shows and where its parts are.

    ``query`` is what its own addresses are asked with. ``table_of`` and ``words_of`` make the table
    and the text alternative from the sources' answers. ``values`` fill the specification's places;
    ``chart`` and ``map`` name the files.
    """

    name: str
    title: str
    subject: str
    query: dict[str, Any]
    sources: tuple[Source, ...]
    table_of: Callable[[dict[str, Rows]], Table]
    words_of: Callable[[dict[str, Rows], Table], str]
    values_of: Callable[[dict[str, Rows]], dict[str, Any]] = lambda rows: {}
    values: dict[str, Any] = field(default_factory=dict)
    chart: str = ""
    map: str = ""
    note: str = ""
    heading_level: int = 2

    @cached_property
    def answers(self) -> Answers:
        return {source.name: source.answer() for source in self.sources}

    def take(self, answers: Answers) -> None:
        """Use answers that are known already."""
        self.__dict__["answers"] = answers

    @cached_property
    def rows(self) -> dict[str, Rows]:
        return {s.name: self.answers[s.name][s.rows_in] for s in self.sources}

    @cached_property
    def table(self) -> Table:
        return self.table_of(self.rows)

    @property
    def alternative(self) -> str:
        return self.words_of(self.rows, self.table)

    @property
    def is_empty(self) -> bool:
        return not self.table.rows

    @property
    def rules(self) -> list[dict[str, str]]:
        """The counting rules of its numbers, each once."""
        rules = [answer["rule"] for answer in self.answers.values() if "rule" in answer]
        return list({rule["code"]: rule for rule in rules}.values())

    @property
    def file_name(self) -> str:
        return "-".join(["diplotrack", self.name, *(str(value) for value in self.query.values())])

    def address(self, form: str, **more: str) -> str:
        query = urlencode(self.query | more)
        return f"/charts/{self.name}.{form}" + (f"?{query}" if query else "")

    @property
    def views(self) -> list[tuple[str, str]]:
        """The drawings that it has, with the address of each specification."""
        drawn = [("chart", self.address("json"))] if self.chart else []
        return [*drawn, ("map", self.address("json", view="map"))] if self.map else drawn

    def specification(self, view: str = "chart") -> dict[str, Any]:
        """The specification whose data are addresses."""
        return self._specification(view, lambda source: {"url": source.url}, static(OUTLINES))

    def inlined(self, view: str = "chart") -> dict[str, Any]:
        """The specification with its data inside."""

        def inside(source: Source) -> dict[str, Any]:
            return {"values": self.rows[source.name]}

        return self._specification(view, inside, None)

    def complete(self, view: str = "chart", theme: str = "light") -> str:
        """With its data inside, its size and its colours fixed, for a drawing in a file."""
        spec = self.inlined(view)
        spec["width"] = WIDTH
        if view == "map":
            spec["height"] = MAP_HEIGHT
        spec["background"] = "var(--surface)"
        spec["padding"] = 12
        text = json.dumps(spec, default=str).replace(IN_A_NARROW_WINDOW, "false")
        return coloured(text, theme)

    def _specification(self, view: str, data: Callable[[Source], dict], outlines) -> dict[str, Any]:
        values = self.values | self.values_of(self.rows)
        for source in self.sources:
            form = {"type": "json", "property": source.rows_in}
            found = data(source)
            values[source.name] = found | ({"format": form} if "url" in found else {})
        for part in ("countries", "places"):
            form = {"type": "topojson", "feature": part}
            values[part] = {"url": outlines or OUTLINES_INSIDE, "format": form}
        return specification(self.map if view == "map" else self.chart, values)


# The renderer reads the file itself: it would double the size of every request for a drawing.
OUTLINES_INSIDE = "outlines:"
OUTLINES_FILE = settings.BASE_DIR / "diplotrack/static" / OUTLINES
