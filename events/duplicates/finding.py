"""Finding the records that may be one with a given record, with a list of them, or among all."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from events.duplicates import kinds_of_events, kinds_of_visits
from events.duplicates.evidence import Likelihood
from events.duplicates.kinds import KINDS, WINDOW, Kind, Traits, kind_of
from events.duplicates.weights import LIKELY, POSSIBLE
from events.models import NotDuplicate

REGISTERED = (kinds_of_events, kinds_of_visits)
Known = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored record that another may duplicate."""

    pk: int
    likelihood: Likelihood


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stored records, the older first, that may be one."""

    first: int
    second: int
    likelihood: Likelihood


def likelihood(record: Any, other: Any) -> Likelihood:
    """How likely two instances of one type, saved or not, are the same thing."""
    kind = _kind(record)
    one, two = kind.of([record, other])
    return Likelihood.of(kind.name, kind.compare(one, two))


def candidates(record: Any, minimum: int = LIKELY) -> list[Candidate]:
    """The stored records that a record, saved or not, may duplicate, the likeliest first."""
    return candidates_of_many([record], minimum)[0]


def candidates_of_many(records: Sequence[Any], minimum: int = LIKELY) -> list[list[Candidate]]:
    """For each of many records of one type its candidates, in one set of queries for all.

    The records are compared with what is stored, not with one another. Withdrawn records and
    pairs that somebody found to be different are left out.
    """
    if not records:
        return []
    kind = _kind(records[0])
    asked = kind.of(records)
    index = _Index(kind, kind.load(kind.stored().filter(kind.near(asked))))
    known = _known(kind, [traits.pk for traits in asked if traits.pk is not None])
    return [_best(kind, traits, index.near(traits), known, minimum) for traits in asked]


def suspected_pairs(kind: Kind, minimum: int = POSSIBLE) -> list[Pair]:
    """All pairs of stored records of a type that may be one, the likeliest first."""
    stored, known = kind.load(kind.stored()), _known(kind)
    index, found = _Index(kind, stored), []
    for one in stored:
        for other in index.near(one):
            pair = (one.pk, other.pk)
            if one.pk is None or other.pk is None or one.pk >= other.pk or pair in known:
                continue
            likely = Likelihood.of(kind.name, kind.compare(one, other))
            if likely.score >= minimum:
                found.append(Pair(one.pk, other.pk, likely))
    return sorted(found, key=lambda pair: (-pair.likelihood.score, pair.first, pair.second))


def _kind(record: Any) -> Kind:
    kind = kind_of(record)
    if kind is None:
        raise TypeError(f"{type(record).__name__} is not compared: {', '.join(KINDS)} are")
    return kind


def _best(
    kind: Kind, one: Traits, others: Iterable[Traits], known: Known, minimum: int
) -> list[Candidate]:
    found = []
    for other in others:
        if other.pk is None or other.pk == one.pk or _ordered(one.pk, other.pk) in known:
            continue
        likely = Likelihood.of(kind.name, kind.compare(one, other))
        if likely.score >= minimum:
            found.append(Candidate(other.pk, likely))
    return sorted(found, key=lambda candidate: (-candidate.likelihood.score, candidate.pk))


class _Index:
    """Stored records by their blocks, those with dates in the order of their first days."""

    def __init__(self, kind: Kind, stored: Iterable[Traits]) -> None:
        self.kind = kind
        self._rows: dict[Hashable, list[Traits]] = defaultdict(list)
        for traits in stored:
            for key, windowed in kind.blocks(traits):
                if traits.period or not windowed:
                    self._rows[key].append(traits)
        self._firsts: dict[Hashable, list] = {}
        self._longest: dict[Hashable, Any] = {}
        for key, rows in self._rows.items():
            if all(traits.period for traits in rows):
                rows.sort(key=lambda traits: traits.period.first)  # type: ignore[union-attr]
                self._firsts[key] = [t.period.first for t in rows if t.period]
                self._longest[key] = max(t.period.last - t.period.first for t in rows if t.period)

    def near(self, one: Traits) -> Iterator[Traits]:
        """Those that share a block with a record, each once."""
        seen = set()
        for key, windowed in self.kind.blocks(one):
            if key not in self._rows or (windowed and one.period is None):
                continue
            for other in self._window(key, one) if windowed else self._rows[key]:
                if other.pk not in seen:
                    seen.add(other.pk)
                    yield other

    def _window(self, key: Hashable, one: Traits) -> Iterator[Traits]:
        period, rows = one.period, self._rows[key]
        assert period is not None  # noqa: S101  (near() asks for dated records only)
        earliest = period.first - WINDOW - self._longest[key]
        last = bisect_right(self._firsts[key], period.last + WINDOW)
        first = bisect_right(self._firsts[key], earliest)
        for other in rows[max(first - 1, 0) : last]:
            if other.period and other.period.last >= period.first - WINDOW:
                yield other


def _known(kind: Kind, keys: Sequence[int] | None = None) -> Known:
    """Pairs of keys that somebody found to be different."""
    prefix = kind.model.public_id_prefix
    rows = NotDuplicate.objects.filter(first__startswith=prefix)
    if keys is not None and len(keys) < 400:  # more would not fit into one statement everywhere
        names = [f"{prefix}{key}" for key in keys]
        rows = rows.filter(Q(first__in=names) | Q(second__in=names))
    pairs = rows.values_list("first", "second")
    return frozenset((int(first[1:]), int(second[1:])) for first, second in pairs)


def _ordered(one: int | None, other: int) -> tuple[int, int]:
    return (min(one, other), max(one, other)) if one is not None else (0, other)
