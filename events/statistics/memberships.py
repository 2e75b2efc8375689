"""How the membership of an organization or a group changed: year by year."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from countries.models import CountryGroupMembership


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
