"""A text cut into words and sentences."""

import re
from dataclasses import dataclass
from functools import cached_property

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
# What may stand between the words of one name: "Kassym-Jomart", "«Central Asia – China» Summit".
INSIDE_NAME = re.compile(r"\s?[-‐‑–—/+«»\"“”]{0,2}\s{0,2}")
SENTENCE_END = re.compile(r"[.!?…]+[»”\"')]*\s+(?=[«“\"'(]?[^\W\d_a-zа-яё])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, without a possessive ’s."""

    begin: int
    finish: int
    text: str

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True)
class Text:
    """A text and its words; ``kept_whole`` are spans in which no sentence ends (``2022 г.``)."""

    content: str
    kept_whole: tuple[tuple[int, int], ...] = ()

    @cached_property
    def words(self) -> list[Word]:
        return [_word(match) for match in WORD.finditer(self.content)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        ends = [m.end() for m in SENTENCE_END.finditer(self.content) if not self.is_kept(m.start())]
        return [0, *ends]

    def is_kept(self, position: int) -> bool:
        """Whether a character stands in a span that is kept whole, such as a date."""
        return any(begin <= position < finish for begin, finish in self.kept_whole)

    def sentence_at(self, position: int) -> int:
        """The number of the sentence in which a character stands."""
        return sum(start <= position for start in self._sentence_starts) - 1

    def sentence(self, number: int) -> str:
        bounds = [*self._sentence_starts, len(self.content)]
        return self.content[bounds[number] : bounds[number + 1]]

    def joins(self, index: int) -> bool:
        """Whether a word may be one name with the word before it."""
        before, word = self.words[index - 1], self.words[index]
        return bool(INSIDE_NAME.fullmatch(self.content, before.finish, word.begin))

    def starts_sentence(self, word: Word) -> bool:
        number = self.sentence_at(word.begin)
        gap = self.content[self._sentence_starts[number] : word.begin]
        return not any(char.isalnum() for char in gap)


def _word(match: re.Match) -> Word:
    text = POSSESSIVE.sub("", match[0])
    return Word(match.start(), match.start() + len(text), text)
