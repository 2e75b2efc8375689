"""``year_summary``: a country's year as figures, each with its rule and what was reported."""

import datetime

from django.utils.translation import gettext as _

from countries.models import Country
from events.models import ReportedTotal, SignedDocument, YearCoverage
from events.statistics.aggregates import aggregating
from events.statistics.alternatives import alternatives_of
from events.statistics.conditions import condition
from events.statistics.counts import Values, counting_values
from events.statistics.figures import FIGURES, QUESTIONS, FigureDefinition
from events.statistics.lines import chairmanship_lines, initiative_lines
from events.statistics.reading import Statistic, alone, both
from events.statistics.reported import as_reported, reported_totals
from events.statistics.results import Aggregate, Figure, Parameters, YearSummary


def year_summary(country: Country, year: int) -> YearSummary:
    """Everything that the published record says of a country's year."""
    return alone(summarising(country, year))


def summarising(country: Country, year: int) -> Statistic[YearSummary]:
    """``year_summary`` as a statistic that can be read together with others."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    values, kinds = yield from both(
        counting_values(QUESTIONS, country.pk, (year - 1, year)),
        _documents_by_kind(country.pk, year),
    )
    totals = reported_totals(country.pk, year)
    coverage = {row.subject: row for row in YearCoverage.objects.filter(country=country, year=year)}
    held, coming = chairmanship_lines(country.pk, first, last)
    return YearSummary(
        country=country.pk,
        country_name=country.name,
        year=year,
        figures=tuple(
            _figure(figure, country.pk, year, values, totals, coverage.get(figure.coverage))
            for figure in FIGURES
        ),
        documents_by_kind=kinds.groups,
        chairmanships=held,
        chairmanships_coming=coming,
        initiatives=initiative_lines(country.pk, last),
        other_reported=tuple(as_reported(total) for total in totals if not total.measure),
    )


def _figure(
    definition: FigureDefinition,
    country: str,
    year: int,
    values: Values,
    totals: list[ReportedTotal],
    coverage: YearCoverage | None,
) -> Figure:
    question = definition.question
    value, previous = values[question, year], values[question, year - 1]
    own = [total for total in totals if total.measure and total.measure == definition.reported]
    alternatives = alternatives_of(definition, country, year, values, own)
    return Figure(
        code=definition.code,
        label=str(definition.label),
        value=value.low,
        high=value.open_end,
        previous=previous.low,
        previous_high=previous.open_end,
        rule=question.rule,
        resource=question.rule.resource,
        parameters=question.rule.for_year(question.subject, country, year),
        counts_records=question.rule.counts_records,
        coverage=coverage.coverage if coverage else "",
        coverage_label=str(coverage.get_coverage_display()) if coverage else _("not stated"),
        coverage_note=coverage.note if coverage else "",
        reported=tuple(
            as_reported(
                total,
                (a.code for a in alternatives if total.public_id in a.reproduces),
            )
            for total in own
        ),
        alternatives=alternatives,
    )


def _documents_by_kind(country: str, year: int) -> Statistic[Aggregate]:
    filters: Parameters = {"country": country, "year": f"{year:04}"}
    documents = SignedDocument.objects.published().filter(condition("documents", filters))
    return aggregating(documents, group_by=["kind"], filters=filters)
