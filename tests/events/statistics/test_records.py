"""The list behind a number holds exactly what was counted: the FilterSets agree with the rules."""

import pytest
from django.http import QueryDict

from countries.models import Country, CountryGroup
from events.filters import (
    VisitFilterSet,
)
from events.statistics import RESOURCES, RULES, aggregate, year_summary
from events.statistics.figures import QUESTIONS
from events.statistics.party_rules import PARTY_RULES
from tests.events.statistics.lists import FILTERSETS, listed

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("year", [2019, 2022, 2024])
def test_the_lists_behind_a_summary_are_as_long_as_its_figures(year):
    summary = year_summary(Country.objects.get(pk="KAZ"), year)
    for figure in summary.figures:
        lists = [figure, *(a for a in figure.alternatives if a.resource)]
        lists += [part for a in figure.alternatives for part in a.parts]
        for number in lists:
            if number.rule.counts_records:
                assert listed(number.resource, number.parameters) == number.value, number
            else:
                assert bool(listed(number.resource, number.parameters)) == bool(number.value)
    for group in summary.documents_by_kind:
        assert listed("documents", group.parameters) == group.value


QUESTIONS_OF_GROUPS = [
    (model, dimension, kind)
    for model, resource in RESOURCES.items()
    for dimension in resource.dimensions.values()
    for kind in (CountryGroup.Kind.values if dimension.needs_group_kind else [""])
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("model", "dimension", "kind"), QUESTIONS_OF_GROUPS)
def test_the_list_behind_a_group_is_as_long_as_the_group(model, dimension, kind):
    rows = model.objects.published()
    counted = aggregate(rows, group_by=[dimension.code], group_kind=kind)
    assert counted.groups
    for group in counted.groups[:12] + counted.groups[-3:]:
        if group.parameters is not None:
            assert listed(counted.resource, group.parameters) == group.value, group


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("code", ["summits", "documents"])
def test_partners_of_a_country_are_listed_beside_it(code):
    model = next(model for model, resource in RESOURCES.items() if resource.code == code)
    rows = FILTERSETS[code](QueryDict("country=KAZ&year=2021..2023")).qs
    filters = {"country": "KAZ", "year": "2021..2023"}
    counted = aggregate(rows, group_by=["country", "year"], filters=filters)
    assert model is rows.model
    assert any(group.key["country"] == "UZB" for group in counted.groups)
    for group in counted.groups[:20]:
        assert listed(code, group.parameters) == group.value


@pytest.mark.usefixtures("demo")
def test_a_group_of_one_filter_and_another_are_listed_together():
    rows = VisitFilterSet(QueryDict("host_group=CIS")).qs
    counted = aggregate(
        rows, group_by=["host_group"], group_kind="organization", filters={"host_group": "CIS"}
    )
    for group in counted.groups[:10]:
        assert listed("visits", group.parameters) == group.value


@pytest.mark.usefixtures("demo")
def test_the_stops_behind_days_are_those_that_touch_the_period():
    rows = VisitFilterSet(QueryDict("guest_country=KAZ")).qs
    counted = aggregate(rows, measure="days", group_by=["month"], filters={"guest_country": "KAZ"})
    for group in counted.groups:
        assert (listed("visits", group.parameters) > 0) == ((group.high or group.value) > 0)


def test_every_rule_of_records_is_compared():
    asked = {question.rule.code for question in QUESTIONS}  # above, for every year
    unasked = {"initiatives_proposed", "guest_countries", "people", "events_and_visits"}
    unasked.add("countries_hosting_events")  # in test_group_links
    unasked |= {"documents_from_visits", "summits_on_visits"}  # in test_aggregate
    unasked |= {rule.code for rule in PARTY_RULES}  # in test_any_groups
    assert set(RULES) - asked == unasked
