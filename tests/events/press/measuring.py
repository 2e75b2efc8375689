"""Recall and precision of the extraction on the sets of notices beside this file."""

import datetime
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from countries.models import Person
from events.press.extraction import extract
from events.press.mentions import Kind, Mention

CORPUS = Path(__file__).with_name("corpus")
KNOWN = Path(__file__).with_name("held_out")  # until its faults were read
HELD_OUT = Path(__file__).with_name("held_out_2")
TUNING = Path(__file__).with_name("tuning")
MARK = re.compile(r"\[\[([^|\]]+)\|([a-z_]+) ([^\]]+)\]\]")
LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True, slots=True)
class Expected:
    begin: int
    finish: int
    kind: str
    value: str


@dataclass(frozen=True)
class Notice:
    id: str
    language: str
    published: datetime.date
    text: str
    expected: tuple[Expected, ...]
    draft: dict[str, str]


@dataclass
class Score:
    """Right, missed and wrong mentions."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / ((self.right + len(self.missed)) or 1)

    @property
    def precision(self) -> float:
        return self.right / ((self.right + len(self.wrong)) or 1)


@cache
def notices(folder: Path = CORPUS) -> tuple[Notice, ...]:
    return tuple(
        _notice(row, language)
        for language in LANGUAGES
        for row in tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))["notice"]
    )


def _notice(row: dict, language: str) -> Notice:
    text, expected, position = "", [], 0
    for match in MARK.finditer(row["text"]):
        text += row["text"][position : match.start()]
        expected.append(Expected(len(text), len(text) + len(match[1]), match[2], match[3]))
        text, position = text + match[1], match.end()
    text += row["text"][position:]
    published = datetime.date.fromisoformat(row["published"])
    return Notice(row["id"], language, published, text, tuple(expected), row.get("draft", {}))


def value_of(mention: Mention, people: dict[str, str]) -> str:
    """A mention's value as the corpus writes it."""
    if mention.kind == Kind.PERSON:
        return people.get(mention.key, "?")
    if mention.kind == Kind.TOTAL:
        return f"{mention.key} {mention.value}"
    if mention.kind == Kind.DATE:
        return mention.key.replace(" … ", "..")
    return mention.key


def measure(folder: Path = CORPUS) -> dict[tuple[str, str], Score]:
    """The score of each kind in each language: a mention is right when an annotation of its kind
    and value overlaps it."""
    people = {str(pk): name for pk, name in Person.objects.values_list("pk", "name_en")}
    scores = {(kind, language): Score() for kind in Kind.values for language in LANGUAGES}
    for notice in notices(folder):
        waiting = list(notice.expected)
        for mention in extract(notice.text, published=notice.published).mentions:
            value = value_of(mention, people)
            score = scores[mention.kind.value, notice.language]
            match = next((e for e in waiting if _same(e, mention, value)), None)
            if match:
                waiting.remove(match)
                score.right += 1
            else:
                score.wrong.append(f"{notice.id} {mention.quote!r} = {value}")
        for rest in waiting:
            quote = notice.text[rest.begin : rest.finish]
            scores[rest.kind, notice.language].missed.append(
                f"{notice.id} {quote!r} = {rest.value}"
            )
    return scores


def _same(expected: Expected, mention: Mention, value: str) -> bool:
    overlap = expected.begin < mention.finish and mention.begin < expected.finish
    return overlap and (expected.kind, expected.value) == (mention.kind.value, value)


def measure_drafts(folder: Path = CORPUS) -> dict[str, Score]:
    """The score of each field of the proposed visits; a field left empty is missed, not wrong."""
    people = {str(pk): name for pk, name in Person.objects.values_list("pk", "name_en")}
    scores = {language: Score() for language in LANGUAGES}
    for notice in notices(folder):
        draft = extract(notice.text, published=notice.published).visit
        given = _draft_values(draft, people) if draft else {}
        score = scores[notice.language]
        wanted = notice.draft
        for name in sorted(wanted.keys() | given.keys()):
            want, got = wanted.get(name), given.get(name)
            if (
                name in ("start", "end")
                and not wanted.get("end")
                and name == "end"
                and got == wanted.get("start")
            ):
                continue
            if got and got == want:
                score.right += 1
                continue
            if got:
                score.wrong.append(f"{notice.id} {name} = {got}, not {want}")
            if want:
                score.missed.append(f"{notice.id} {name} = {want}")
    return scores


def _draft_values(draft, people: dict[str, str]) -> dict[str, str]:
    values = {
        "visitor": people.get(draft.visitor.key, "") if draft.visitor else "",
        "guest": draft.guest_code,
        "host": draft.host_code,
        "visit_type": draft.visit_type.key,
        "city": draft.city.key if draft.city else "",
        "start": str(draft.period.start) if draft.period else "",
        "end": str(draft.period.end) if draft.period else "",
    }
    return {name: value for name, value in values.items() if value}


def table(folder: Path = CORPUS) -> str:
    """The figures as docs/press-releases.md shows them: recall / precision (mentions)."""
    scores = measure(folder)
    lines = ["| kind | English | Russian | Kazakh |", "|---|---|---|---|"]
    for kind in Kind.values:
        cells = [_cell(scores[kind, language]) for language in LANGUAGES]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    drafts = measure_drafts(folder)
    cells = [_cell(drafts[language]) for language in LANGUAGES]
    lines.append(f"| *fields of the proposed visit* | {' | '.join(cells)} |")
    if folder == HELD_OUT:  # whoever reads its faults can no longer measure by it
        return "\n".join(lines)
    faults = [
        f"- {sign}: {fault}"
        for (_kind, _language), score in scores.items()
        for sign, found in (("missed", score.missed), ("wrong", score.wrong))
        for fault in found
    ]
    return "\n".join([*lines, "", "Every fault:", "", *faults])


def _cell(score: Score) -> str:
    return f"{score.recall:.2f} / {score.precision:.2f} ({score.right + len(score.missed)})"
