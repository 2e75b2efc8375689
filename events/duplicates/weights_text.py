"""The weights as the tables that docs/duplicates.md publishes."""

from django.utils import translation

from events.duplicates.weights import LIKELY, POSSIBLE, TEXTS, WEIGHTS


def weights_as_markdown() -> str:
    """One table for each type of record, in English."""
    with translation.override("en"):
        parts = [f"A pair is *likely* from {LIKELY} points on and *possible* from {POSSIBLE} on.\n"]
        for kind, weights in WEIGHTS.items():
            rows = [f"| {TEXTS[code]} | {points:+d} |" for code, points in weights.items()]
            parts.append(f"### {kind}\n\n| evidence | points |\n|---|---:|\n" + "\n".join(rows))
        return "\n".join(parts[:1]) + "\n" + "\n\n".join(parts[1:]) + "\n"
