"""Vega-Lite specifications: a file each, with places that a chart fills.

In a file, ``"@name"`` stands for a value: a source of data, a word in the reader's language, a
domain. ``@{name}`` inside an expression stands for the value as a literal, so that no text of a
record is ever read as an expression. Colours are the stylesheet's variables, so a chart follows the
choice of light or dark.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import get_format

INSIDE = re.compile(r"@\{(\w+)\}")
FOLDER = Path(__file__).parent / "specifications"


def specification(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with its theme, its places filled; KeyError for a place without a value."""
    filled = _filled(_read(name), values)
    filled["config"] = _read("theme") | filled.get("config", {}) | {"locale": _locale()}
    return filled


def _locale() -> dict[str, Any]:
    """How Vega writes numbers: as the page around the chart does."""
    return {
        "number": {
            "decimal": get_format("DECIMAL_SEPARATOR"),
            "thousands": get_format("THOUSAND_SEPARATOR"),
            "grouping": [3],
            "currency": ["", ""],
        }
    }


def _filled(part: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, values) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values) for value in part]
    if isinstance(part, str) and part.startswith("@") and not part.startswith("@{"):
        return values[part[1:]]
    if isinstance(part, str) and "@{" in part:
        return INSIDE.sub(lambda place: json.dumps(values[place[1]]), part)
    return part


@cache
def _read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
