"""Names compared across case, accents and scripts.

``normalise`` is the careful form, by which a label resolves to one country. ``fold`` is the
generous form, by which people search: it also transliterates and folds spellings together, so that
Токаев, Тоқаев, Tokayev and Tokaev are one key.
"""

import re
import unicodedata
from functools import lru_cache

# Cyrillic and Kazakh letters to the plainest Latin spelling. Where romanisations differ
# (ж = zh/j, х = kh/h, қ = q/k) the right side is the one that SPELLINGS folds the others into.
LETTERS = str.maketrans(
    {
        "а": "a",
        "ә": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "ғ": "g",
        "д": "d",
        "е": "e",
        "ё": "e",
        "ж": "j",
        "з": "z",
        "и": "i",
        "й": "i",
        "к": "k",
        "қ": "k",
        "л": "l",
        "м": "m",
        "н": "n",
        "ң": "n",
        "о": "o",
        "ө": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "у": "u",
        "ұ": "u",
        "ү": "u",
        "ф": "f",
        "х": "h",
        "һ": "h",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ъ": "",
        "ы": "i",
        "і": "i",
        "ь": "",
        "э": "e",
        "ю": "iu",
        "я": "ia",
        "ў": "u",
        "ҳ": "h",
        "ҷ": "j",
        "є": "e",
        "ї": "i",
        "ґ": "g",
        "ђ": "dj",
        "ј": "i",
        "љ": "l",
        "њ": "n",
        "ћ": "ch",
        "џ": "dj",
        "ı": "i",
        "ə": "a",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
    }
)
APOSTROPHES = str.maketrans("", "", "'’‘ʼʻ`´ʹ")
SPELLINGS = (
    (re.compile(r"yoye"), "ee"),
    (re.compile(r"shch"), "sh"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"zh|dzh|dj"), "j"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"y"), "i"),
    (re.compile(r"ie"), "e"),
    (re.compile(r"io\b"), "o"),
    (re.compile(r"(.)\1+"), r"\1"),
)
# What a word may go on with where the end of what was typed folds together with it.
GOING_ON = {"y": "e", "iy": "oye", "yo": "ye"}
# й and ё decompose into a letter and an accent but are letters of their own.
BREVE_AND_DIAERESIS = {
    "и\N{COMBINING BREVE}": "й",
    "е\N{COMBINING DIAERESIS}": "ё",
    "у\N{COMBINING BREVE}": "ў",
    "і\N{COMBINING DIAERESIS}": "ї",
}
WORD = re.compile(r"\w+")
WORDS_KEPT = 20_000  # folded words in memory: a few megabytes; a vocabulary repeats itself


class _Unaccented(dict):
    """Each character without its accents, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        self[code] = "".join(part for part in parts if not unicodedata.combining(part))
        return self[code]


UNACCENTED = _Unaccented({ord(letter): letter for letter in BREVE_AND_DIAERESIS.values()})


def normalise(text: str) -> str:
    """Casefold, strip accents and punctuation, ``&`` = and, ``St`` = Saint, no outer ``the``."""
    text = text.casefold().replace("&", " and ")
    if text.isascii():  # most texts: the same, without looking at every letter
        text = text.replace("'", "").replace("`", "")
    else:
        text = _strip_accents(text.translate(APOSTROPHES))
    words = WORD.findall(text)
    if "st" in words:
        words = ["saint" if word == "st" else word for word in words]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[-1] == "the":
        words = words[:-1]
    return " ".join(words)


def fold(text: str) -> str:
    """The search key of a name in any script: Latin letters, digits and single spaces."""
    key = " ".join(map(_folded, normalise(text).split(" ")))
    return re.sub("  +", " ", key) if "  " in key else key  # where a hard sign stood alone


def keys_of_beginning(text: str) -> list[tuple[str, ...]]:
    """For each word, the keys that a name may have which begins so.

    One, but for a word broken off before letters that fold together with its last one: ``Tokay``
    may go on as ``Tokayev``, whose key is ``tokaev``, and ``Mirziyo`` as ``Mirziyoyev``.
    """
    keys = []
    for word in normalise(text).split():
        going_on = [word + more for last, more in GOING_ON.items() if word.endswith(last)]
        folded = dict.fromkeys(filter(None, map(fold, (word, *going_on))))
        if folded:
            keys.append(tuple(folded))
    return keys


@lru_cache(WORDS_KEPT)
def _folded(word: str) -> str:
    key = word.translate(LETTERS)
    for pattern, replacement in SPELLINGS:
        key = pattern.sub(replacement, key)
    return key


def _strip_accents(text: str) -> str:
    if text.isascii():
        return text
    for decomposed, letter in BREVE_AND_DIAERESIS.items():
        text = text.replace(decomposed, letter)
    return text.translate(UNACCENTED)
