"""What a mapping may say, checked before any row is read."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from countries.models import PositionLevel
from events.imports.dates import format_fault
from events.imports.ranks import SHIPPED

FIELDS = (
    "start",
    "end",
    "visitor",
    "visitor_id",
    "visitor_position",
    "visitor_level",
    "guest_country",
    "guest_organization",
    "host_country",
    "cities",
    "city",
    "other_cities",
    "visit_type",
    "status",
    "mode",
    "confidence",
    "purpose",
    "note",
    "source_url",
)
TABLES: dict[str, tuple[str, ...] | None] = {  # None: the keys are the file's own words
    "external_id": ("prefix", "column"),
    "record": ("id", "created", "updated"),
    "columns": FIELDS,
    "constants": FIELDS,
    "source": ("title", "url", "publisher", "page"),
    "dates": ("formats",),
    "visitors": ("split",),
    "cities": ("separator",),
    "file": ("delimiter", "encoding"),
    "labels": None,
    "ranks": None,
    "spellings": None,
}
PATTERN_KEYS = ("field", "value", "column", "pattern")
NEEDED = {"external_id": ("prefix",), "columns": ("start",), "source": ("title",)}


def check(content: dict) -> list[str]:
    """The faults of a mapping read from TOML, none if it is sound."""
    shape = list(_shape(content))
    return shape or [*_missing(content), *_patterns(content), *_values(content)]


def _shape(content: dict) -> Iterator[str]:
    for name, value in content.items():
        if name == "patterns":
            if not (isinstance(value, list) and all(isinstance(entry, dict) for entry in value)):
                yield _("patterns must be written as [[patterns]]")
        elif name not in TABLES:
            text = _("unknown table [%(table)s] %(suggestion)s")
            yield text % {"table": name, "suggestion": _suggest(name, (*TABLES, "patterns"))}
        elif not isinstance(value, dict):
            yield _("%(table)s must be a table, [%(table)s]") % {"table": name}
        else:
            yield from _keys(name, value, TABLES[name])


def _keys(table: str, entries: dict, known: tuple[str, ...] | None) -> Iterator[str]:
    for key, value in entries.items():
        if known is not None and key not in known:
            text = _("[%(table)s] has no key “%(key)s” %(suggestion)s")
            yield text % {"table": table, "key": key, "suggestion": _suggest(key, known)}
        elif (table, key) == ("dates", "formats"):
            if not (value and isinstance(value, list) and all(isinstance(v, str) for v in value)):
                yield _("[dates] formats must be a list of formats")
        elif (table, key) == ("visitors", "split"):
            if not isinstance(value, bool):
                yield _("[visitors] split must be true or false")
        elif not isinstance(value, str) or not value:
            text = _("[%(table)s] %(key)s must be a text in quotes")
            yield text % {"table": table, "key": key}


def _suggest(word: str, known) -> str:
    if close := get_close_matches(word, known, n=1):
        return _("(did you mean “%s”?)") % close[0]
    return _("(known: %s)") % ", ".join(known)


def _missing(content: dict) -> Iterator[str]:
    for table, keys in NEEDED.items():
        for key in keys:
            if key not in content.get(table, {}):
                yield _("[%(table)s] needs %(key)s") % {"table": table, "key": key}
    given = {*content.get("columns", {}), *content.get("constants", {})}
    patterned = {entry.get("field") for entry in content.get("patterns", ())}
    for needed in ("visitor", "host_country"):
        if needed not in given:
            yield _("%s needs a column or a constant") % needed
    if not given & {"guest_country", "guest_organization"}:
        yield _("guest_country or guest_organization needs a column or a constant")
    if "visit_type" not in given | patterned:
        yield _("visit_type needs a column, a constant or [[patterns]]")


def _patterns(content: dict) -> Iterator[str]:
    for number, entry in enumerate(content.get("patterns", ()), start=1):
        where = {"number": number}
        if set(entry) != set(PATTERN_KEYS) or not all(isinstance(v, str) for v in entry.values()):
            text = _("[[patterns]] number %(number)d must have just the texts %(keys)s")
            yield text % (where | {"keys": ", ".join(PATTERN_KEYS)})
            continue
        if entry["field"] not in FIELDS:
            text = _("[[patterns]] number %(number)d: unknown field “%(field)s” %(suggestion)s")
            name = entry["field"]
            yield text % (where | {"field": name, "suggestion": _suggest(name, FIELDS)})
        try:
            re.compile(entry["pattern"])
        except re.error as error:
            text = _(
                "[[patterns]] number %(number)d: “%(pattern)s” is no regular expression: %(error)s"
            )
            yield text % (where | {"pattern": entry["pattern"], "error": error})


def _values(content: dict) -> Iterator[str]:
    for date_format in content.get("dates", {}).get("formats", ()):
        if fault := format_fault(date_format):
            yield f"[dates] {fault}"
    for rank, level in content.get("ranks", {}).items():
        if level not in PositionLevel.values:
            text = _("[ranks] “%(rank)s”: “%(level)s” is not one of %(known)s")
            known = ", ".join(PositionLevel.values)
            yield text % {"rank": rank, "level": level, "known": known}
    yield from _spellings(content)
    url = content.get("source", {}).get("url", "https://")
    if not re.match(r"https?://", url):
        yield _("[source] url must begin with https:// or http://, not “%s”") % url
    file = content.get("file", {})
    if len(file.get("delimiter", ",")) != 1:
        yield _("[file] delimiter must be one character")
    try:
        "".encode(file.get("encoding", "utf-8"))
    except LookupError:
        yield _("[file] “%s” is no encoding") % file["encoding"]


def _spellings(content: dict) -> Iterator[str]:
    titles = {*SHIPPED["ranks"], *content.get("ranks", {})}
    for written, title in content.get("spellings", {}).items():
        if title not in titles:
            text = _("[spellings] “%(written)s”: [ranks] has no “%(title)s”")
            yield text % {"written": written, "title": title}
    if not re.fullmatch(
        r"[a-z0-9]+(-[a-z0-9]+)*", content.get("external_id", {}).get("prefix", "x")
    ):
        yield _("[external_id] prefix must be small letters, digits and hyphens")
