"""Numbers in a text, in digits and in words, with what hedges them."""

import re
from dataclasses import dataclass

from events.models import ReportedTotal
from events.press.number_words import number_at
from events.press.tokens import Text

Qualifier = ReportedTotal.Qualifier
DIGITS = re.compile(r"\d{1,3}(?:[  ,]\d{3})+(?!\d)|\d+")
BEFORE = (
    (Qualifier.MORE_THAN, r"more than|over|свыше|более|более чем(?: в)?|больше"),
    (Qualifier.AT_LEAST, r"at least|no fewer than|не менее(?: чем(?: в)?)?|кемінде"),
    (Qualifier.ABOUT, r"about|around|some|nearly|almost|около|примерно|почти|шамамен"),
    (Qualifier.LESS_THAN, r"less than|fewer than|under|менее|меньше"),
)
# Kazakh hedges after the number: 20-дан астам.
AFTER = (
    (Qualifier.MORE_THAN, r"[-‑–]?[дтн][ае]н\s+(?:астам|артық|көп)"),
    (Qualifier.ABOUT, r"[-‑–]?(?:ға|ге|қа|ке)\s+(?:жуық|жақын)"),
)
BEFORE_PATTERNS = tuple((q, re.compile(rf"\b(?:{p})\s+$", re.IGNORECASE)) for q, p in BEFORE)
AFTER_PATTERNS = tuple((q, re.compile(p, re.IGNORECASE)) for q, p in AFTER)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, its span with the words that hedge it, and its qualifier."""

    begin: int
    finish: int
    value: int
    qualifier: str


def find_numbers(text: Text) -> list[Number]:
    """The numbers of a text from two on. A part of a larger number or of a code is none."""
    content = text.content
    numbers = []
    for match in DIGITS.finditer(content):
        around = (
            content[max(0, match.start() - 1) : match.start()],
            content[match.end() : match.end() + 2],
        )
        if re.search(r"[\w.,/–-]$", around[0]) or re.match(r"[.,/:]\d|[^\W\d_]|%", around[1]):
            continue
        value = int(re.sub(r"\D", "", match[0]))
        numbers.append(_hedged(content, match.start(), match.end(), value))
    numbers += _in_words(text)
    return sorted((n for n in numbers if n.value > 1), key=lambda n: n.begin)


def _in_words(text: Text) -> list[Number]:
    found, index, words = [], 0, text.words
    while index < len(words):
        value, length = number_at(text, index)
        if value:
            finish = words[index + length - 1].finish
            found.append(_hedged(text.content, words[index].begin, finish, value))
        index += length or 1
    return found


def _hedged(content: str, begin: int, finish: int, value: int) -> Number:
    head = content[max(0, begin - 20) : begin]
    for qualifier, pattern in BEFORE_PATTERNS:
        if match := pattern.search(head):
            return Number(begin - (len(head) - match.start()), finish, value, qualifier)
    for qualifier, pattern in AFTER_PATTERNS:
        if match := pattern.match(content, finish):
            return Number(begin, match.end(), value, qualifier)
    return Number(begin, finish, value, Qualifier.EXACTLY)
