"""The values of many rules for a country's years: one reading per kind of record and year."""

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import ExtractYear

from events.models import Visit
from events.statistics.conditions import MODELS, condition
from events.statistics.counting import STAY_COLUMNS, counts_of, stay_of
from events.statistics.days import Days, distinct_days, summed_days
from events.statistics.figures import Question
from events.statistics.reading import Reading, Rows, Statistic, alone

Values = dict[tuple[Question, int], Days]
# Where every rule chooses its year by this column, other years need not be read.
DATED = {"visits": "start_date", "summits": "start_date", "documents": "signed_date"}
DAYS = {"days": distinct_days, "stop_days": summed_days}


def values_of(questions: Iterable[Question], country: str, years: Collection[int]) -> Values:
    """What each rule counts of a country's published records in each year."""
    return alone(counting_values(questions, country, years))


def counting_values(
    questions: Iterable[Question], country: str, years: Collection[int]
) -> Statistic[Values]:
    """``values_of`` as a statistic that can be read together with others."""
    by_resource: dict[str, list[Question]] = {}
    by_rows = []
    for question in questions:
        if question.rule.counts in DAYS:
            by_rows.append(question)
        else:
            by_resource.setdefault(question.rule.resource, []).append(question)
    counts = [
        _Counts(resource, some, country, together)
        for resource, some in by_resource.items()
        for together in ([tuple(years)] if resource in DATED else [(year,) for year in years])
    ]
    stays = _stays(by_rows, country, years)
    found = yield [*(one.reading for one in counts), *stays.values()]
    values: Values = {}
    for one, rows in zip(counts, found, strict=False):
        values |= one.values(rows)
    read = dict(zip(stays, found[len(counts) :], strict=True))
    return values | _days(by_rows, country, years, read)


class _Counts:
    """What several rules of one resource count: a row of numbers for each year."""

    def __init__(
        self, resource: str, questions: list[Question], country: str, years: tuple[int, ...]
    ) -> None:
        rows, subjects = _rows(resource, questions, country, years)
        column = DATED.get(resource)
        self.years = years
        self.parts: dict[str, Question] = {}
        expressions = {}
        for place, question in enumerate(questions):
            parameters = question.rule.for_year(question.subject, country, years[0])
            if len(subjects) == 1:
                del parameters[question.subject]  # the rows are the subject's already
            if column:
                del parameters["year"]  # the rows are those of the years, and grouped by them
            where = condition(resource, parameters)
            for part, count in counts_of(question.rule, where=where).items():
                expressions[f"q{place}_{part}"] = count
                self.parts[f"q{place}_{part}"] = question
        year = ExtractYear(column) if column else Value(years[0])
        grouped = rows.values(counted_in=year).annotate(**expressions)
        self.reading = Reading(grouped, ("counted_in", *expressions))

    def values(self, rows: Rows) -> Values:
        found = {int(year): numbers for year, *numbers in rows if int(year) in self.years}
        values = {
            (question, year): Days() for question in self.parts.values() for year in self.years
        }
        for year, numbers in found.items():
            for question, number in zip(self.parts.values(), numbers, strict=True):
                values[question, year] += Days(number, number)
        return values


def _rows(
    resource: str, questions: list[Question], country: str, years: tuple[int, ...]
) -> tuple[QuerySet, set[str]]:
    subjects = {question.subject for question in questions}
    of_country = Q()
    for subject in sorted(subjects):
        of_country |= condition(resource, {subject: country})
    rows = MODELS[resource]._default_manager.published().order_by().filter(of_country)
    if column := DATED.get(resource):
        first, last = datetime.date(min(years), 1, 1), datetime.date(max(years), 12, 31)
        rows = rows.filter(**{f"{column}__gte": first, f"{column}__lte": last})
    return rows, subjects


def _stays(questions: list[Question], country: str, years: Collection[int]) -> dict[str, Reading]:
    """Days need the stops themselves; rules of one subject and restriction share one reading."""
    first, last = datetime.date(min(years), 1, 1), datetime.date(max(years), 12, 31)
    readings = {}
    for question in questions:
        parameters = _restriction(question, country)
        rows = Visit.objects.published().during(first, last).filter(condition("visits", parameters))
        readings[repr(sorted(parameters.items()))] = Reading(rows.order_by(), STAY_COLUMNS)
    return readings


def _restriction(question: Question, country: str) -> dict:
    return {question.subject: country} | question.rule.parameters


def _days(
    questions: list[Question], country: str, years: Collection[int], read: dict[str, Rows]
) -> Values:
    values: Values = {}
    every = {key: [stay_of(row) for row in rows] for key, rows in read.items()}
    for question in questions:
        stays = every[repr(sorted(_restriction(question, country).items()))]
        count = DAYS[question.rule.counts]
        for year in years:
            period = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
            values[question, year] = count(stays, *period)
    return values
