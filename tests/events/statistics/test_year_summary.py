"""The yearly summary: the demo's 2022, what was reported beside, and what stays the same."""

import datetime

import pytest

from countries.models import Country
from events.statistics import newest_complete_year, year_summary, years_of

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def summary_2022(demo):
    return year_summary(Country.objects.get(pk="KAZ"), 2022)


FIGURES_2022 = {
    "visits_abroad": 23,
    "journeys_abroad": 21,
    "journeys_assumed": 18,
    "countries_visited": 13,
    "days_abroad": 32,
    "summits_attended": 17,
    "summits_in_person": 15,
    "summits_online": 0,
    "summits_hybrid": 2,
    "summits_hosted": 5,
    "documents_signed": 10,
    "visits_received": 9,
    "leaders_received": 8,
    "chairmanships": 3,
    "chairmanships_starting": 2,
    "chairmanships_coming": 2,
    "initiatives": 4,
}


def test_the_figures_of_the_demos_2022(summary_2022):
    assert {figure.code: figure.value for figure in summary_2022.figures} == FIGURES_2022


def test_the_reported_13_visits_are_the_countries(summary_2022):
    figure = summary_2022.figure("visits_abroad")
    [reported] = figure.reported
    assert (reported.value, reported.qualifier) == (13, "exactly")
    assert reported.reproduced_by == ("countries@guest_country",)
    assert {a.code: a.value for a in figure.alternatives if a.reproduces} == {
        "countries@guest_country": 13
    }


def test_no_rule_reproduces_the_26_events_and_175_documents(summary_2022):
    for code, value in (("summits_attended", 26), ("documents_signed", 175)):
        [reported] = summary_2022.figure(code).reported
        assert (reported.value, reported.reproduced_by) == (value, ())


def test_a_visit_known_to_the_month_makes_days_a_range(summary_2022):
    assert summary_2022.figure("days_abroad").high == 59


def test_every_figure_states_its_coverage_and_last_years_value(summary_2022):
    assert summary_2022.figure("visits_abroad").coverage == "complete"
    assert summary_2022.figure("documents_signed").coverage == "sample"
    assert summary_2022.figure("visits_abroad").previous == 8
    earlier = year_summary(Country.objects.get(pk="KAZ"), 2021)
    for figure in summary_2022.figures:
        assert figure.previous == earlier.figure(figure.code).value


def test_terms_and_initiatives_are_listed(summary_2022):
    assert [line.organization for line in summary_2022.chairmanships] == ["CICA", "CICA", "CIS"]
    assert [line.organization for line in summary_2022.chairmanships_coming] == ["SCO", "OTS"]
    assert len(summary_2022.initiatives) == summary_2022.figure("initiatives").value


def test_an_initiative_stands_where_it_stood_at_the_end_of_the_year(demo):
    country = Country.objects.get(pk="KAZ")
    then, now = (
        {line.public_id: line.status for line in year_summary(country, year).initiatives}
        for year in (2022, 2025)
    )
    assert set(then.values()) == {"proposed", "under_negotiation"}
    assert "established" in {now[public_id] for public_id in then}


def test_what_was_reported_and_not_computed_is_listed(demo):
    summary = year_summary(Country.objects.get(pk="KAZ"), 2023)
    assert 152921 in [reported.value for reported in summary.other_reported]
    assert summary.figure("days_abroad").reported[0].value == 33


def test_the_parts_of_a_sum_are_its_value(summary_2022):
    total = summary_2022.figure("summits_attended").alternatives[-1]
    assert total.code == "events_and_visits"
    assert total.value == sum(part.value for part in total.parts) == 28


@pytest.mark.parametrize("year", [2018, 2022, 2025])
def test_a_summary_costs_a_fixed_number_of_queries(demo, django_assert_num_queries, year):
    country = Country.objects.get(pk="KAZ")
    with django_assert_num_queries(6 if year > 2018 else 5):  # no document, no name of a kind
        year_summary(country, year)


def test_years_and_summaries_agree(demo):
    country = Country.objects.get(pk="KAZ")
    for row in years_of(country)[:7]:
        summary = year_summary(country, row.year)
        assert row.visits == summary.figure("visits_abroad").value
        assert row.journeys == summary.figure("journeys_abroad").value
        assert row.countries == summary.figure("countries_visited").value
        assert row.received == summary.figure("visits_received").value
        assert row.summits == summary.figure("summits_attended").value
        assert row.documents == summary.figure("documents_signed").value


def test_the_demos_newest_complete_year_is_2022(demo):
    assert newest_complete_year(Country.objects.get(pk="KAZ"), TODAY) == 2022
