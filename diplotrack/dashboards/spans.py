"""Memberships over time, as bars on one scale of years."""

import datetime
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
