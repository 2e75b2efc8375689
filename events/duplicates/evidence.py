"""What two records have in common, in points."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from events.duplicates.weights import LIKELY, NEAR_DAYS, POSSIBLE, TEXTS, WEIGHTS

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: its code, what it is in words, and what it adds."""

    code: str
    text: "str | Promise"
    points: int


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely two records are one, and why."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY

    @property
    def is_possible(self) -> bool:
        return self.score >= POSSIBLE

    @classmethod
    def of(cls, kind: str, codes: Iterator[str]) -> "Likelihood":
        """Adds up the points of the evidence found between two records of a type."""
        weights = WEIGHTS[kind]
        reasons = tuple(Reason(code, TEXTS[code], weights[code]) for code in codes if code)
        return cls(sum(reason.points for reason in reasons), reasons)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that an event covers as far as they are known.

    ``exact``: both ends are known to the day, so that days can be compared.
    """

    first: datetime.date
    last: datetime.date
    exact: bool

    def gap(self, other: "Period") -> int:
        """Days from the end of one to the start of the other; 0 or less where they overlap."""
        return max((other.first - self.last).days, (self.first - other.last).days)


def periods(one: Period | None, other: Period | None, *, handing_over: bool = False) -> str:
    """The code of what two periods have to do with each other; empty where one is not known.

    ``handing_over``: one that starts on the day the other ends follows it, as terms do.
    """
    if one is None or other is None:
        return ""
    gap = one.gap(other)
    exact = one.exact and other.exact
    if gap < 0 or (gap == 0 and not handing_over) or one.first == other.first:
        if not exact:
            return "dates_may_overlap"
        return "same_start" if one.first == other.first else "dates_overlap"
    if gap <= 1:
        return "dates_adjoin"
    return "dates_near" if gap <= NEAR_DAYS + 1 else "dates_apart"


def either(one, other, same: str, differ: str = "") -> str:
    """``same`` or ``differ`` where both sides are filled, else nothing."""
    if not one or not other:
        return ""
    return same if one == other else differ


def sets(one: frozenset, other: frozenset, same: str, shared: str, differ: str) -> str:
    """The code of how two sets compare; nothing where one is empty, as it may not be filled yet."""
    if not one or not other:
        return ""
    if one == other:
        return same
    return shared if one & other else differ
