"""Reading JSON: a list of objects, an answer of our own API, or JSON Lines."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.utils.translation import gettext as _

from events.imports.errors import ImportRefused
from events.imports.tables import Record, Sheet, sheet_of

DEEPEST = 3  # objects inside objects that become columns, as in “host.code”


def json_sheet(name: str, data: bytes) -> Sheet:
    """The objects as lines, numbered from 1; their keys, in the order met, are the header."""
    objects = _objects(name, data.removeprefix(b"\xef\xbb\xbf"))
    keys: dict[str, None] = {}
    for _number, item in objects():
        keys.update(dict.fromkeys(item))
    if not keys:
        raise ImportRefused(_("%s is empty.") % name)

    def records() -> Iterator[Record]:
        yield 0, list(keys), "", ()
        for number, item in objects():
            yield number, [item.get(key, "") for key in keys], "", ()

    return sheet_of(name, "json", records)


def _objects(name: str, data: bytes) -> Callable[[], Iterator[tuple[int, dict[str, str]]]]:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        first, _newline, rest = data.lstrip().partition(b"\n")
        if rest.strip() and _is_object(first):
            return lambda: _json_lines(name, data)
        text = _("%(name)s is not JSON: %(error)s.")
        raise ImportRefused(text % {"name": name, "error": error}) from error
    if isinstance(found, dict):
        found = found.get("results", [found])
    if not isinstance(found, list):
        raise ImportRefused(_("%(name)s holds no list of objects.") % {"name": name})
    return lambda: ((number, _flat(name, number, item)) for number, item in enumerate(found, 1))


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


def _json_lines(name: str, data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    for number, text in enumerate(data.splitlines(), start=1):
        if not text.strip():
            continue
        try:
            yield number, _flat(name, number, orjson.loads(text))
        except orjson.JSONDecodeError as error:
            words = {"name": name, "line": number, "error": error}
            raise ImportRefused(
                _("%(name)s, line %(line)d: no JSON: %(error)s.") % words
            ) from error


def _flat(name: str, number: int, item: Any) -> dict[str, str]:
    if not isinstance(item, dict):
        text = _("%(name)s, item %(number)d is no object with fields.")
        raise ImportRefused(text % {"name": name, "number": number})
    return dict(_fields(item, "", 1))


def _fields(item: dict[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        if isinstance(value, dict) and depth < DEEPEST:
            yield from _fields(value, f"{prefix}{key}.", depth + 1)
        else:
            yield f"{prefix}{key}", _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(part, dict | list) for part in value):
        return "; ".join(map(_text, value))
    return str(value) if isinstance(value, int | float) else orjson.dumps(value).decode()
