"""The words of a record: what was visited, how, and which page says so."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import translation
from django.utils.translation import gettext_noop

from countries.names import normalise
from events.imports.cities import split_cities
from events.imports.errors import RowRejected
from events.imports.lookups import CHOICES
from events.imports.mapping import PLACEHOLDER, Mapping
from events.imports.said import Said, Text, say
from events.models import Citation, Source, Visit

OWN_ADDRESS = re.compile(r"https?://[\w.\-:\[\]]+/")
_check_url = URLValidator(schemes=["http", "https"])
# Up to the host, and the rest, of which Django's own check asks for no more than no blanks.
ADDRESS = re.compile(r"(\w+://[^/?#]*)((?:[/?#]\S*)?)")


def check_url(url: str) -> None:
    """Refuse what is no web address, as Django's URLValidator does; each host is checked once."""
    parts = ADDRESS.fullmatch(url)
    if parts is None or "@" in url or len(url) > URLValidator.max_length:
        _check_url(url)
    else:
        _check_host(parts[1])


@lru_cache(2000)
def _check_host(start: str) -> None:
    _check_url(start)


@dataclass(frozen=True, slots=True)
class SourceKey:
    """The page that a row cites."""

    url: str
    title: str
    publisher: str


def read_words(
    mapping: Mapping, cells: dict[str, str], visit_types: dict[str, str]
) -> dict[str, str]:
    """Cities, type, purpose and the like as columns of a visit; RowRejected with the reasons."""
    value = mapping.value
    city, other_cities = split_cities(value("cities", cells), mapping.city_separator)
    fields = {
        "city": value("city", cells) or city,
        "other_cities": value("other_cities", cells) or other_cities,
    }
    fields |= {name: value(name, cells) for name in ("purpose", "note")}
    fields |= {name: text for name in CHOICES if (text := value(name, cells))}
    reasons = too_long(Visit, fields)
    for name, known in CHOICES.items():
        if name in fields and fields[name] not in known:
            sentence = gettext_noop("%(field)s: “%(text)s” is not known here")
            reasons.append(say(sentence, field=label_of(Visit, name), text=fields[name]))
    said = value("visit_type", cells)
    fields["visit_type_id"] = visit_types.get(said) or visit_types.get(normalise(said), "")
    if not fields["visit_type_id"]:
        reasons.append(say(gettext_noop("“%(text)s” is no visit type here"), text=said))
    refuse(reasons)
    return fields


def read_source(mapping: Mapping, cells: dict[str, str]) -> tuple[SourceKey, str]:
    """The page that supports a record and the place on it; RowRejected if it is no address."""
    template = mapping.source
    url = mapping.value("source_url", cells) or _fill(template.url, cells, _quoted)
    title, page = _fill(template.title, cells), _fill(template.page, cells)
    refuse([*too_long(Source, {"url": url, "title": title}), *too_long(Citation, {"page": page})])
    try:
        # Our own lists name this host, which inside a ministry may be one word.
        if url and not (mapping.record.id and OWN_ADDRESS.match(url)):
            check_url(url)
    except ValidationError as error:
        sentence = gettext_noop("“%(url)s” is no web address")
        raise RowRejected([say(sentence, url=url)]) from error
    return SourceKey(url, title, template.publisher), page


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _fill(template: str, cells: dict[str, str], encode: Callable[[str], str] = str) -> str:
    def cell(match: re.Match[str]) -> str:
        return encode(cells[match[1]])

    return PLACEHOLDER.sub(cell, template)


def refuse(reasons: Sequence[Text]) -> None:
    """RowRejected if there is any reason."""
    if reasons:
        raise RowRejected(reasons)


@lru_cache
def label_of(model, name: str) -> Said:
    """What a field is called, to be translated like any sentence."""
    with translation.override("en"):
        return say(str(model._meta.get_field(name).verbose_name))


def too_long(model, texts: dict[str, str]) -> list[Text]:
    """What does not fit its column: SQLite would keep it and PostgreSQL fail."""
    return [
        say(
            gettext_noop("%(field)s: %(count)d characters, of which %(limit)d fit"),
            field=label_of(model, name),
            count=len(text),
            limit=limit,
        )
        for name, text in texts.items()
        if (limit := model._meta.get_field(name).max_length) and len(text) > limit
    ]
