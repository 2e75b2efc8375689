"""The values of many rules for a country's years: one query per kind of record."""

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from events.models import Visit
from events.statistics.conditions import MODELS, condition
from events.statistics.counting import counts_of, stays
from events.statistics.days import Days, distinct_days, summed_days
from events.statistics.figures import Question

Values = dict[tuple[Question, int], Days]
# Where every rule chooses its year by this column, other years need not be read.
DATED = {"visits": "start_date", "summits": "start_date", "documents": "signed_date"}
DAYS = {"days": distinct_days, "stop_days": summed_days}


def values_of(questions: Iterable[Question], country: str, years: Collection[int]) -> Values:
    """What each rule counts of a country's published records in each year."""
    by_resource: dict[str, list[Question]] = {}
    by_rows = []
    for question in questions:
        if question.rule.counts in DAYS:
            by_rows.append(question)
        else:
            by_resource.setdefault(question.rule.resource, []).append(question)
    values: Values = {}
    for resource, some in by_resource.items():
        values |= _counted(resource, some, country, years)
    return values | _days(by_rows, country, years)


def _counted(
    resource: str, questions: list[Question], country: str, years: Collection[int]
) -> Values:
    rows, subjects = _rows(resource, questions, country, years)
    expressions = {}
    for place, question in enumerate(questions):
        for year in years:
            parameters = question.rule.for_year(question.subject, country, year)
            if len(subjects) == 1:
                del parameters[question.subject]  # the rows are the subject's already
            where = condition(resource, parameters)
            for part, count in counts_of(question.rule, where=where).items():
                expressions[f"q{place}_{year}_{part}"] = count
    counted = rows.aggregate(**expressions)
    values: Values = {}
    for place, question in enumerate(questions):
        for year in years:
            prefix = f"q{place}_{year}_"
            total = sum(n for name, n in counted.items() if name.startswith(prefix))
            values[question, year] = Days(total, total)
    return values


def _rows(
    resource: str, questions: list[Question], country: str, years: Collection[int]
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


def _days(questions: list[Question], country: str, years: Collection[int]) -> Values:
    """Days need the stops themselves; rules of one subject and restriction share one query."""
    read: dict[str, list] = {}
    values: Values = {}
    for question in questions:
        parameters = {question.subject: country} | question.rule.parameters
        key = repr(sorted(parameters.items()))
        if key not in read:
            first, last = datetime.date(min(years), 1, 1), datetime.date(max(years), 12, 31)
            rows = Visit.objects.published().during(first, last)
            rows = rows.filter(condition("visits", parameters)).order_by()
            read[key] = [stay for stay, _columns in stays(rows)]
        count = DAYS[question.rule.counts]
        for year in years:
            period = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
            values[question, year] = count(read[key], *period)
    return values
