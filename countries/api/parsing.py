"""Bodies of writes: JSON as RFC 8259 has it, of a bounded size and depth, and nothing twice."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MOST_BYTES = 1_000_000
DEEPEST = 20  # a record has rows, and these have values: three


class TooLarge(APIException):
    """A body that is longer than any record."""

    status_code = 413


class JSONBodyParser(BaseParser):
    """Refuses what a JSON parser may read in two ways, or what the database cannot keep.

    So are keys that stand twice, numbers that are none (NaN), halves of letters (lone surrogates)
    and nesting without end.
    """

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            detail = _("The body is too long: at most %(most)s bytes.")
            raise TooLarge(detail % {"most": MOST_BYTES})
        return read_json(content)


def read_json(content: bytes) -> Any:
    """The value of a JSON text; ParseError says what is wrong with it."""
    try:
        text = content.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise ParseError(_("The body is not UTF-8.")) from error
    except RecursionError as error:
        raise ParseError(_too_deep()) from error
    except ValueError as error:
        raise ParseError(_("The body is not JSON: %(error)s") % {"error": error}) from error
    _check(value, 1)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(_("the key “%(key)s” stands twice.") % {"key": key[:100]})
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(_("%(name)s is no number.") % {"name": name})


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise ParseError(_too_deep())
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, one in value.items():
            _check_text(key)
            _check(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _check(one, depth + 1)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ParseError(_("Half of a letter (a lone surrogate) is in no text.")) from error


def _too_deep() -> str:
    return _("The body is nested too deeply.")
