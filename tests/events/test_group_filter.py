"""A filter by group takes the membership of the record's own day, whichever way it is asked."""

import datetime

import pytest
from django.http import QueryDict

from countries.models import CountryGroupMembership
from events.filters import InitiativeFilterSet, VisitFilterSet
from tests.events.statistics.world import GROUPS, SPRING, SUMMER, make_world
from tests.factories import CountryFactory, InitiativeFactory, OrganizationFactory, VisitFactory

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def visits():
    """Stops on the first and last days of memberships, and on the days beside them."""
    make_world()
    body = {"guest_country": None, "guest_organization": OrganizationFactory(code="EU")}
    made = []
    for day in (SPRING, SPRING + ONE_DAY, SUMMER - ONE_DAY, SUMMER):
        for host in ("UZB", "TJK"):
            fields = {"host_country": CountryFactory(code=host), "start_date": day}
            made.append(VisitFactory(**fields, guest_country=CountryFactory(code="FRA")))
            made.append(VisitFactory(**fields, **body))
    return made


def found(query: str) -> set[int]:
    filterset = VisitFilterSet(QueryDict(query))
    assert filterset.is_valid(), filterset.problems()
    return set(filterset.qs.values_list("pk", flat=True))


def is_member(group: str, country: str | None, day: datetime.date) -> bool:
    rows = CountryGroupMembership.objects.filter(group=group, country=country)
    return country is not None and rows.on(day).exists()


@pytest.mark.parametrize("group", GROUPS)
def test_members_on_the_day_are_found_and_all_others_by_not(visits, group):
    hosts = {v.pk for v in visits if is_member(group, v.host_country_id, v.start_date)}
    guests = {v.pk for v in visits if is_member(group, v.guest_country_id, v.start_date)}
    every = {visit.pk for visit in visits}
    assert found(f"host_group={group}") == hosts
    assert found(f"group={group}") == hosts | guests
    assert found(f"host_group__n={group}") == every - hosts
    assert found(f"guest_group__n={group}") == every - guests


def test_each_of_two_groups_may_be_of_another_side(visits):
    both = found("group__all=A&group__all=B")
    assert both == found("group=A") & found("group=B")
    assert both  # France in B received by Uzbekistan in A


def test_a_record_without_a_day_is_of_the_groups_that_never_change():
    make_world()
    for code in ("UZB", "FRA"):
        InitiativeFactory(country=CountryFactory(code=code), proposed_date=None)
    rows = {group: InitiativeFilterSet(QueryDict(f"group={group}")).qs.count() for group in "AB"}
    others = InitiativeFilterSet(QueryDict("group__n=A")).qs.count()
    assert (rows, others) == ({"A": 0, "B": 1}, 2)
