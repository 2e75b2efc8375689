"""Counts that look like figures an official reports: "13 visits", "свыше 60 соглашений"."""

import re

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
    r"|(?:зарубежн|международн|официальн|рабоч|государственн|двусторонн|многосторонн|иностранн|важн"
    r"|крупн|нов|совместн|межправительственн|онлайн|офлайн)\w*|и|в|с"
    r"|халықаралық|шетелдік|ресми|екіжақты|көпжақты|маңызды|жаңа|үкіметаралық|онлайн|офлайн|және|ірі"
    r"|мемлекеттік|жұмыс",
    re.IGNORECASE,
)
ABROAD = re.compile(r"abroad|outside|за границ|за рубеж|шетел", re.IGNORECASE)


def find_totals(text: Text) -> list[Mention]:
    """Every number with a noun that a measure counts, as one span."""
    nouns = _nouns()
    return [total for number in find_numbers(text) if (total := _total(text, number, nouns))]


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
            return _mention(text, number, measure, text.words[index + length - 1].finish)
        if not BETWEEN.fullmatch(text.words[index].text):
            return None
    return None


def _noun_at(text: Text, index: int, nouns) -> tuple[str, int] | None:
    for measure, phrase in nouns:
        words = text.words[index : index + len(phrase)]
        if len(words) == len(phrase) and all(
            fits(word.text, wanted) for word, wanted in zip(words, phrase, strict=True)
        ):
            return measure, len(phrase)
    return None


def _mention(text: Text, number: Number, measure: str, finish: int) -> Mention | None:
    sentence = text.sentence(text.sentence_at(number.begin))
    if measure == Measure.DAYS_ABROAD and not ABROAD.search(sentence):
        return None
    label = f"{Measure(measure).label}: {number.value}"
    return Mention(
        number.begin,
        finish,
        text.content[number.begin : finish],
        Kind.TOTAL,
        measure,
        label,
        Confidence.MEDIUM,
        value=number.value,
        qualifier=number.qualifier,
    )
