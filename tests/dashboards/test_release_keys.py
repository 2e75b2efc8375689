"""Links of a release are checked by the keys of the rows that it has."""

from hypothesis import given, settings
from hypothesis import strategies as st

from diplotrack.releases.keys import PAGE, Keys
from diplotrack.releases.tables import tables

NUMBERS = st.integers(0, 3 * PAGE) | st.sampled_from([7, 8, PAGE - 1, PAGE, 2**63 - 1])


@settings(max_examples=50)
@given(st.sets(NUMBERS | st.text(max_size=3)), st.sets(NUMBERS | st.text(max_size=3)))
def test_keys_are_those_that_were_added_and_no_others(some, others):
    keys = Keys()
    for key in some:
        keys.add(key)
    assert {key for key in some | others if key in keys} == some


def test_a_million_numbers_take_little_memory():
    keys = Keys()
    for key in range(0, 1_000_000, 997):
        keys.add(key)
    assert sum(map(len, keys._pages.values())) < 130_000


def test_rows_point_to_their_own_table_or_to_one_above():
    above: set[str] = set()
    for table in tables():
        above.add(table.name)
        assert {column.target for column in table.links} <= above
