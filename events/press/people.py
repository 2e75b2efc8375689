"""People whom the record does not know, and surnames that several people bear."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from countries.names import normalise
from events.models.choices import Confidence
from events.press.inflection import fits, stems
from events.press.mentions import Kind, Mention
from events.press.names import vocabulary
from events.press.tokens import Text, Word

MOST_WORDS = 4
PARTICLES = frozenset(
    ("von", "van", "der", "den", "de", "da", "di", "del", "bin", "ben", "ibn", "al", "el", "ul")
) | frozenset(("фон", "фан", "дер", "де", "бен", "аль", "әл"))
# What may stand between an office and the name of who holds it: "of the", a comma.
BRIDGE = re.compile(r"\s*,?\s*(?:(?:of|for)\s+)?(?:the\s+)?$")


def settle_people(text: Text, mentions: list[Mention]) -> list[Mention]:
    """One meaning for each surname, and none where the name before it is someone else's."""
    named = {m.key for m in mentions if m.kind == Kind.PERSON and m.confidence == Confidence.HIGH}
    surnames: dict[tuple[int, int], list[Mention]] = defaultdict(list)
    rest: list[Mention] = []
    for mention in mentions:
        by_surname = mention.kind == Kind.PERSON and mention.confidence != Confidence.HIGH
        (surnames[mention.begin, mention.finish] if by_surname else rest).append(mention)
    for same in surnames.values():
        if not _another_given_name(text, same[0], rest):
            rest.append(_one_of(same, named))
    return rest


def _one_of(same: list[Mention], named: set[str]) -> Mention:
    people = {m.key: m for m in same}
    chosen = [m for key, m in people.items() if key in named] or list(people.values())
    if len(chosen) == 1:
        return chosen[0]
    labels = " / ".join(m.label for m in chosen)
    first = chosen[0]
    return Mention(
        first.begin,
        first.finish,
        first.quote,
        Kind.PERSON,
        "",
        labels,
        Confidence.LOW,
        note=_("several people bear this surname"),
    )


def _another_given_name(text: Text, surname: Mention, mentions: Iterable[Mention]) -> bool:
    index = next(n for n, word in enumerate(text.words) if word.begin >= surname.begin)
    if not index or not text.joins(index):
        return False
    before = text.words[index - 1]
    return _may_be_a_name(text, before, list(mentions)) and not text.starts_sentence(before)


def unknown_people(text: Text, mentions: list[Mention]) -> Iterator[Mention]:
    """Capitalised names after an office or a title, of whom nothing else was recognised."""
    for index in _after_offices(text, mentions):
        words = list(_name_at(text, index, mentions))
        while words and words[-1].text.casefold() in PARTICLES:
            words.pop()
        if len([w for w in words if w.is_capitalised]) > 1:
            begin, finish = words[0].begin, words[-1].finish
            quote = text.content[begin:finish]
            yield Mention(
                begin,
                finish,
                quote,
                Kind.PERSON,
                "",
                quote,
                Confidence.LOW,
                note=_("not in the record"),
            )


def _after_offices(text: Text, mentions: list[Mention]) -> Iterator[int]:
    """The first word after each office or title, and after its country, body and commas."""
    ends = [m.finish for m in mentions if m.kind == Kind.POSITION] + list(_title_ends(text))
    places = [m for m in mentions if m.kind in (Kind.COUNTRY, Kind.ORGANIZATION, Kind.POSITION)]
    for end in ends:
        position, moved = end, True
        while moved:
            following = [
                m
                for m in places
                if m.begin >= position and BRIDGE.fullmatch(text.content[position : m.begin])
            ]
            moved = bool(following)
            position = following[0].finish if following else position
        index = next((n for n, word in enumerate(text.words) if word.begin >= position), None)
        if index is not None and re.fullmatch(
            r"['’]?s?\s*,?\s*", text.content[position : text.words[index].begin]
        ):
            yield index


def _title_ends(text: Text) -> Iterator[int]:
    titles = [
        stems(normalise(title), language)
        for language, texts in vocabulary()["title"].items()
        for title in texts
    ]
    for word in text.words:
        if any(fits(word.text, title) for title in titles):
            yield word.finish


def _name_at(text: Text, index: int, mentions: list[Mention]) -> Iterator[Word]:
    for n in range(index, min(index + MOST_WORDS, len(text.words))):
        word = text.words[n]
        if n > index and not text.joins(n):
            return
        if not _may_be_a_name(text, word, mentions) and word.text.casefold() not in PARTICLES:
            return
        yield word


def _may_be_a_name(text: Text, word: Word, mentions: list[Mention]) -> bool:
    if not word.is_capitalised or (word.text.isupper() and len(word.text) > 1):
        return False
    return not any(m.begin <= word.begin < m.finish for m in mentions)
