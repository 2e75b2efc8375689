"""Days abroad: distinct calendar days, as a range where dates are partial."""

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from countries.partial_dates import PartialDate

ONE_DAY = datetime.timedelta(days=1)
Window = tuple[int, int]  # first and last day, as ordinals


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


@dataclass(frozen=True, slots=True)
class Stay:
    """Someone's stop: the days it surely covers (may be none) and those it may cover."""

    person: Hashable
    certain: Window | None
    possible: Window

    @classmethod
    def of(cls, person: Hashable, start, start_precision: str, end, end_precision: str) -> "Stay":
        """From a visit's columns; an unknown end is taken to be the start's."""
        first = PartialDate.around(start, start_precision)
        last = PartialDate.around(end, end_precision) if end else first
        possible = (first.first.toordinal(), last.last.toordinal())
        certain = (first.last.toordinal(), last.first.toordinal())
        return cls(person, certain if certain[0] <= certain[1] else None, possible)


def distinct_days(stays: Iterable[Stay], first: datetime.date, last: datetime.date) -> Days:
    """Days from ``first`` to ``last`` on which each person was abroad, summed over people."""
    frame = (first.toordinal(), last.toordinal())
    by_person: dict[Hashable, list[Stay]] = defaultdict(list)
    for stay in _touching(stays, frame):
        by_person[stay.person].append(stay)
    return sum((_of_one_person(own, frame) for own in by_person.values()), Days())


def summed_days(stays: Iterable[Stay], first: datetime.date, last: datetime.date) -> Days:
    """As ``distinct_days``, but each stop's days are added up, shared days twice."""
    frame = (first.toordinal(), last.toordinal())
    return sum((_of_one_person([stay], frame) for stay in _touching(stays, frame)), Days())


def _touching(stays: Iterable[Stay], frame: Window) -> list[Stay]:
    first, last = frame
    return [stay for stay in stays if stay.possible[0] <= last and stay.possible[1] >= first]


def _of_one_person(stays: list[Stay], frame: Window) -> Days:
    if len(stays) == 1 and stays[0].certain == stays[0].possible:  # most are one stop of known days
        first, last = _clipped(stays[0].possible, frame)
        return Days(last - first + 1, last - first + 1)
    certain = _days(_clipped(stay.certain, frame) for stay in stays if stay.certain)
    possible = _days(_clipped(stay.possible, frame) for stay in stays)
    open_windows = [
        stay.possible
        for stay in stays
        if stay.certain is None and frame[0] <= stay.possible[0] and stay.possible[1] <= frame[1]
    ]
    return Days(len(certain) + _least_more(open_windows, certain), len(possible))


def _least_more(windows: list[Window], certain: set[int]) -> int:
    """The fewest further days that give every window a day abroad.

    A stay “in May 2022” may have been on a day already counted, and two such stays on the same
    day; taking windows by their last day finds the least number.
    """
    chosen: list[int] = []
    for first, last in sorted(windows, key=lambda window: window[1]):
        if chosen and first <= chosen[-1]:
            continue
        if not any(day in certain for day in range(first, last + 1)):
            chosen.append(last)
    return len(chosen)


def _clipped(window: Window, frame: Window) -> Window:
    return max(window[0], frame[0]), min(window[1], frame[1])


def _days(windows: Iterable[Window]) -> set[int]:
    return {day for first, last in windows for day in range(first, last + 1)}
