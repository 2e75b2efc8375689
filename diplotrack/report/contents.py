"""What a report says, as plain data in the active language."""

import datetime
import hashlib
import html
import json
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.models import Country
from diplotrack.dashboards.charts.visits import visits_per_year
from diplotrack.report.registers import Sources, registers, uncertain
from events.statistics import Figure, YearSummary, year_summary

PRINTED = {  # the stylesheet's light colours; a PDF knows no variables
    "var(--ink)": "#17202a",
    "var(--ink-soft)": "#4d5965",
    "var(--line-strong)": "#8b8f93",
    "var(--chart-grid)": "#e4e1da",
    "var(--chart-bar)": "#1f4e79",
    "var(--chart-bar-soft)": "#a9c4de",
}
FONT = "Libertinus Serif"  # comes with Typst, has the Kazakh letters


def report_contents(
    country: Country, year: int, *, made_at: datetime.datetime, base_url: str
) -> dict[str, Any]:
    """Everything that the report of a country's year shows.

    ``made_at`` is the instant to which the record is told; ``base_url`` the site's own address, for
    permalinks. The checksum is over the figures: whoever asks the API again at that instant can
    compare it (``docs/report.md``).
    """
    summary = year_summary(country, year)
    sources = Sources()
    made = registers(country, year, summary, sources)
    query = urlencode({"country": country.pk})
    return {
        "language": (get_language() or "en")[:2],
        "country": country.name,
        "year": year,
        "title": _("%(country)s in %(year)s") % {"country": country.name, "year": year},
        "empty": summary.is_empty,
        "sentence": sentence(summary, country),
        "figures": [_figure(figure, base_url) for figure in summary.figures],
        "other_reported": [_reported(total) for total in summary.other_reported],
        "registers": made,
        "uncertain": uncertain(made),
        "sources": sources.entries,
        "chart": _chart(country, year),
        "made": date_format(made_at, "DATETIME_FORMAT"),
        "made_at": made_at.isoformat(timespec="seconds"),
        "permalink": f"{base_url}/years/{year}/?{query}",
        "api": f"{base_url}/api/v1/years/{year}/?{query}",
        "base_url": base_url,
        "checksum": checksum(summary),
        "words": _words(country, year),
    }


def checksum(summary: YearSummary) -> str:
    """SHA-256 over the country, the year and each figure's code, value and upper bound."""
    figures = {figure.code: [figure.value, figure.high] for figure in summary.figures}
    told = {"country": summary.country, "year": summary.year, "figures": figures}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def sentence(summary: YearSummary, country: Country) -> str:
    """The year in the one sentence of its page, as plain text."""
    context = {
        "country": country,
        "year": summary.year,
        "figures": {figure.code: figure for figure in summary.figures},
    }
    markup = render_to_string("components/year_sentence.html", context)
    return html.unescape(" ".join(strip_tags(markup).split()))


def _figure(figure: Figure, base_url: str) -> dict[str, Any]:
    query = urlencode(figure.parameters, doseq=True)
    return {
        "label": _capitalised(figure.label),
        "value": _value(figure.value, figure.high),
        "previous": _value(figure.previous, figure.previous_high),
        "rule": str(figure.rule.title),
        "rule_text": str(figure.rule.text),
        "coverage": figure.coverage_label,
        "coverage_note": figure.coverage_note,
        "records": f"{base_url}/{figure.resource}/?{query}",
        "reported": [_reported(total) for total in figure.reported],
        "alternatives": [
            {
                "title": str(other.rule.title),
                "value": _value(other.value, other.high),
                "reproduces": bool(other.reproduces),
            }
            for other in figure.alternatives
        ]
        if figure.reported
        else [],
    }


def _reported(total) -> dict[str, str]:
    return {
        "value": total.hedged,
        "label": total.label,
        "source": total.source_publisher or total.source_title,
        "url": total.source_url,
    }


def _value(low: int, high: int | None) -> str:
    return str(low) if high is None or high == low else f"{low}–{high}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _chart(country: Country, year: int) -> str:
    """The Vega-Lite specification, with its data and in printed colours, as JSON."""
    spec = visits_per_year(country, year).inlined()
    spec |= {"width": 520, "height": 170}
    spec["config"]["font"] = FONT
    text = json.dumps(spec)
    for variable, colour in PRINTED.items():
        text = text.replace(variable, colour)
    return text


def _words(country: Country, year: int) -> dict[str, str]:
    """The report's own words in its language."""
    return {
        "kicker": _("Yearly report on the foreign policy record"),
        "figures": _("The year in figures"),
        "figure": _("Figure"),
        "previous": str(year - 1),
        "current": str(year),
        "reported": _("Reported"),
        "coverage": _("Coverage"),
        "compared": _("Reported and computed"),
        "compared_text": _(
            "The number depends on the rule. Each rule that could be meant stands here with its "
            "count; a marked one gives the reported figure from our records."
        ),
        "reproduces": _("gives the reported figure"),
        "chart": _("Visits abroad per year"),
        "rules": _("Counting rules"),
        "register": _("Register"),
        "uncertain": _("What is uncertain"),
        "uncertain_text": _("Records whose sources leave something open, as their notes say."),
        "nothing_uncertain": _("No record of the year has a note or a doubt."),
        "sources": _("Sources"),
        "other_reported": _("Other figures that officials stated"),
        "empty": _("Nothing is on record for this year."),
        "recompute": _("How to recompute these figures"),
        "recompute_text": _(
            "Every figure is computed from published records by the rule beside it. The address "
            "below answers with the same figures and the records behind each."
        ),
        "made": _("Made"),
        "state": _("State of the record"),
        "page": _("page"),
        "of": _("of"),
        "contents": _("Contents"),
        "checksum": _("Checksum of the figures (SHA-256)"),
        "permalink": _("Permanent address"),
        "signature": _("Signature"),
        "date": _("Date"),
    }
