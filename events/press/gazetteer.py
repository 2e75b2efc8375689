"""Phrases to look for in a text, found in any inflected form, the longest first."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from countries.names import fold, normalise
from events.models.choices import Confidence
from events.press.inflection import CYRILLIC, Stem, cuts, fits, stems, transliterated_stems
from events.press.mentions import Kind, Mention
from events.press.tokens import Text, Word

PREFIX = 3
SHORTEST_IN_OTHER_LETTERS = 4
PLURALS = ("", "s", "es")
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
    spelling: str = ""
    """Words in Latin letters must be spelt so: folded, Sanna would be the city of Sanaa."""
    only_cyrillic: bool = False


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
        latin = not CYRILLIC.search(phrase)
        # People are spelt in many ways (Tokayev, Tokaev), everything else in one.
        spelling = " ".join(words) if latin and entry.kind != Kind.PERSON else ""
        inflected = tuple(stems(word, language) for word in words)
        self._keep(_Phrase(inflected, entry, acronym, spelling))
        if latin and entry.kind in (Kind.CITY, Kind.PERSON):
            declined = tuple(transliterated_stems(word) for word in words)
            self._keep(_Phrase(declined, entry, acronym, only_cyrillic=True))

    def _keep(self, phrase: _Phrase) -> None:
        for key in {stem.key for stem in phrase.words[0]}:
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
        if phrase.entry.capitalised and not _may_be_a_name(first):
            return False
        if phrase.only_cyrillic and not all(CYRILLIC.search(word.text) for word in words):
            return False
        if phrase.spelling and not _spelt(words, phrase):
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


def _may_be_a_name(word: Word) -> bool:
    return word.is_capitalised and word.text.casefold() not in ORDINARY_WORDS


def _spelt(words: list[Word], phrase: _Phrase) -> bool:
    """Whether words are spelt so, but for accents and a plural s; НАТО may stand for NATO."""
    if CYRILLIC.search(words[0].text):
        return phrase.acronym and len(phrase.spelling) >= SHORTEST_IN_OTHER_LETTERS
    written = normalise(" ".join(word.text for word in words))
    return written.startswith(phrase.spelling) and written[len(phrase.spelling) :] in PLURALS
