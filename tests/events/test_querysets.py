"""Which rows a question means."""

import datetime

import pytest

from countries.models import EditorialState
from countries.partial_dates import PartialDate
from events.models import Chairmanship, Initiative, Journey, Visit
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_only_published_records_are_public(state):
    factories.VisitFactory(state=state)
    shown = factories.VisitFactory()

    assert list(Visit.objects.published()) == [shown]


def test_a_published_visit_of_a_draft_person_is_not_public():
    factories.VisitFactory(visitor=factories.PersonFactory(state=EditorialState.DRAFT))
    factories.JourneyFactory(traveller=factories.PersonFactory(state=EditorialState.DRAFT))

    assert not Visit.objects.published().exists()
    assert not Journey.objects.published().exists()


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ("2021-12-31", "2022-01-01", True),
        ("2022-12-31", "2023-01-02", True),
        ("2021-12-30", "2021-12-31", False),
        ("2023-01-01", "2023-01-01", False),
        ("2022", "2022", True),
        ("2021-12-31", None, False),
        ("2022-05", None, True),
    ],
)
def test_a_visit_is_during_a_year_when_a_part_of_it_is(start, end, inside):
    visit = factories.VisitFactory.build(
        visitor=factories.PersonFactory(),
        visit_type=factories.VisitTypeFactory(),
        guest_country=factories.CountryFactory(code="KAZ"),
        host_country=factories.CountryFactory(code="UZB"),
    )
    visit.start = PartialDate.parse(start)
    visit.end = PartialDate.parse(end) if end else None
    visit.save()

    assert Visit.objects.during(*YEAR).exists() == inside


def test_an_open_chairmanship_reaches_beyond_its_start_and_an_unknown_end_does_not():
    open_term = factories.ChairmanshipFactory(
        start_date=datetime.date(2020, 1, 1), end_date=None, ongoing=True
    )
    factories.ChairmanshipFactory(start_date=datetime.date(2020, 1, 1), end_date=None)

    assert list(Chairmanship.objects.during(*YEAR)) == [open_term]


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        ("2022-06-01", "2023-05-31", True),
        ("2022-12-31", "2023-12-31", False),  # the day of handing over
        ("2023-01-01", "2023-12-31", False),
        ("2021-01-01", None, True),
    ],
)
def test_chairmanships_of_one_organization_at_one_time_overlap(start, end, overlaps):
    term = factories.ChairmanshipFactory()
    other = factories.ChairmanshipFactory(
        organization=term.organization,
        country=factories.CountryFactory(code="RUS"),
        start_date=start,
        end_date=end,
        ongoing=end is None,
    )
    other.refresh_from_db()

    assert Chairmanship.objects.overlapping(other).exists() == overlaps
    assert not Chairmanship.objects.overlapping(factories.ChairmanshipFactory()).exists()


def test_an_initiative_stands_where_its_latest_dated_status_says():
    initiative = factories.InitiativeFactory()
    for status, day in (
        ("established", "2025-08-03"),
        ("proposed", "2019-09-24"),
        ("adopted", "2025-03-04"),
    ):
        factories.InitiativeStatusFactory(
            initiative=initiative, status=status, date=day, date_last=day
        )

    def standing(**on):
        return Initiative.objects.with_status(**on).get().current_status

    assert standing() == "established"
    assert standing(on=datetime.date(2024, 12, 31)) == "proposed"
    assert standing(on=datetime.date(2018, 12, 31)) == ""
