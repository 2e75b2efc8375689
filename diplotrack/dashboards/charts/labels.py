"""Names beside a drawing, on as many lines as a narrow window needs."""

import textwrap
from collections.abc import Iterable

NARROW = 17  # letters that fit beside a drawing 390 pixels wide
LINES = 2


def narrow(names: Iterable[str]) -> dict[str, list[str]]:
    """Each name in lines; the end of what is longer is left out."""
    return {
        name: textwrap.wrap(name, NARROW, max_lines=LINES, placeholder="…") or [name]
        for name in names
    }
