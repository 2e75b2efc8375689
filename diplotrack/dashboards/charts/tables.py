"""A chart's numbers as a table: what the page shows and what the CSV file has, row for row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from diplotrack.dashboards.charts.sources import page_of

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A text or number; ``url`` leads to its records or its page.

    ``digits`` stand after a number's decimal sign, zeros too: a column of indices stays in line.
    """

    text: str | int | float
    url: str = ""
    digits: int = 0

    @property
    def is_number(self) -> bool:
        return not isinstance(self.text, str)

    @property
    def shown(self) -> str:
        """As the reader's language writes it."""
        if not self.digits:
            return str(self.text)
        return number_format(self.text, self.digits, use_l10n=True)

    @property
    def downloaded(self) -> str | int | float:
        return f"{self.text:.{self.digits}f}" if self.digits else self.text


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows; the first cell of a row names it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def texts(self) -> Iterable[list[Any]]:
        """Headings and rows as they are downloaded."""
        yield list(self.headings)
        for row in self.rows:
            yield [cell.downloaded for cell in row]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Headings, and whether numbers stand under them."""
        first = self.rows[0] if self.rows else ()
        return [
            (heading, place < len(first) and first[place].is_number)
            for place, heading in enumerate(self.headings)
        ]


def labels_of(group: dict[str, Any]) -> list[str]:
    """The readable names of a group, one for each dimension."""
    return str(group["label"]).split(" · ")


def single(groups: Rows, headings: tuple[str, str], name: Callable[[dict], Cell]) -> Table:
    """One row for each group of one dimension."""
    rows = tuple((name(group), Cell(group["value"], page_of(group["records"]))) for group in groups)
    return Table(headings, rows)


def crossed(groups: Rows, heading: str, keys: tuple[str, str], *, newest_first=True) -> Table:
    """A row for each key of the first dimension, a column for each of the second."""
    across, down = keys
    columns: dict[Any, str] = {}
    totals: dict[Any, int] = {}
    cells: dict[Any, dict[Any, Cell]] = {}
    for group in groups:
        row, column = group["key"][across], group["key"][down]
        columns[column] = labels_of(group)[-1]
        totals[column] = totals.get(column, 0) + group["value"]
        cells.setdefault(row, {})[column] = Cell(group["value"], page_of(group["records"]))
    order = sorted(columns, key=lambda key: (-totals[key], columns[key]))
    years = sorted(cells, key=str, reverse=newest_first)
    return Table(
        (heading, *(columns[key] for key in order)),
        tuple((Cell(str(row)), *(cells[row].get(key, Cell(0)) for key in order)) for row in years),
    )


def side_by_side(
    named: list[tuple[str, Rows]], heading: str, key: str, url: Callable[[Any], str] | None = None
) -> Table:
    """A row for each key that any of several counts has, the largest first (years by number)."""
    labels: dict[Any, str] = {}
    counts: list[dict[Any, Cell]] = []
    for _name, groups in named:
        counts.append({})
        for group in groups:
            code = group["key"][key]
            labels[code] = group["label"]
            counts[-1][code] = Cell(group["value"], page_of(group["records"]))
    none = Cell(0)

    def order(code):
        if key == "year":
            return (-int(code or 0), "")
        return (-sum(int(count.get(code, none).text) for count in counts), labels[code])

    rows = tuple(
        (
            Cell(labels[code], url(code) if url and code else ""),
            *(count.get(code, none) for count in counts),
        )
        for code in sorted(labels, key=order)
    )
    return Table((heading, *(name for name, _groups in named)), rows)


def most_and_least(groups: Rows) -> str:
    """What stands out in a run of years."""
    most = max(groups, key=lambda group: group["value"])
    least = min(groups, key=lambda group: group["value"])
    return _("Most in %(most_year)s (%(most)s), fewest in %(least_year)s (%(least)s).") % {
        "most_year": most["label"],
        "most": most["value"],
        "least_year": least["label"],
        "least": least["value"],
    }
