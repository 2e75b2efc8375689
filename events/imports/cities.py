"""The first city of a list and the others."""

import re


def split_cities(cell: str, separator: str) -> tuple[str, str]:
    """The first city, and the others separated by semicolons.

    A separator inside brackets separates nothing; a city named twice stands once.
    """
    outside_brackets = rf"{re.escape(separator)}(?![^()]*\))"
    cities = list(dict.fromkeys(c.strip() for c in re.split(outside_brackets, cell) if c.strip()))
    return (cities[0], "; ".join(cities[1:])) if cities else ("", "")
