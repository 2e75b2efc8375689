"""From the cells of a record to the visit that they tell of."""

import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.utils.translation import gettext_noop

from countries.models import Person, Position, PositionLevel
from countries.partial_dates import PartialDate
from events.imports.dates import read_date
from events.imports.errors import RowRejected
from events.imports.lookups import Lookups
from events.imports.mapping import Mapping
from events.imports.ranks import Visitor
from events.imports.row_texts import SourceKey, read_source, read_words, refuse, too_long
from events.imports.said import Text, say
from events.models import Visit

PUBLIC_ID = re.compile(rf"{Visit.public_id_prefix}([1-9][0-9]{{0,17}})")
ALWAYS = ("guest_country_id", "guest_organization_id", "city")
MADE_ID = 16  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class VisitRow:
    """What one record says, resolved as far as it goes without knowing its people.

    ``fields`` are values of ``Visit``'s columns; the first visitor made the visit, the others are
    in the delegation.
    """

    line: int
    external_id: str
    fields: dict[str, Any]
    visitors: tuple[Visitor, ...]
    visitor_id: str
    source: SourceKey
    page: str
    record: int | None = None
    """Primary key of the visit whose public id stands in the row."""
    made: datetime.datetime | None = None
    """When that visit was made, as the row says."""
    seen: datetime.datetime | None = None
    """When that visit was last changed before it was exported."""

    @property
    def guest(self) -> str:
        return self.fields["guest_country_id"] or self.fields["guest_organization_id"]


class _Attempts:
    """Collects the reasons of several readings, so that a reject names all of them."""

    def __init__(self) -> None:
        self.reasons: list[Text] = []

    def __call__(self, read: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return read(*arguments)
        except RowRejected as error:
            self.reasons += error.reasons
        return None


@dataclass
class RowReader:
    """Reads records by a mapping."""

    mapping: Mapping
    lookups: Lookups
    date_formats: tuple[str, ...] = ()
    """Instead of the mapping's."""

    def __post_init__(self) -> None:
        self._formats = self.date_formats or self.mapping.date_formats
        # Long files say the same again and again: each is read, and stands in memory, once.
        self._sources: dict[SourceKey, SourceKey] = {}
        self._date = lru_cache(16_000)(partial(read_date, formats=self._formats))
        self._party = lru_cache(20_000)(self._read_party)
        self._columns = sorted({*self.mapping.columns.values()})

    def read(self, line: int, cells: dict[str, str]) -> VisitRow:
        """The visit of one record; RowRejected with every reason why there is none."""
        attempt = _Attempts()
        start, end = attempt(self._start, cells), attempt(self._end, cells)
        visitors = attempt(self._visitors, cells)
        words = attempt(read_words, self.mapping, cells, self.lookups.visit_type_words)
        source = attempt(read_source, self.mapping, cells)
        external_id = attempt(self._external_id, cells)
        # Which country a label means depends on the day. Whether it means any does not.
        day = start.first if start else None
        guest, host = attempt(self._guest, cells, day), attempt(self._host, cells, day)
        if start and end and end.last < start.first:
            sentence = gettext_noop("it ends on %(end)s, before it starts on %(start)s")
            attempt.reasons.append(say(sentence, end=end, start=start))
        if host and guest and guest["guest_country_id"] == host:
            sentence = gettext_noop("guest and host are the same country, %(code)s")
            attempt.reasons.append(say(sentence, code=host))
        refuse(attempt.reasons)
        dates = {**_date("start_date", start, "first"), **_date("end_date", end, "last")}
        return VisitRow(
            line=line,
            external_id=external_id,
            fields=_told({**words, **guest, "host_country_id": host, **dates}),
            visitors=visitors,
            visitor_id=self.mapping.value("visitor_id", cells),
            source=self._sources.setdefault(source[0], source[0]),
            page=source[1],
            record=self._record(cells),
            made=_instant(cells.get(self.mapping.record.created, "")),
            seen=_instant(cells.get(self.mapping.record.updated, "")),
        )

    def _record(self, cells: dict[str, str]) -> int | None:
        match = PUBLIC_ID.fullmatch(cells.get(self.mapping.record.id, ""))
        return int(match[1]) if match else None

    def _external_id(self, cells: dict[str, str]) -> str:
        column = self.mapping.id_column
        identifier = cells[column] if column else ""
        if not identifier and column and not self.mapping.record.id:
            raise RowRejected([say(gettext_noop("no id in column “%(column)s”"), column=column)])
        identifier = identifier or self._made_id(cells)
        external_id = f"{self.mapping.id_prefix}:{identifier}"
        refuse(too_long(Visit, {"external_id": external_id}))
        return external_id

    def _made_id(self, cells: dict[str, str]) -> str:
        """An id of what the row says, so that the same row comes to the same visit again."""
        texts = "\x1f".join(cells[column] for column in self._columns)
        return hashlib.sha256(texts.encode()).hexdigest()[:MADE_ID]

    def _start(self, cells: dict[str, str]) -> PartialDate:
        text = self.mapping.value("start", cells)
        if not text:
            raise RowRejected([say(gettext_noop("no start date"))])
        return self._date(text)

    def _end(self, cells: dict[str, str]) -> PartialDate | None:
        text = self.mapping.value("end", cells)
        return self._date(text) if text else None

    def _host(self, cells: dict[str, str], day: datetime.date | None) -> str:
        label = self.mapping.value("host_country", cells)
        if not label:
            raise RowRejected([say(gettext_noop("no host country"))])
        return self.lookups.country(label, day)

    def _guest(self, cells: dict[str, str], day: datetime.date | None) -> dict[str, str | None]:
        country = self.mapping.value("guest_country", cells)
        organization = self.mapping.value("guest_organization", cells)
        if not (country or organization):
            sentence = gettext_noop("neither guest country nor guest organization")
            raise RowRejected([say(sentence)])
        if country and organization:
            sentence = gettext_noop("both a guest country and a guest organization")
            raise RowRejected([say(sentence)])
        return {
            "guest_country_id": self.lookups.country(country, day) if country else None,
            "guest_organization_id": (
                self.lookups.organization(organization) if organization else None
            ),
        }

    def _visitors(self, cells: dict[str, str]) -> tuple[Visitor, ...]:
        cell = self.mapping.value("visitor", cells)
        if not cell:
            raise RowRejected([say(gettext_noop("no visitor"))])
        title = self.mapping.value("visitor_position", cells)
        return self._party(cell, title, self.mapping.value("visitor_level", cells) if title else "")

    def _read_party(self, cell: str, title: str, level: str) -> tuple[Visitor, ...]:
        split = self.mapping.split_visitors
        first, *others = self.mapping.ranks.split(cell) if split else [Visitor(cell)]
        if title:
            level = level or self.mapping.ranks.level(title)
            if level not in PositionLevel.values:
                sentence = gettext_noop("“%(level)s” is no level of a position")
                raise RowRejected([say(sentence, level=level)])
            first = Visitor(first.name, title, level)
        for visitor in (first, *others):
            refuse(too_long(Person, {"name_en": visitor.name}))
            refuse(too_long(Position, {"name_en": visitor.title}))
        return (first, *others)


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields without those that say no more than a new visit does: long files have many."""
    return {name: value for name, value in fields.items() if value or name in ALWAYS}


def _date(column: str, date: PartialDate | None, bound: str) -> dict[str, Any]:
    if date is None:
        return {}
    return {column: getattr(date, bound), f"{column}_precision": date.precision.value}


def _instant(text: str) -> datetime.datetime | None:
    """An instant as our exports write it, or as a spreadsheet leaves it (then UTC)."""
    try:
        instant = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=datetime.UTC)
