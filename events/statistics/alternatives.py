"""Every rule that could be meant, with its value and the reported totals it agrees with."""

from events.models import ReportedTotal
from events.statistics.counts import Values
from events.statistics.days import Days
from events.statistics.figures import FigureDefinition, Question, Sum
from events.statistics.reported import agrees
from events.statistics.results import Alternative, Part


def alternatives_of(
    definition: FigureDefinition,
    country: str,
    year: int,
    values: Values,
    totals: list[ReportedTotal],
) -> tuple[Alternative, ...]:
    """The figure's own rule first, then the others; last those that add up several."""
    plain = [
        _alternative(question, country, year, values[question, year], totals)
        for question in definition.alternatives
    ]
    return (*plain, *(_sum(total, country, year, values, totals) for total in definition.sums))


def _alternative(
    question: Question, country: str, year: int, value: Days, totals: list[ReportedTotal]
) -> Alternative:
    return Alternative(
        code=question.code,
        rule=question.rule,
        value=value.low,
        high=value.open_end,
        resource=question.rule.resource,
        parameters=question.rule.for_year(question.subject, country, year),
        reproduces=_reproduces(value, totals),
    )


def _sum(
    total: Sum, country: str, year: int, values: Values, totals: list[ReportedTotal]
) -> Alternative:
    value = sum((values[question, year] for question in total.questions), Days())
    parts = tuple(
        Part(
            rule=question.rule,
            value=values[question, year].low,
            resource=question.rule.resource,
            parameters=question.rule.for_year(question.subject, country, year),
        )
        for question in total.questions
    )
    return Alternative(
        code=total.rule.code,
        rule=total.rule,
        value=value.low,
        resource="",
        parameters={},
        reproduces=_reproduces(value, totals),
        parts=parts,
    )


def _reproduces(value: Days, totals: list[ReportedTotal]) -> tuple[str, ...]:
    return tuple(total.public_id for total in totals if agrees(total.qualifier, total.value, value))
