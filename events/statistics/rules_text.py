"""The counting rules as Markdown, for ``docs/counting-rules.md``."""

from django.utils.translation import override

from events.statistics.catalogue import RULES
from events.statistics.rules import CountingRule

COUNTED = {
    "records": "records",
    "journey": "different journeys, and each stop without one",
    "host_country": "different host countries",
    "guest_country": "different guest countries",
    "visitor": "different visitors",
    "documents": "different published documents",
    "summit_participations__summit": "different published events",
    "participants__country": "different participating countries",
    "participants__organization": "different participating organizations",
    "participants__person": "different published participants",
    "bound_country": "different countries bound",
    "parties__organization": "different organizations that are parties",
    "parties__signatory": "different published signatories",
    "days": "different days of each visitor",
    "stop_days": "days of each stop",
}


def rules_as_markdown() -> str:
    """One section per rule, in English, in the order of the catalogue."""
    with override("en"):
        return "\n".join(_section(rule) for rule in RULES.values())


def _section(rule: CountingRule) -> str:
    lines = [f"### `{rule.code}`: {rule.title}", "", str(rule.text), ""]
    if rule.resource:
        query = "&".join(
            f"{name}={value}"
            for name, values in (rule.period | rule.parameters).items()
            for value in ((values,) if isinstance(values, str) else values)
        )
        lines += [f"Counts {COUNTED[rule.counts]} of `{rule.resource}` with `{query}`.", ""]
    return "\n".join(lines)
