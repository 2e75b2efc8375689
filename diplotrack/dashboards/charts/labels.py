"""Names beside a drawing, on as many lines as its width needs."""

import textwrap
from collections.abc import Iterable

NARROW = 17  # letters that fit beside a drawing 390 pixels wide
HALF = 38  # and beside one as wide as paper
LINES = 2


def beside(names: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """What a specification asks for: each name in lines on a narrow screen, and on paper."""
    known = list(names)
    return {"narrow": _wrapped(known, NARROW), "lines": _wrapped(known, HALF)}


def _wrapped(names: Iterable[str], width: int) -> dict[str, list[str]]:
    """The end of what is longer is left out."""
    return {
        name: textwrap.wrap(name, width, max_lines=LINES, placeholder="…") or [name]
        for name in names
    }
