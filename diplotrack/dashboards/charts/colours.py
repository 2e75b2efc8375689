"""The stylesheet's design tokens, for drawings that know no CSS variable: files and paper."""

import re
from functools import cache

from django.conf import settings

TOKENS = settings.BASE_DIR / "diplotrack/static/diplotrack/tokens.css"
PAIR = re.compile(r"(--[\w-]+):\s*light-dark\(\s*(#\w+)\s*,\s*(#\w+)\s*\)")
THEMES = ("light", "dark")


@cache
def tokens(theme: str) -> dict[str, str]:
    """Colours by variable, such as ``--ink``, in the light or the dark theme."""
    place = THEMES.index(theme)
    found = PAIR.findall(TOKENS.read_text(encoding="utf-8"))
    return {name: pair[place] for name, *pair in found}


def coloured(text: str, theme: str) -> str:
    """A specification's text with every variable replaced by its colour."""
    colours = tokens(theme)
    return re.sub(r"var\((--[\w-]+)\)", lambda match: colours[match[1]], text)
