"""The records that a country's, an organization's or a person's page points to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MOST_ROWS = 5


@dataclass(frozen=True)
class LinkedList:
    """The newest records of a kind, how many there are, and the list of all of them."""

    title: str
    table: str
    rows: list[Any]
    count: int
    url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


def linked(title, noun: str, rows: QuerySet, url: str) -> LinkedList:
    """The first rows of a queryset; counting is left out where all of them are shown."""
    shown = list(rows[: MOST_ROWS + 1])
    count = len(shown) if len(shown) <= MOST_ROWS else rows.count()
    return LinkedList(str(title), f"components/{noun}_table.html", shown[:MOST_ROWS], count, url)
