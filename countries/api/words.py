"""How a child of a record reads as text in a flat table, said once for Python and for SQL."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Func, TextField

KEY = re.compile(r"\{(\w+)\}")
X = "%(expressions)s"


class Words:
    """Parts with spaces between; a part without a value is left out.

    A part is a key, several with bars between (``country|organization``: the first that has a
    value), or a text around keys, such as ``({signatory_name})``.
    """

    def __init__(self, *parts: str) -> None:
        self.parts = parts
        self.keys = frozenset(key for part in parts for key in KEY.findall(part) or part.split("|"))

    def __call__(self, row: Mapping[str, Any]) -> str:
        return " ".join(filter(None, [_text(part, row) for part in self.parts]))

    def expression(self, of: Mapping[str, Any]) -> Func:
        """The same by PostgreSQL, from an expression for each key; each is named once."""
        parts = [_expression(part, of) for part in self.parts]
        return sql(f"NULLIF(concat_ws(' ', {X}), '')", *parts)


def _text(part: str, row: Mapping[str, Any]) -> str:
    keys = KEY.findall(part)
    if not keys:
        return next((str(row[key]) for key in part.split("|") if row[key]), "")
    if not any(row[key] for key in keys):
        return ""
    return KEY.sub(lambda key: str(row[key[1]] or ""), part)


def _expression(part: str, of: Mapping[str, Any]) -> Any:
    if not KEY.search(part):
        found = [sql(f"NULLIF({X}, '')", of[key]) for key in part.split("|")]
        return sql(f"COALESCE({X})", *found)
    around = KEY.split(part)  # text, key, text, key, text
    pieces = [of[piece] if at % 2 else sql(literal(piece)) for at, piece in enumerate(around)]
    return sql(f"NULLIF(concat({X}), {literal(''.join(around[::2]))})", *pieces)


def sql(text: str, *expressions: Any) -> Func:
    """An SQL text around expressions (``%(expressions)s``, which may stand there once)."""
    return Func(*expressions, template=text, output_field=TextField())


def literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%%%") + "'"
