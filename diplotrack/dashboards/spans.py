"""Memberships over time: a bar for each on one scale, or the years in which many changed."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from countries.models import CountryGroupMembership

WIDTH = 1000  # units of the drawing; the page stretches it to its column
MOST_BARS = 40  # where there are more, their years say more than their bars


@dataclass(frozen=True, slots=True)
class Span:
    """One membership: where its bar begins on the scale and how long it is."""

    membership: CountryGroupMembership
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Spans:
    """Bars in the order of joining, and the years at both ends of the scale."""

    first_year: int
    last_year: int
    rows: tuple[Span, ...]


def spans_of(memberships: Iterable[CountryGroupMembership], today: datetime.date) -> Spans | None:
    """The dated memberships; None where no date of joining is known."""
    dated = sorted(
        (one for one in memberships if one.joined),
        key=lambda one: (one.joined, one.country.name),
    )
    if not dated:
        return None
    first, last = dated[0].joined.replace(month=1, day=1), today
    scale = WIDTH / max((last - first).days, 1)
    rows = []
    for one in dated:
        end = min(one.left or last, last)
        left = round((one.joined - first).days * scale)
        rows.append(Span(one, left, max(round((end - one.joined).days * scale), 4)))
    return Spans(first.year, last.year, tuple(rows))


@dataclass(frozen=True, slots=True)
class Change:
    """A year in which countries joined or left, and how many members there were at its end."""

    year: int
    joined: tuple[CountryGroupMembership, ...]
    left: tuple[CountryGroupMembership, ...]
    members: int


def changes_of(
    memberships: Iterable[CountryGroupMembership], today: datetime.date
) -> tuple[Change, ...]:
    """The years of change up to today, in order; who has no date of joining is left out."""
    joined, left = defaultdict(list), defaultdict(list)
    for one in sorted(memberships, key=lambda one: one.country.name):
        if one.joined and one.joined <= today:
            joined[one.joined.year].append(one)
            if one.left and one.left <= today:
                left[one.left.year].append(one)
    members, changes = 0, []
    for year in sorted(joined.keys() | left.keys()):
        members += len(joined[year]) - len(left[year])
        changes.append(Change(year, tuple(joined[year]), tuple(left[year]), members))
    return tuple(changes)
