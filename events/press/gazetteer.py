"""Phrases to look for in a text, found in any inflected form, the longest first."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from countries.names import fold, normalise
from events.models.choices import Confidence
from events.press.inflection import CYRILLIC, Stem, cuts, fits, stems, transliterated_stems
from events.press.mentions import Kind, Mention
from events.press.tokens import Text

PREFIX = 3
ACRONYM = re.compile(r"[^\W\d_]{2,8}")
# Russian and Kazakh words that are spelt like a country at the start of a sentence.
ORDINARY_WORDS = frozenset({"того"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means, and what the text must look like for it to mean it."""

    kind: Kind
    key: str
    label: str
    place: str = ""
    confidence: Confidence = Confidence.HIGH
    capitalised: bool = True
    rank: int = 0
    """Of two meanings of the same words the lower rank is taken."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[tuple[Stem, ...], ...]
    entry: Entry
    acronym: bool


@dataclass
class Gazetteer:
    """Phrases by their first word. Phrases that no word of the text begins are not kept."""

    text: Text
    _phrases: dict[str, list[_Phrase]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._beginnings = {fold(word.text)[:PREFIX] for word in self.text.words}

    def may_contain(self, word: str) -> bool:
        """Whether a word of the text begins like a folded word, so that a name is worth adding."""
        return word[:PREFIX] in self._beginnings

    def add(self, phrase: str, language: str, entry: Entry) -> None:
        """Looks for a phrase of a language (en, ru, kk, or empty where it is not known)."""
        words = normalise(phrase).split()
        # The whole word may be longer than its stem by one letter: Рим, Риме, but also Кот.
        if not words or not self.may_contain(fold(words[0])[:PREFIX]):
            return
        acronym = bool(ACRONYM.fullmatch(phrase)) and phrase.isupper()
        self._keep(tuple(stems(word, language) for word in words), entry, acronym)
        if entry.kind in (Kind.CITY, Kind.PERSON) and not CYRILLIC.search(phrase):
            self._keep(tuple(transliterated_stems(word) for word in words), entry, acronym)

    def _keep(self, words: tuple[tuple[Stem, ...], ...], entry: Entry, acronym: bool) -> None:
        phrase = _Phrase(words, entry, acronym)
        for key in {stem.key for stem in words[0]}:
            self._phrases[key].append(phrase)

    def mentions(self) -> Iterator[Mention]:
        """Every occurrence, overlapping ones too: at a word the longest first, then by rank."""
        for index in range(len(self.text.words)):
            found = {(len(p.words), p.entry.rank, p.entry): p for p in self._at(index)}
            order = sorted(found, key=lambda f: (-f[0], f[1], f[2].kind, f[2].key))
            for length, _rank, entry in order:
                yield self._mention(index, length, entry)

    def _at(self, index: int) -> Iterator[_Phrase]:
        word = self.text.words[index]
        for key, _ending in cuts(word.text):
            for phrase in self._phrases.get(key, ()):
                if self._matches(phrase, index):
                    yield phrase

    def _matches(self, phrase: _Phrase, index: int) -> bool:
        words = self.text.words[index : index + len(phrase.words)]
        if len(words) < len(phrase.words):
            return False
        first = words[0]
        if phrase.acronym and not first.text.isupper():
            return False
        if phrase.entry.capitalised and not first.is_capitalised:
            return False
        if phrase.entry.capitalised and first.text.casefold() in ORDINARY_WORDS:
            return False
        if not all(self.text.joins(index + n) for n in range(1, len(words))):
            return False
        return all(fits(w.text, wanted) for w, wanted in zip(words, phrase.words, strict=True))

    def _mention(self, index: int, length: int, entry: Entry) -> Mention:
        begin, finish = self.text.words[index].begin, self.text.words[index + length - 1].finish
        quote = self.text.content[begin:finish]
        return Mention(
            begin, finish, quote, entry.kind, entry.key, entry.label, entry.confidence, entry.place
        )
