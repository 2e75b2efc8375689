"""Names and titles compared in any script, by their folded words."""

from difflib import SequenceMatcher
from functools import lru_cache

from countries.names import fold

ALIKE = 0.8  # how much of two words has to agree for one to be a spelling of the other
TITLES_ALIKE = 0.7  # how many of two titles' words
# Words that stand in a name without naming anybody.
RANKS = frozenset(
    [
        "president",
        "prime",
        "minister",
        "king",
        "kueen",
        "emperor",
        "chanselor",
        "foreign",
        "secretary",
        "general",
        "sir",
        "mr",
        "mrs",
        "dr",
        "his",
        "her",
        "exselensi",
        "the",
        "of",
        "and",
    ]
)

Words = tuple[str, ...]


@lru_cache(maxsize=20_000)
def words_of(text: str) -> Words:
    """The folded words of a text."""
    return tuple(fold(text).split())


def names_of(*texts: str) -> frozenset[Words]:
    """Every spelling in the given texts (which may hold several, by semicolons), as words."""
    spellings = (spelling for text in texts for spelling in (text or "").split(";"))
    found = (tuple(w for w in words_of(s) if w not in RANKS) for s in spellings)
    return frozenset(words for words in found if words)


def compare_names(one: frozenset[Words], other: frozenset[Words]) -> str:
    """The strongest code that any two spellings allow; nothing where a side has no name."""
    if not one or not other:
        return ""
    if one & other or {"".join(w) for w in one} & {"".join(w) for w in other}:
        return "names_same"
    best = max(_likeness(a, b) for a in one for b in other)
    return ("people_differ", "name_part", "names_alike")[best]


def _likeness(one: Words, other: Words) -> int:
    """2: alike; 1: one name is a single word of the other; 0: different."""
    shorter, longer = sorted((one, other), key=len)
    rest = list(longer)
    for word in shorter:
        match = next((w for w in rest if _same_word(word, w)), None)
        if match is None:
            return 0
        rest.remove(match)
    whole = sum(len(word) > 1 for word in shorter)
    return 2 if whole >= 2 or (whole and len(longer) == 1) else int(bool(whole))


@lru_cache(maxsize=100_000)
def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) == 1:  # an initial
        return one[0] == other[0]
    if min(len(one), len(other)) < 4:
        return False
    if len(one) == len(other) and sorted(one) == sorted(other):  # letters typed in another order
        return True
    if one[0] != other[0]:
        return False
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def compare_titles(one: frozenset[Words], other: frozenset[Words]) -> str:
    """The strongest code that any two of the titles (one a language) allow."""
    if not one or not other:
        return ""
    if one & other:
        return "same_title"
    best = max(_shared(frozenset(a), frozenset(b)) for a in one for b in other)
    return "titles_alike" if best >= TITLES_ALIKE else "titles_differ"


def titles_of(*texts: str) -> frozenset[Words]:
    """The titles that are there, as words."""
    return frozenset(words for text in texts if text and (words := words_of(text)))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def compare_cities(one: str, other: str) -> str:
    """Whether two stops name a city in common (cities are separated by semicolons or commas)."""
    first, second = _cities(one), _cities(other)
    if not first or not second:
        return ""
    return "same_city" if first & second else "cities_differ"


@lru_cache(maxsize=20_000)
def _cities(text: str) -> frozenset[str]:
    return frozenset(key for part in text.replace(",", ";").split(";") if (key := fold(part)))
