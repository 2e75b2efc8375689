"""Which changes of a visit put it into another journey: one list for forms, API and imports."""

import pytest

from events.models import Visit


@pytest.mark.parametrize(
    "changed",
    ["start", "end", "start_date", "end_date_precision", "visitor", "guest_country_id", "status"],
)
def test_dates_and_sides_do_however_they_are_named(changed):
    assert Visit(journey_id=1).travels_anew([changed, "city"])


@pytest.mark.parametrize("changed", ["city", "host_country", "purpose", "note", "visit_type"])
def test_what_else_it_says_does_not(changed):
    assert not Visit(journey_id=1).travels_anew([changed])


def test_a_journey_that_was_just_chosen_stays_and_one_that_was_taken_out_is_found_anew():
    assert not Visit(journey_id=1).travels_anew(["journey", "start"])
    assert Visit().travels_anew(["journey"])


def test_the_list_names_columns_of_a_visit():
    assert Visit.moved_by <= {field.attname for field in Visit._meta.concrete_fields}
