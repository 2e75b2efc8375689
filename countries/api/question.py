"""The parameters that shape an answer, whatever the resource: limit, ordering, fields, lang."""

import datetime
import re
from collections.abc import Iterable

from django.conf import settings
from django.db.models import F, Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.api.errors import InvalidQuestion, invalid
from countries.filters import Problem
from countries.filters.parameters import nearest
from countries.models.history_as_of import instant_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]
DEFAULT_LIMIT, MAX_LIMIT = 50, 1000
SHAPE = ("lang", "fields", "omit", "format", "as_of", "codes", "expand")
LIST = (*SHAPE, "limit", "offset", "cursor", "ordering", "count")
COUNTS = ("exact", "none")


def single(query, name: str) -> str | None:
    """The value of a parameter that may be given once."""
    values = query.getlist(name)
    if len(values) > 1:
        raise invalid(name, _("%(parameter)s may be given once.") % {"parameter": name})
    return values[0] if values else None


def language(query) -> str:
    """``lang``, or else the language that the request's headers ask for."""
    code = single(query, "lang")
    if code is None:
        active = (get_language() or "en")[:2]
        return active if active in LANGUAGES else "en"
    if code not in LANGUAGES:
        raise invalid("lang", unknown(code, LANGUAGES), nearest(code.lower()[:2], LANGUAGES))
    return code


def number(query, name: str, default: int, least: int, most: int) -> int:
    text = single(query, name)
    if text is None:
        return default
    if re.fullmatch(r"\d{1,9}", text, re.ASCII) and least <= int(text) <= most:
        return int(text)
    detail = _("%(parameter)s is a whole number from %(least)s to %(most)s.")
    raise invalid(name, detail % {"parameter": name, "least": least, "most": most})


def limit(query) -> int:
    return number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)


def offset(query) -> int:
    return number(query, "offset", 0, 0, 10**9 - 1)


def count(query) -> str | None:
    """``count=exact`` or ``count=none``; None leaves it to us."""
    text = single(query, "count")
    if text is not None and text not in COUNTS:
        raise invalid("count", unknown(text, COUNTS), nearest(text, COUNTS))
    return text


def as_of(query) -> datetime.datetime | None:
    """The instant of the record that is asked; a bare date is the end of that day, UTC."""
    return moment(query, "as_of")


def moment(query, name: str) -> datetime.datetime | None:
    """A time with its offset, or a date, which means the end of that day, UTC."""
    text = single(query, name)
    try:
        return None if text is None else instant_of(text).astimezone(datetime.UTC)
    except (ValueError, OverflowError) as error:
        raise invalid(name, str(error)) from error


def ordering(query, model: type[Model], known: dict[str, str]) -> list:
    """``ordering`` as an order that is total: the key decides what the rest leaves open."""
    text = single(query, "ordering")
    if text is None:
        return list(model._meta.ordering or ("pk",))
    terms, keys = [], [*known]
    for part in text.split(","):
        name = part.removeprefix("-")
        if name not in known:
            raise invalid("ordering", unknown(name, keys), nearest(name, keys))
        terms.append(_term(model, known[name], descending=part.startswith("-")))
    last = "-pk" if text.split(",")[-1].startswith("-") else "pk"
    return [*terms, last]


def _term(model: type[Model], column: str, *, descending: bool):
    """Nulls last both ways; a column that is never null stays plain, so that its index serves."""
    fields = {name: f for f in model._meta.concrete_fields for name in (f.name, f.attname)}
    if column == "pk" or (column in fields and not fields[column].null):
        return f"-{column}" if descending else column
    return F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)


def refuse_unknown(query, known: Iterable[str]) -> None:
    """InvalidQuestion when the query has a parameter that is not known here."""
    known = list(known)
    problems = [
        Problem(
            name, _("There is no parameter “%(name)s” here.") % {"name": name}, nearest(name, known)
        )
        for name in query
        if name not in known
    ]
    if problems:
        raise InvalidQuestion(*problems)


def unknown(value: str, known: Iterable[str]) -> str:
    return _("“%(value)s” is not known. Known: %(known)s.") % {
        "value": value,
        "known": ", ".join(known),
    }


def no_cursor() -> str:
    return _("This is no cursor of this list in this order. Begin without one.")
