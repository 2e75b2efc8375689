"""How evenly engagement is spread over groups: Shannon's entropy and what it amounts to."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diversity:
    """The spread of ``total`` counts over ``groups`` groups that have any.

    ``entropy`` is Shannon's H = −Σ pᵢ ln pᵢ, in nats, where pᵢ is a group's share. ``effective`` is
    e^H: that many groups with equal shares would be spread the same. ``normalised`` is H divided by
    ln of the number of groups there are: 1 is an even spread, 0 is all in one (or none at all).
    """

    total: int
    groups: int
    entropy: float
    normalised: float
    effective: float


def diversity_of(counts: Iterable[int], possible: int) -> Diversity:
    """The diversity of counts, one for each group.

    The entropy is divided by the logarithm of the ``possible`` groups, so that a country which
    never engages half of them is not called even.
    """
    given = list(counts)
    total = sum(given)
    shares = [count / total for count in given if count]
    entropy = abs(sum(share * math.log(share) for share in shares))
    most = math.log(possible) if possible > 1 else 0.0
    return Diversity(
        total=total,
        groups=len(shares),
        entropy=entropy,
        normalised=entropy / most if most else 0.0,
        effective=math.exp(entropy) if total else 0.0,
    )
