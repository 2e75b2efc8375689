"""What a report says, as plain data in the active language."""

import datetime
import html
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.api.exports.moment import one_moment
from countries.models import Country
from countries.models.history_as_of import reading_as_of
from diplotrack.report.charts import report_charts
from diplotrack.report.instants import addresses, checksum, last_seal, records_then
from diplotrack.report.registers import Sources, registers, uncertain
from diplotrack.report.words import report_words
from events.models import YearCoverage
from events.statistics import Alternative, Figure, YearSummary, year_summary

HOSTED = "summits@host_country"


def report_contents(
    country: Country,
    year: int,
    *,
    made_at: datetime.datetime,
    base_url: str,
    as_of: datetime.datetime | None = None,
) -> dict[str, Any]:
    """Everything that the report of a country's year shows.

    It tells the record as it was known at ``as_of``, or as it is; either way every figure can be
    asked again at the instant that the report names. ``base_url`` is the site's own address, for
    the links. The checksum is over the figures (``docs/report.md``).
    """
    with one_moment(), reading_as_of(as_of):
        summary = year_summary(country, year)
        # Taken when what we read is settled: nothing that comes later can be of this instant.
        moment = as_of or timezone.now()
        charts = [] if summary.is_empty else report_charts(country, year)
        return _contents(country, summary, charts, made_at, moment, base_url)


def _contents(
    country: Country,
    summary: YearSummary,
    charts: list[dict[str, Any]],
    made_at: datetime.datetime,
    moment: datetime.datetime,
    base_url: str,
) -> dict[str, Any]:
    language = (get_language() or "en")[:2]
    year = summary.year
    sources = Sources()
    made = registers(country, year, summary, sources)
    return {
        "language": language,
        "country": country.name,
        "year": year,
        "title": _("%(country)s in %(year)s") % {"country": country.name, "year": year},
        "empty": summary.is_empty,
        "sentence": sentence(summary, country),
        "figures": [_figure(figure, moment) for figure in summary.figures],
        "rules": _rules(summary),
        "other_reported": [_reported(total) for total in summary.other_reported],
        "registers": made,
        "open_figures": _open_figures(summary),
        "uncertain": uncertain(made),
        "sources": sources.entries,
        "charts": charts,
        "made": date_format(made_at, "DATE_FORMAT"),
        "made_at": made_at.isoformat(),
        "state": _state(moment),
        "seal": last_seal(moment),
        "addresses": addresses(summary, moment, base_url, language),
        "base_url": base_url,
        "checksum": checksum(summary),
        "words": report_words(year),
    }


def _state(moment: datetime.datetime) -> str:
    """The instant in words: to the second, in UTC."""
    utc = moment.astimezone(datetime.UTC)
    return f"{date_format(utc.date(), 'DATE_FORMAT')}, {utc:%H:%M:%S} UTC"


def _open_figures(summary: YearSummary) -> list[dict[str, str]]:
    """Figures of which the record does not claim to be complete or exact, with the reason."""
    return [
        {
            "label": _capitalised(figure.label),
            "value": _value(figure.value, figure.high),
            "coverage": figure.coverage_label,
            "note": figure.coverage_note,
        }
        for figure in summary.figures
        if figure.coverage != YearCoverage.Coverage.COMPLETE or figure.high is not None
    ]


def sentence(summary: YearSummary, country: Country) -> str:
    """The year in the one sentence of its page, as plain text."""
    context = {
        "country": country,
        "year": summary.year,
        "figures": {figure.code: figure for figure in summary.figures},
    }
    markup = render_to_string("components/year_sentence.html", context)
    return html.unescape(" ".join(strip_tags(markup).split()))


def _figure(figure: Figure, moment: datetime.datetime) -> dict[str, Any]:
    return {
        "code": figure.code,
        "label": _capitalised(figure.label),
        "value": _value(figure.value, figure.high),
        "previous": _value(figure.previous, figure.previous_high),
        "rule": str(figure.rule.title),
        "coverage": figure.coverage_label,
        "coverage_note": figure.coverage_note,
        "records": records_then(figure, moment),
        "reported": [_reported(total) for total in figure.reported],
        "alternatives": [
            {
                "title": _alternative_title(other),
                "value": _value(other.value, other.high),
                "reproduces": bool(other.reproduces),
            }
            for other in figure.alternatives
        ]
        if figure.reported
        else [],
    }


def _alternative_title(other: Alternative) -> str:
    """The rule's title; one that is asked of the host says so, as on the year's page."""
    title = str(other.rule.title)
    return f"{title} {_('hosted')}" if other.code == HOSTED else title


def _rules(summary: YearSummary) -> list[dict[str, str]]:
    """Each counting rule once, with the figures that it counts."""
    labels: dict[str, list[str]] = {}
    for figure in summary.figures:
        labels.setdefault(figure.rule.code, []).append(_capitalised(figure.label))
    rules = {figure.rule.code: figure.rule for figure in summary.figures}
    return [
        {
            "figures": "; ".join(labels[code]),
            "title": str(rule.title),
            "text": str(rule.text),
        }
        for code, rule in rules.items()
    ]


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
