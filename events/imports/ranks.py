"""Taking a cell such as “President A and Prime Minister B” apart: who, in which office."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext_noop

from events.imports.errors import RowRejected
from events.imports.said import say

SHIPPED = tomllib.loads(Path(__file__).with_name("ranks.toml").read_text(encoding="utf-8"))
# A rank ends at a space, at a hyphen before a capital ("Prime Minister-Prince Norodom"), or where a
# lost space leaves a capital behind a small letter ("Prime MinisterHaidar").
END = r"(?:\s+|\s*-\s*(?=[A-ZÀ-Þ])|(?<=[a-z])(?=[A-ZÀ-Þ])|$)"
SEPARATOR = r"\s*(?:,\s*and\b|,|;|&|\band\b)\s*"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A name, with the title of the office that stood before it (empty if none) and its level."""

    name: str
    title: str = ""
    level: str = ""


@dataclass(frozen=True)
class Ranks:
    """The offices that a name may follow: level by title, and title by other spelling."""

    levels: dict[str, str] = field(default_factory=lambda: dict(SHIPPED["ranks"]))
    spellings: dict[str, str] = field(default_factory=lambda: dict(SHIPPED["spellings"]))

    @cached_property
    def _titles(self) -> dict[str, str]:
        titles = {**self.spellings, **{title: title for title in self.levels}}
        return {_key(written): title for written, title in titles.items()}

    @cached_property
    def _any(self) -> str:
        longest_first = sorted({*self.levels, *self.spellings}, key=lambda t: (-len(t), t))
        return rf"(?P<rank>(?i:{'|'.join(map(_pattern, longest_first))})){END}"

    @cached_property
    def _rank(self) -> re.Pattern[str]:
        return re.compile(self._any)

    @cached_property
    def _next_visitor(self) -> re.Pattern[str]:
        return re.compile(rf"{SEPARATOR}(?={self._any})")

    def level(self, title: str) -> str:
        """What an office of this title is, ``other`` if the table does not say."""
        return self.levels.get(self._titles.get(_key(title), title), "other")

    def stand_before(self, cell: str) -> bool:
        """Whether a cell names somebody behind an office."""
        match = self._rank.match(cell)
        return bool(match and cell[match.end() :].strip())

    def split(self, cell: str) -> list[Visitor]:
        """The visitors that a cell names, in order; RowRejected where no name is left."""
        visitors, start = [], 0
        for match in self._next_visitor.finditer(cell):
            part = cell[start : match.start()]
            if self._names_somebody(part):  # "Premier and Prince X" is one person of two ranks
                visitors.append(self._visitor(part))
                start = match.end()
        return [*visitors, self._visitor(cell[start:])]

    def _names_somebody(self, part: str) -> bool:
        match = self._rank.match(part)
        return bool(part[match.end() :].strip() if match else part.strip())

    def _visitor(self, part: str) -> Visitor:
        match = self._rank.match(part)
        if not match:
            return Visitor(_tidy(part))
        name, title = _tidy(part[match.end() :]), self._titles[_key(match["rank"])]
        if not name:
            sentence = gettext_noop("“%(text)s” names an office and nobody in it")
            raise RowRejected([say(sentence, text=part.strip())])
        if re.match(r"(of|for)\b", name):
            sentence = gettext_noop("“%(text)s” begins with an office that [ranks] lacks")
            raise RowRejected([say(sentence, text=part.strip())])
        return Visitor(name, title, self.levels[title])


def _key(title: str) -> str:
    return re.sub(r"\s*-\s*", "-", " ".join(title.split())).casefold()


def _pattern(title: str) -> str:
    return r"\s+".join(r"\s*-\s*".join(map(re.escape, word.split("-"))) for word in title.split())


def _tidy(name: str) -> str:
    return re.sub(r"(\w-)\s+(?=\w)", r"\1", " ".join(name.split())).strip(" ,;&")
