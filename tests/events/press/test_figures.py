"""Recall and precision do not fall below what the documentation says."""

import os
import re
from pathlib import Path

import pytest

from tests.events.press.measuring import (
    CORPUS,
    HELD_OUT,
    KNOWN,
    LANGUAGES,
    TUNING,
    measure,
    notices,
    table,
)

PAGE = Path(__file__).parents[3] / "docs" / "press-releases.md"
SETS = {"figures": CORPUS, "held-out figures": HELD_OUT, "known figures": KNOWN}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_the_corpus_has_ten_notices_in_each_language():
    assert [sum(n.language == code for n in notices()) for code in LANGUAGES] == [10, 10, 10]


@pytest.mark.parametrize("mark", SETS)
def test_the_documented_figures_are_the_measured_ones(mark):
    """UPDATE_FIGURES=1 writes them anew, for the change to show in review."""
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark}: begin -->\n", f"\n<!-- {mark}: end -->"
    head, rest = page.split(begin)
    documented, tail = rest.split(end)
    measured = table(SETS[mark])
    if os.environ.get("UPDATE_FIGURES"):
        PAGE.write_text(f"{head}{begin}{measured}{end}{tail}", encoding="utf-8")
    assert documented == measured


def test_no_kind_falls_below_its_floor():
    scores = measure()
    low = {
        f"{kind} {language}": (round(score.recall, 2), round(score.precision, 2))
        for (kind, language), score in scores.items()
        if score.recall < 0.9 or score.precision < 0.8
    }
    assert low == {}


def test_the_notices_to_tune_by_are_read():
    scores = measure(TUNING)
    missed = [fault for score in scores.values() for fault in score.missed]
    wrong = [fault for (kind, _lang), score in scores.items() for fault in score.wrong]
    assert missed == []
    assert [fault for fault in wrong if "total" in fault or "_" in fault] == []


def test_the_ministrys_statement_gives_its_three_figures_in_each_language():
    texts = {n.language: n for n in notices() if re.fullmatch(r"..-02", n.id)}
    expected = {("outgoing_visits 13"), ("international_events 26"), ("documents_signed 175")}
    for notice in texts.values():
        assert {e.value for e in notice.expected if e.kind == "total"} == expected
    scores = measure()
    missed = [m for key, s in scores.items() if key[0] == "total" for m in s.missed]
    assert missed == []
