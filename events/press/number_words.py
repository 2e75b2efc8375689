"""Numbers below a thousand that are written out, in any case: "двадцати трёх", "жүз он екі"."""

import re
from functools import cache

from events.press.tokens import Text

HUNDRED = {"en": "hundred", "kk": "жүз"}  # Russian has a word for each: двести
JOINED = re.compile(r"\s+|\s*[-‐‑]\s*")
AND = "and"  # one hundred and five

UNITS, TENS = range(1, 20), range(10, 100, 10)
ENGLISH_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
ENGLISH_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
KAZAKH_UNITS = "бір екі үш төрт бес алты жеті сегіз тоғыз"
KAZAKH_TENS = "он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан"
RUSSIAN = {
    1: "один одна одно одного одной одному одну одним одном",
    2: "два две двух двум двумя",
    3: "три трёх трех трём трем тремя",
    4: "четыре четырёх четырех четырём четырем четырьмя",
    8: "восьми",
    40: "сорок сорока",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трёхсот трехсот трёмстам тремстам трёхстах трехстах",
    400: "четыреста четырёхсот четырехсот четырёмстам четырёхстах четырехстах",
}
# Declined like five: пять, пяти, пятью. From eleven to twenty, and thirty.
RUSSIAN_SOFT = {
    5: "пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать",
    30: "тридцать",
}
# Both halves are declined: пятьдесят, пятидесяти; пятьсот, пятисот.
RUSSIAN_HALVES = {
    5: ("пять", "пяти"),
    6: ("шесть", "шести"),
    7: ("семь", "семи"),
    8: ("восемь", "восьми"),
    9: ("девять", "девяти"),
}


@cache
def _words() -> dict[str, dict[str, int]]:
    """The value of each word, by language."""
    english = dict(zip(ENGLISH_UNITS.split(), UNITS, strict=True)) | {"a": 1}
    english |= zip(ENGLISH_TENS.split(), TENS, strict=True)
    kazakh = dict(zip(KAZAKH_UNITS.split(), UNITS, strict=False))
    kazakh |= zip(KAZAKH_TENS.split(), TENS, strict=True)
    return {"en": english, "kk": kazakh, "ru": _russian()}


def _russian() -> dict[str, int]:
    found = {form: value for value, forms in RUSSIAN.items() for form in forms.split()}
    for first, words in RUSSIAN_SOFT.items():
        for value, word in enumerate(words.split(), first):
            found |= {word: value, f"{word[:-1]}и": value, f"{word}ю": value}
    for digit, (plain, declined) in RUSSIAN_HALVES.items():
        if digit < 9:
            found |= {f"{plain}десят": digit * 10, f"{declined}десяти": digit * 10}
        for form in (f"{plain}сот", f"{declined}сот", f"{declined}стам", f"{declined}стах"):
            found[form] = digit * 100
    return found


def number_at(text: Text, index: int) -> tuple[int, int]:
    """The value of the number that begins with a word, and how many words it has; 0, 0 if none."""
    return max((_in_language(text, index, language) for language in _words()), key=lambda f: f[1])


def _in_language(text: Text, index: int, language: str) -> tuple[int, int]:
    """Hundreds, tens and units, each once and in this order."""
    known, total, length, below = _words()[language], 0, 0, 1000
    for place in range(index, len(text.words)):
        word = text.words[place].text.casefold()
        if length and not _follows(text, place):
            break
        if word == HUNDRED.get(language) and (total in range(1, 10) or not length):
            total, length, below = (total or 1) * 100, place - index + 1, 100
        elif word == AND and language == "en" and total and total % 100 == 0:
            continue
        elif (value := known.get(word, 0)) and value < below:
            total, length, below = total + value, place - index + 1, _next(value)
        else:
            break
    return (total, length) if total else (0, 0)


def _next(value: int) -> int:
    """What may follow is smaller: after two hundred less than a hundred, after thirty a unit."""
    if value >= 100:
        return 100
    return 10 if value >= 20 or value == 10 else 1


def _follows(text: Text, place: int) -> bool:
    gap = text.content[text.words[place - 1].finish : text.words[place].begin]
    return bool(JOINED.fullmatch(gap))
