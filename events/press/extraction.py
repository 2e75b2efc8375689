"""From a press text to what it names: deterministic, from the record's own names and words."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from countries.written_dates import WrittenDate, find_dates
from events.models.choices import Confidence
from events.press.drafts import VisitDraft, draft_visit
from events.press.gazetteer import Gazetteer
from events.press.mentions import Kind, Mention
from events.press.names import add_all_names
from events.press.numbers import find_numbers
from events.press.people import settle_people, unknown_people
from events.press.tokens import Text
from events.press.totals import find_totals

# A document is one that was signed, not any paper: the sentence says so.
SIGNING = re.compile(
    r"\bsign|adopt|conclud|initial+ed|exchang|inked|подпис|принят|принял|приня|заключ|обмен|парафир"
    r"|қол қой|қабылда|бекіт|жасал|алмас",
    re.IGNORECASE,
)
GENERIC_DOCUMENTS = frozenset(
    {"decision", "statement", "programme", "initiative", "concept", "contract"}
)
NO_COUNTRY = re.compile(r"\s+(?:ocean|sea|gulf|океан|мор[еяю]|залив|мұхит|теңіз)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a text says: its mentions in order, none overlapping, and the visit that it proposes."""

    text: str
    mentions: tuple[Mention, ...]
    visit: VisitDraft | None

    def of(self, kind: Kind) -> tuple[Mention, ...]:
        return tuple(m for m in self.mentions if m.kind == kind)


def extract(text: str, *, published: datetime.date) -> Extraction:
    """Everything that is recognised in a text published on a day.

    Names mean what they meant on that day, and a date without a year is the one nearest to it.
    The same text, day and database give the same answer. Nothing is written.
    """
    dates = find_dates(text, near=published)
    document = Text(text, tuple((d.begin, d.finish) for d in dates))
    gazetteer = Gazetteer(document)
    add_all_names(gazetteer, published)
    named = settle_people(document, [m for m in gazetteer.mentions() if not _in_a_sea(text, m)])
    mentions = _apart([*map(_date_mention, dates), *find_totals(document), *named])
    mentions = _apart([*mentions, *unknown_people(document, mentions)])
    mentions = list(_without_common_nouns(document, mentions))
    return Extraction(text, tuple(mentions), draft_visit(document, mentions))


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """In order and without overlaps: the longer mention holds, then the one named first."""
    chosen: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.begin - m.finish):
        if not any(mention.covers(other) for other in chosen):
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.begin)


def _date_mention(date: WrittenDate) -> Mention:
    period = date.readings[0] if len(date.readings) == 1 else None
    label, note, confidence = str(period or ""), "", Confidence.HIGH
    if period is None:
        confidence = Confidence.LOW
        label = " / ".join(map(str, date.readings)) or date.text
        note = _("day and month could be swapped") if date.readings else _("no year")
    elif date.year_assumed:
        confidence, note = Confidence.MEDIUM, _("the year is taken from the day of publication")
    return Mention(
        date.begin,
        date.finish,
        date.text,
        Kind.DATE,
        str(period or ""),
        label,
        confidence,
        period=period,
        note=note,
    )


def _in_a_sea(text: str, mention: Mention) -> bool:
    """The Indian Ocean is not India."""
    return mention.kind == Kind.COUNTRY and bool(NO_COUNTRY.match(text, mention.finish))


def _without_common_nouns(text: Text, mentions: list[Mention]) -> Iterator[Mention]:
    """Leaves out words of documents and events that only count them, or that nobody signs."""
    counted = {number.finish for number in find_numbers(text)}
    for mention in mentions:
        if mention.kind in (Kind.DOCUMENT_KIND, Kind.EVENT_KIND) and _is_counted(
            text, mention, counted
        ):
            continue
        if mention.kind == Kind.DOCUMENT_KIND and not _is_signed(text, mention):
            if mention.key in GENERIC_DOCUMENTS:
                continue
            mention = mention.less_sure(Confidence.LOW, _("the sentence tells of no signing"))
        yield mention


def _is_signed(text: Text, mention: Mention) -> bool:
    return bool(SIGNING.search(text.sentence(text.sentence_at(mention.begin))))


def _is_counted(text: Text, mention: Mention, counted: set[int]) -> bool:
    return any(
        0 < mention.begin - end <= 2 and text.content[end : mention.begin].isspace()
        for end in counted
    )
