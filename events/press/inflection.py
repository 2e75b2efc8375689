"""Words in the forms that Russian and Kazakh give them.

A word of a name becomes stems, each with the endings that may follow it. A word of a text is cut
into every stem and ending that it could be. No word list of the language is needed, and a name of
the record is found in any case: Узбекистана, Мирзиёевым, Өзбекстанға.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from countries.names import fold, normalise

CYRILLIC = re.compile("[\u0400-\u04ff]")
LONGEST_ENDING = 11
SHORTEST_STEM = 2

# Plural, possessive and case, in this order; then the suffix that makes an adjective.
KAZAKH = re.compile(
    r"(?:[лдт][ае]р)?(?:[ыі]н?|с[ыі]н?|н[ыі]?)?"
    r"(?:[ндт][ыі]ң?|[ғқгк][ае]|[дт][ае]н?|н[ае]н?|[ае]|[мбп]ен)?"
    r"|[лдт][ыі][қкғг](?:[лдт][ае]р)?[ыі]?(?:[ндт][ыі]ң?|[ғқгк][ае]|[дт][ае]н?|[мбп]ен)?"
)
CONSONANT = ("", "а", "у", "ом", "ем", "е", "ы", "и", "ым", "ов", "ам", "ами", "ах")
ADJECTIVE = ("ого", "его", "ому", "ему", "ым", "им", "ом", "ем")
# The end of a dictionary form, and what stands in its place in the other forms. The first match
# holds; the stem keeps what is left.
RUSSIAN: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("ия",), ("ия", "ии", "ию", "ией", "ий")),
    (("ие",), ("ие", "ия", "ию", "ием", "ии", "ий", "иям", "иях", "ых", "их", "ым", "им")),
    (("ая", "яя"), ("ая", "яя", "ой", "ей", "ую", "юю", "ые", "ых", "ым")),
    (("ое", "ее"), ("ое", "ее", *ADJECTIVE)),
    (("ый", "ий", "ой"), ("ый", "ий", "ой", "ая", "ое", "ые", "ие", "ых", "их", *ADJECTIVE)),
    (("ые",), ("ые", "ых", "ым", "ыми")),
    (("а",), ("а", "ы", "и", "е", "у", "ой", "ою", "ей", "", "ам", "ами", "ах")),
    (("я",), ("я", "и", "е", "ю", "ей", "ью", "ь")),
    (("о",), ("о", "а", "у", "ом", "е")),
    (("ы",), ("ы", "ов", "ам", "ами", "ах", "")),
    (("ь",), ("ь", "я", "и", "ю", "е", "ем", "ью", "ей")),
    (("й",), ("й", "я", "ю", "ем", "е", "и")),
)
VOWELS = "аеёиоуыэюя"
SOFTENED = {"к": "г", "қ": "ғ", "п": "б"}


@dataclass(frozen=True, slots=True)
class Stem:
    """The folded beginning of a word, and the pattern that the rest must match whole."""

    key: str
    ending: re.Pattern


def _endings(endings: tuple[str, ...]) -> re.Pattern:
    return re.compile("|".join(sorted(set(endings), key=lambda e: (-len(e), e))))


EXACT = re.compile("")
ENGLISH = re.compile("(?:s|es)?")
RUSSIAN_ENDINGS = tuple((tails, _endings(endings)) for tails, endings in RUSSIAN)
ADJECTIVE_ENDINGS = _endings(("ий", "ая", "ое", "ие", "их", "им", "ими", "ой", "ую", *ADJECTIVE))
CONSONANT_ENDINGS = _endings(CONSONANT)
FLEETING_ENDINGS = _endings(("а", "у", "ом", "ем", "е", "и"))


@lru_cache(maxsize=100_000)
def stems(word: str, language: str) -> tuple[Stem, ...]:
    """The stems of a normalised word of a name; ``language`` is en, ru, kk or empty (unknown)."""
    if not CYRILLIC.search(word):
        return _latin_stems(word)
    russian = _russian_stems(word) if language != "kk" else ()
    kazakh = _kazakh_stems(word) if language != "ru" else ()
    return tuple(dict.fromkeys(russian + kazakh))


def _latin_stems(word: str) -> tuple[Stem, ...]:
    return (Stem(fold(word), ENGLISH),)


def transliterated_stems(word: str) -> tuple[Stem, ...]:
    """The stems of a Latin name as Russian and Kazakh would decline it: Ташкенте, Астанаға."""
    key = fold(word)
    if key.endswith("a"):
        return Stem(key[:-1], RUSSIAN_ENDINGS[6][1]), Stem(key, KAZAKH)
    return Stem(key, CONSONANT_ENDINGS), Stem(key, KAZAKH)


def _russian_stems(word: str) -> tuple[Stem, ...]:
    if len(word) <= SHORTEST_STEM:
        return (Stem(fold(word), EXACT),)
    if word.endswith(("ский", "цкий")):
        return (Stem(fold(word[:-2]), ADJECTIVE_ENDINGS),)
    for tails, endings in RUSSIAN_ENDINGS:
        for tail in tails:
            if word.endswith(tail) and len(word) - len(tail) >= SHORTEST_STEM:
                return (Stem(fold(word[: -len(tail)]), endings), *_fleeting_plural(word))
    if word[-1] in "еиуюэ":
        return (Stem(fold(word), EXACT),)
    plain = Stem(fold(word), CONSONANT_ENDINGS)
    if len(word) > 4 and word[-2] in "ео":  # Египет, Египта
        return plain, Stem(fold(word[:-2] + word[-1]), FLEETING_ENDINGS)
    return (plain,)


def _fleeting_plural(word: str) -> tuple[Stem, ...]:
    """Of many поездка is поездок."""
    if len(word) > 4 and word.endswith("ка") and word[-3] not in VOWELS:
        vowel = "е" if word[-3] in "жчшйь" else "о"
        return (Stem(fold(word[:-2].rstrip("йь") + vowel + "к"), EXACT),)
    return ()


def _kazakh_stems(word: str) -> tuple[Stem, ...]:
    plain = Stem(fold(word), KAZAKH)
    if word[-1] in SOFTENED:  # одақ, одағы
        return plain, Stem(fold(word[:-1] + SOFTENED[word[-1]]), KAZAKH)
    return (plain,)


@lru_cache(maxsize=50_000)
def cuts(word: str) -> tuple[tuple[str, str], ...]:
    """Every (folded stem, ending) that a word of a text could be, the whole word first."""
    plain = normalise(word).replace(" ", "")
    if not plain:
        return ()
    longest = LONGEST_ENDING if CYRILLIC.search(plain) else 2
    shortest = min(len(plain), SHORTEST_STEM)
    sizes = range(len(plain), max(shortest, len(plain) - longest) - 1, -1)
    return tuple((fold(plain[:size]), plain[size:]) for size in sizes)


def fits(word: str, wanted: tuple[Stem, ...]) -> bool:
    """Whether a word of a text is a form of the word with these stems."""
    return any(
        stem.key == key and stem.ending.fullmatch(ending)
        for key, ending in cuts(word)
        for stem in wanted
    )
