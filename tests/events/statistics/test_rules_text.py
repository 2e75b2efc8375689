"""The published definitions and the code that counts are one."""

from pathlib import Path

from events.statistics import RULES, rules_as_markdown
from events.statistics.event_rules import (
    CHAIRMANSHIP_RULES,
    DOCUMENT_RULES,
    INITIATIVE_RULES,
    SUMMIT_RULES,
)
from events.statistics.party_rules import PARTY_RULES
from events.statistics.visit_rules import VISIT_RULES

PAGE = Path(__file__).parents[3] / "docs" / "counting-rules.md"


def test_the_page_holds_the_rules_as_they_are():
    written = PAGE.read_text(encoding="utf-8").partition("text below. -->\n\n")[2]
    assert written == rules_as_markdown(), "write `manage.py counting_rules` into the page"


def test_every_rule_has_a_title_and_a_text_of_its_own():
    assert len({str(rule.text) for rule in RULES.values()}) == len(RULES)
    assert len({str(rule.title) for rule in RULES.values()}) == len(RULES)


def test_no_two_rules_share_a_code():
    of_events = (*SUMMIT_RULES, *DOCUMENT_RULES, *CHAIRMANSHIP_RULES, *INITIATIVE_RULES)
    rules = (*VISIT_RULES, *of_events, *PARTY_RULES)
    assert len({rule.code for rule in rules}) == len(rules)
