"""The visit that a press text seems to be about: a proposal for an analyst, never a record."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from countries.written_dates import Period
from events.press.mentions import Kind, Mention
from events.press.tokens import Text

TO = re.compile(
    r"\b(?:(?:to|in|at|visit(?:s|ed)?)\s+(?:the\s+)?|(?:в|во|посети\w*|посеща\w*)\s+)$",
    re.IGNORECASE,
)
# To or in a place, in a text with letters that only Kazakh has.
KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.IGNORECASE)
KAZAKH_PLACE = re.compile(r"(?:[ғқ]а|[гк]е|[дт][ае])$")


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """What the text proposes for each field of a visit, each with the mention it comes from."""

    visit_type: Mention
    visitor: Mention | None = None
    guest_country: Mention | None = None
    guest_code: str = ""
    host_country: Mention | None = None
    host_code: str = ""
    city: Mention | None = None
    date: Mention | None = None

    @property
    def period(self) -> Period | None:
        return self.date.period if self.date else None


def draft_visit(text: Text, mentions: list[Mention]) -> VisitDraft | None:
    """The visit of the first sentence with a type of visit and a host; None when none has both."""
    for visit_type in mentions:
        if visit_type.kind == Kind.VISIT_TYPE and (draft := _draft(text, mentions, visit_type)):
            return draft
    return None


def _draft(text: Text, mentions: list[Mention], visit_type: Mention) -> VisitDraft | None:
    number = text.sentence_at(visit_type.begin)
    here = [m for m in mentions if text.sentence_at(m.begin) == number]
    ordered = [*here, *(m for m in mentions if m not in here)]
    host = _host(text, here, visit_type) or _host(text, ordered, visit_type)
    if host is None:
        return None
    host_code = host.place or host.key
    visitor = _visitor(here, host_code) or _visitor(ordered, host_code)
    guest = next((m for m in here if _country(m) not in ("", host_code)), None)
    guest_code = (visitor.place if visitor else "") or (_country(guest) if guest else "")
    cities = [m for m in ordered if m.kind == Kind.CITY and m.place in (host_code, "")]
    return VisitDraft(
        visit_type,
        visitor,
        guest,
        guest_code,
        host,
        host_code,
        next(iter(cities), None),
        _date(here, visit_type) or _date(ordered, visit_type),
    )


def _country(mention: Mention) -> str:
    """The country that a mention names or belongs to."""
    if mention.kind == Kind.COUNTRY:
        return mention.key
    return mention.place if mention.kind == Kind.PERSON else ""


def _host(text: Text, mentions: Iterable[Mention], visit_type: Mention) -> Mention | None:
    """The country, or the city's country, that someone goes to; the nearest to the visit."""
    places = [
        m
        for m in mentions
        if ((m.kind == Kind.COUNTRY and not m.place) or (m.kind == Kind.CITY and m.place))
        and _is_gone_to(text, m)
    ]
    countries = [m for m in places if m.kind == Kind.COUNTRY] or places
    return min(countries, key=lambda m: abs(m.begin - visit_type.begin), default=None)


def _is_gone_to(text: Text, mention: Mention) -> bool:
    if TO.search(text.content[: mention.begin][-20:]):
        return True
    return bool(KAZAKH_LETTERS.search(text.content) and KAZAKH_PLACE.search(mention.quote))


def _visitor(mentions: Iterable[Mention], host: str) -> Mention | None:
    """The first known person in no office of the host; one in an office before one in none."""
    people = [m for m in mentions if m.kind == Kind.PERSON and m.key and m.place != host]
    return next((m for m in people if m.place), next(iter(people), None))


def _date(mentions: Iterable[Mention], visit_type: Mention) -> Mention | None:
    dates = [m for m in mentions if m.kind == Kind.DATE and m.period]
    known_to_the_day = [
        m for m in dates if m.period and m.period.start.first == m.period.start.last
    ]
    return next(iter(known_to_the_day or dates), None)
