"""Whatever the record holds, numbers and the lists behind them agree."""

import datetime

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from countries.partial_dates import PartialDate
from events.models import Status, Visit
from events.statistics import aggregate
from events.statistics.counts import values_of
from events.statistics.days import Stay, distinct_days
from events.statistics.figures import QUESTIONS
from tests.events.statistics.lists import listed, records
from tests.factories import (
    CountryFactory,
    OrganizationFactory,
    PersonFactory,
    VisitFactory,
    VisitTypeFactory,
)

pytestmark = pytest.mark.django_db

HOSTS = ["UZB", "TJK"]
VISIT_TYPES = ["state", "official", "multilateral", "transit"]
DAYS = st.dates(datetime.date(2021, 11, 1), datetime.date(2023, 1, 31))
STOPS = st.fixed_dictionaries(
    {
        "start": DAYS,
        "length": st.integers(0, 40),
        "precision": st.sampled_from(["day", "month", "year"]),
        "status": st.sampled_from(Status.values),
        "mode": st.sampled_from(["in_person", "online", "hybrid"]),
        "state": st.sampled_from(["draft", "published", "published", "withdrawn"]),
        "visit_type": st.sampled_from(VISIT_TYPES),
        "host": st.sampled_from(HOSTS),
        "organization": st.booleans(),
    }
)


def _record(stop, person) -> Visit:
    start, precision = stop["start"], stop["precision"]
    end = start + datetime.timedelta(days=stop["length"])
    if precision != "day":
        start, end = start.replace(day=1), None
    if precision == "year":
        start = start.replace(month=1)
    guest = {"guest_country": None, "guest_organization": OrganizationFactory(code="EU")}
    return VisitFactory(
        visitor=person,
        host_country=CountryFactory(code=stop["host"]),
        visit_type=VisitTypeFactory(code=stop["visit_type"]),
        start_date=start,
        start_date_precision=precision,
        end_date=end,
        status=stop["status"],
        mode=stop["mode"],
        state=stop["state"],
        **(guest if stop["organization"] else {}),
    )


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))  # to shrink takes minutes
@given(stops=st.lists(STOPS, min_size=1, max_size=6))
def test_whatever_the_visits_numbers_and_lists_agree(stops):
    with transaction.atomic():
        for code in VISIT_TYPES:
            VisitTypeFactory(code=code)
        for code in ("KAZ", *HOSTS):
            CountryFactory(code=code)
        person = PersonFactory()
        for stop in stops:
            _record(stop, person)
        _compare_years()
        _compare_groups()
        _compare_days()
        transaction.set_rollback(True)


def _compare_years():
    questions = [q for q in QUESTIONS if q.rule.resource == "visits" and q.rule.counts_records]
    for country in ("KAZ", "UZB"):
        for (question, year), days in values_of(questions, country, [2022, 2023]).items():
            if (question.subject == "guest_country") != (country == "KAZ"):
                continue  # nobody comes from Uzbekistan or goes to Kazakhstan
            parameters = question.rule.for_year(question.subject, country, year)
            assert listed("visits", parameters) == days.low, question


def _compare_groups():
    rows = Visit.objects.published()
    for group_by in (
        ["year", "status"],
        ["month"],
        ["quarter", "host_country"],
        ["guest_country"],
        ["kind", "level"],
        ["country", "month"],
        ["organization", "year"],
    ):
        counted = aggregate(rows, group_by=group_by)
        in_groups = sum(group.value for group in counted.groups)
        assert counted.total <= in_groups if "country" in group_by else counted.total == in_groups
        for group in counted.groups:
            assert listed("visits", group.parameters) == group.value, group


def _compare_days():
    """Days of a group are those of the stops in its list, in the group's period."""
    ever = (datetime.date.min, datetime.date.max)
    for group_by, period in (
        (["country"], ""),
        (["country", "year"], "year"),
        (["month"], "month"),
    ):
        counted = aggregate(Visit.objects.published(), measure="days", group_by=group_by)
        for group in counted.groups:
            frame = PartialDate.parse(str(group.key[period])) if period else None
            first, last = (frame.first, frame.last) if frame else ever
            behind = records("visits", group.parameters)
            days = distinct_days((_stay(visit) for visit in behind), first, last)
            assert group.value == days.low, group
            # What is known to the year may lie in any of its months, whose lists do not have it.
            assert period == "month" or group.high == days.open_end, group
        held = records("visits", counted.rule.parameters)
        days = distinct_days((_stay(visit) for visit in held), *ever)
        assert (counted.total, counted.total_high) == (days.low, days.open_end)


def _stay(visit: Visit) -> Stay:
    return Stay.of(
        visit.visitor_id,
        visit.start_date,
        visit.start_date_precision,
        visit.end_date,
        visit.end_date_precision,
    )
