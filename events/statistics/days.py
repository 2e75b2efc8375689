"""Days abroad: distinct calendar days, as a range where dates are partial."""

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from countries.partial_dates import PartialDate, Precision

DAY = Precision.DAY.value
Window = tuple[int, int]  # first and last day, as ordinals
EVER: Window = (datetime.date.min.toordinal(), datetime.date.max.toordinal())


@dataclass(frozen=True, slots=True)
class Days:
    """The least and the most number of days that the record supports."""

    low: int = 0
    high: int = 0

    @property
    def open_end(self) -> int | None:
        """The most, where it is not the least."""
        return self.high if self.high != self.low else None

    def __add__(self, other: "Days") -> "Days":
        return Days(self.low + other.low, self.high + other.high)


class Stay(NamedTuple):
    """Someone's stop: the days it surely covers (may be none) and those it may cover."""

    person: Hashable
    certain: Window | None
    possible: Window

    @classmethod
    def of(cls, person: Hashable, start, start_precision: str, end, end_precision: str) -> "Stay":
        """From a visit's columns; an unknown end is taken to be the start's."""
        first = _bounds(start, start_precision)
        last = _bounds(end, end_precision) if end else first
        possible = (first[0], last[1])
        certain = (first[1], last[0])
        if certain == possible:
            return cls(person, possible, possible)
        return cls(person, certain if certain[0] <= certain[1] else None, possible)


def _bounds(date: datetime.date, precision: str) -> Window:
    """First and last day of a partial date."""
    if precision == DAY:  # nearly all are
        day = date.toordinal()
        return day, day
    period = PartialDate.around(date, precision)
    return period.first.toordinal(), period.last.toordinal()


def distinct_days(stays: Iterable[Stay], first: datetime.date, last: datetime.date) -> Days:
    """Days from ``first`` to ``last`` on which each person was abroad, summed over people."""
    frame = (first.toordinal(), last.toordinal())
    by_person: dict[Hashable, list[Stay]] = defaultdict(list)
    for stay in _touching(stays, frame):
        by_person[stay.person].append(stay)
    return sum((days_of_one_person(own, frame) for own in by_person.values()), Days())


def summed_days(stays: Iterable[Stay], first: datetime.date, last: datetime.date) -> Days:
    """As ``distinct_days``, but each stop's days are added up, shared days twice."""
    frame = (first.toordinal(), last.toordinal())
    return sum((days_of_one_person([stay], frame) for stay in _touching(stays, frame)), Days())


def _touching(stays: Iterable[Stay], frame: Window) -> list[Stay]:
    first, last = frame
    return [stay for stay in stays if stay.possible[0] <= last and stay.possible[1] >= first]


def days_of_one_person(stays: Collection[Stay], frame: Window = EVER) -> Days:
    """Days in ``frame`` on which someone was abroad; a stop may be given twice."""
    possible = _merged([stay.possible for stay in stays], frame)
    most = _length(possible)
    if all(stay.certain is stay.possible for stay in stays):
        return Days(most, most)
    certain = _merged([stay.certain for stay in stays if stay.certain], frame)
    open_windows = [
        stay.possible
        for stay in stays
        if stay.certain is None and frame[0] <= stay.possible[0] and stay.possible[1] <= frame[1]
    ]
    return Days(_length(certain) + _least_more(open_windows, certain), most)


def _least_more(windows: list[Window], certain: list[Window]) -> int:
    """The fewest further days that give every window a day abroad.

    A stay “in May 2022” may have been on a day already counted, and two such stays on the same
    day; taking windows by their last day finds the least number. ``certain`` days are in order.
    """
    chosen: list[int] = []
    for first, last in sorted(windows, key=lambda window: window[1]):
        if chosen and first <= chosen[-1]:
            continue
        next_certain = bisect_left(certain, first, key=lambda window: window[1])
        if next_certain == len(certain) or certain[next_certain][0] > last:
            chosen.append(last)
    return len(chosen)


def _merged(windows: list[Window], frame: Window) -> list[Window]:
    """The days of the windows that lie in the frame, as windows that share none, in order."""
    first, last = frame
    merged: list[Window] = []
    start, end = first, first - 1  # none yet
    for window in sorted(windows):
        begins, ends = max(window[0], first), min(window[1], last)
        if begins > ends:
            continue
        if begins > end:
            if end >= start:
                merged.append((start, end))
            start, end = begins, ends
        elif ends > end:
            end = ends
    if end >= start:
        merged.append((start, end))
    return merged


def _length(windows: list[Window]) -> int:
    return sum(last - first + 1 for first, last in windows)
