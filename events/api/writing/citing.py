"""The source of a citation, by its address and title; a new one is added to the record."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.api.writing import BadValue, body_fields
from events.api.sources import SourceSerializer
from events.models import Source

FIELDS = body_fields(Source, SourceSerializer.columns)
SOURCE_KEYS = tuple(FIELDS)


class UnknownSource(Exception):
    """Why there is no such source and none can be made: pairs of a key and a sentence."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__()
        self.problems = problems


def cited_source(body: dict[str, Any], user) -> Source:
    """The source on record with the ``url`` and ``title`` of a citation's body, or a new one.

    A source that is on record is taken as it stands there. A new one needs the permission to add
    sources. Raises UnknownSource.
    """
    source = _read(body)
    if not source.url and not source.title:
        raise UnknownSource(("source", _("Give source (its number), or url and title.")))
    found = Source.objects.filter(url=source.url)
    if source.title:
        found = found.filter(title=source.title)
    known = list(found[:2])
    if len(known) == 1:
        return known[0]
    if known:
        raise UnknownSource(("title", _("Several sources have this address: give the title.")))
    if not user.has_perm("events.add_source"):
        detail = _("There is no such source, and you may not add any: name one on record.")
        raise UnknownSource(("source", detail))
    return _added(source)


def _read(body: dict[str, Any]) -> Source:
    source, problems = Source(), []
    for name, field in FIELDS.items():
        try:
            if name in body:
                field.assign(source, field.read(body[name]))
        except BadValue as error:
            problems.append((name, error.detail))
    if problems:
        raise UnknownSource(*problems)
    return source


def _added(source: Source) -> Source:
    try:
        source.full_clean()
    except ValidationError as error:
        problems = [
            (column if column in FIELDS else "source", text)
            for column, texts in error.message_dict.items()
            for text in texts
        ]
        raise UnknownSource(*problems) from error
    source.save()
    return source
