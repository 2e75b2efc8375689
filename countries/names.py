"""Names compared across case, accents and scripts.

``normalise`` is the careful form, by which a label resolves to one country. ``fold`` is the
generous form, by which people search: it also transliterates and folds spellings together, so that
Токаев, Тоқаев, Tokayev and Tokaev are one key.
"""

import re
import unicodedata

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
BREVE_AND_DIAERESIS = {"й": "й", "ё": "ё", "ў": "ў", "ї": "ї"}


def normalise(text: str) -> str:
    """Casefold, strip accents and punctuation, ``&`` = and, ``St`` = Saint, no outer ``the``."""
    text = _strip_accents(text.casefold().replace("&", " and ").translate(APOSTROPHES))
    words = re.findall(r"\w+", text)
    words = ["saint" if word == "st" else word for word in words]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[-1] == "the":
        words = words[:-1]
    return " ".join(words)


def fold(text: str) -> str:
    """The search key of a name in any script: Latin letters, digits and single spaces."""
    key = normalise(text).translate(LETTERS)
    for pattern, replacement in SPELLINGS:
        key = pattern.sub(replacement, key)
    return key


def _strip_accents(text: str) -> str:
    # й and ё decompose into a letter and an accent but are letters of their own.
    for decomposed, letter in BREVE_AND_DIAERESIS.items():
        text = text.replace(decomposed, letter)
    kept = set(BREVE_AND_DIAERESIS.values())
    return "".join(
        char
        if char in kept
        else "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
        for char in text
    )
