"""Counts that look like figures an official reports: "13 visits", "свыше 60 соглашений"."""

import re
from bisect import bisect_left

from countries.names import normalise
from events.models import ReportedTotal
from events.models.choices import Confidence
from events.press.inflection import fits, stems
from events.press.mentions import Kind, Mention
from events.press.names import vocabulary
from events.press.numbers import Number, find_numbers
from events.press.tokens import Text

Measure = ReportedTotal.Measure
MOST_BETWEEN = 6
# What may stand between the number and the noun: what sort of visits, events, documents.
BETWEEN = re.compile(
    r"foreign|international|official|working|state|bilateral|multilateral|high|level|overseas|major"
    r"|online|offline|and|in|person|virtual|joint|signed|intergovernmental|new|important|world|of|the"
    r"|various|different|separate|key|strategic|interagency|trilateral|legal"
    r"|(?:зарубежн|международн|официальн|рабоч|государственн|двусторонн|многосторонн|иностранн|важн"
    r"|крупн|нов|совместн|межправительственн|онлайн|офлайн|различн|разн|ключев|стратегическ"
    r"|межведомственн|трёхсторонн|трехсторонн|подписанн|заключённ|заключенн|правов)\w*|и|в|с"
    r"|халықаралық|шетелдік|ресми|екіжақты|көпжақты|маңызды|жаңа|үкіметаралық|онлайн|офлайн|және|ірі"
    r"|мемлекеттік|жұмыс|түрлі|әртүрлі|стратегиялық|негізгі|бірлескен|үшжақты|ведомствоаралық",
    re.IGNORECASE,
)
# A noun and its number after it: "visits: 22", "число документов составило 140".
AFTER_NOUN = re.compile(
    r"(?:\s+(?:signed|held|саны))?(?:\s*(?P<mark>:|[–—]|\s-\s)|(?P<verb>\s+(?:составил\w*|достигл\w*"
    r"|равн\w+|насчитыва\w+|was|were|is|reached|total+ed|stood at|amounted to|came to)))?"
    r"(?:\s+(?:до|в))?\s+",
    re.IGNORECASE,
)
NUMBER_OF = re.compile(r"\b(?:числ|количеств|numbers?\b|total)|\bсаны", re.IGNORECASE)
# What ends "documents: 140", or a Kazakh case and verb; else the number counts what follows it.
ENDS_THERE = re.compile(
    r"\s*(?:[.;!)]|,(?!\d)|\n|$)|[-‐‑]?\w{0,4}\s+(?:жетті|болды|құрады|асты|болып)", re.IGNORECASE
)
# How often somebody went abroad: "19 раз выезжал за рубеж", "шетелге 19 рет сапарға шықты".
TIMES = re.compile(r"\s+(?:times|раза?|рет)\b", re.IGNORECASE)
GROWTH = re.compile(r"\bв\s+$", re.IGNORECASE)  # выросло в 2 раза
TRIP = re.compile(
    r"\b(?:visit|travel|trip|went abroad|визит|поезд|выезжа|выеха|посеща|посети|побыва|сапар)",
    re.IGNORECASE,
)
ABROAD = re.compile(
    r"abroad|outside|overseas|foreign|за границ|за рубеж|зарубеж|шетел|шет ел", re.IGNORECASE
)


def find_totals(text: Text) -> list[Mention]:
    """Every number with a noun that a measure counts, before or after it, as one span."""
    nouns = _nouns()
    numbers = [n for n in find_numbers(text) if not text.is_kept(n.begin)]
    found = (
        _after_its_noun(text, number, nouns) or _total(text, number, nouns) or _times(text, number)
        for number in numbers
    )
    return [total for total in found if total]


def _nouns():
    """The phrases of each measure as stems, the longest phrase first."""
    phrases = [
        (measure, tuple(stems(word, language) for word in normalise(phrase).split()))
        for measure, languages in vocabulary()["total"].items()
        for language, texts in languages.items()
        for phrase in texts
    ]
    return sorted(phrases, key=lambda phrase: -len(phrase[1]))


def _total(text: Text, number: Number, nouns) -> Mention | None:
    words = [n for n, word in enumerate(text.words) if word.begin >= number.finish]
    first = words[0] if words else len(text.words)
    for index in range(first, min(first + MOST_BETWEEN, len(text.words))):
        gap = text.content[text.words[index - 1].finish : text.words[index].begin]
        if re.search(r"[.,;:!?()]|\n\n", gap):
            return None
        if noun := _noun_at(text, index, nouns):
            measure, length = noun
            finish = text.words[index + length - 1].finish
            return _mention(text, number, measure, number.begin, finish)
        if not BETWEEN.fullmatch(text.words[index].text):
            return None
    return None


def _after_its_noun(text: Text, number: Number, nouns) -> Mention | None:
    """The count of a noun that stands before it. Without a colon or a dash the sentence has to say
    that it is a number."""
    if not ENDS_THERE.match(text.content, number.finish):
        return None
    last = bisect_left(text.words, number.begin, key=lambda word: word.begin)
    for index in range(max(0, last - MOST_BETWEEN), last):
        if (noun := _noun_at(text, index, nouns)) is None:
            continue
        measure, length = noun
        begin, end = text.words[index].begin, text.words[index + length - 1].finish
        match = AFTER_NOUN.fullmatch(text.content, end, number.begin)
        sentence = text.sentence(text.sentence_at(begin))
        if match and (match["mark"] or NUMBER_OF.search(sentence)):
            return _mention(text, number, measure, begin, number.finish)
    return None


def _times(text: Text, number: Number) -> Mention | None:
    """How often somebody went abroad, where the sentence tells of travelling."""
    match = TIMES.match(text.content, number.finish)
    if match is None or GROWTH.search(text.content[: number.begin]):
        return None
    sentence = text.sentence(text.sentence_at(number.begin))
    if not (TRIP.search(sentence) and ABROAD.search(sentence)):
        return None
    return _mention(text, number, Measure.OUTGOING_VISITS, number.begin, match.end())


def _noun_at(text: Text, index: int, nouns) -> tuple[str, int] | None:
    for measure, phrase in nouns:
        words = text.words[index : index + len(phrase)]
        if len(words) == len(phrase) and all(
            fits(word.text, wanted) for word, wanted in zip(words, phrase, strict=True)
        ):
            return measure, len(phrase)
    return None


def _mention(text: Text, number: Number, measure: str, begin: int, finish: int) -> Mention | None:
    sentence = text.sentence(text.sentence_at(number.begin))
    if measure == Measure.DAYS_ABROAD and not ABROAD.search(sentence):
        return None
    label = f"{Measure(measure).label}: {number.value}"
    return Mention(
        begin,
        finish,
        text.content[begin:finish],
        Kind.TOTAL,
        measure,
        label,
        Confidence.MEDIUM,
        value=number.value,
        qualifier=number.qualifier,
    )
