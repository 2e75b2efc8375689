"""How likely two records are one."""

import datetime
from pathlib import Path

import pytest

from events.duplicates import LIKELY, POSSIBLE, candidates, likelihood, weights_as_markdown
from events.models import Status
from tests import factories

pytestmark = pytest.mark.django_db
DAY = factories.DAY
ONE_DAY = datetime.timedelta(days=1)
PAGE = Path(__file__).parents[3] / "docs" / "duplicates.md"


def codes(one, other) -> set[str]:
    return {reason.code for reason in likelihood(one, other).reasons}


def test_the_page_publishes_the_weights_as_they_are():
    written = PAGE.read_text(encoding="utf-8").partition("text below. -->\n\n")[2]
    assert written == weights_as_markdown(), "write `manage.py duplicate_weights` into the page"


def test_the_same_visit_logged_twice_is_likely_one():
    visit = factories.VisitFactory()
    again = factories.VisitFactory(visitor=visit.visitor)
    found = likelihood(visit, again)
    assert found.is_likely
    assert found.score == sum(reason.points for reason in found.reasons)


def test_likelihood_is_the_same_from_either_side():
    visit = factories.VisitFactory(city="", end_date=None)
    other = factories.VisitFactory(visitor=visit.visitor, city="Samarkand")
    assert likelihood(visit, other).score == likelihood(other, visit).score


@pytest.mark.parametrize(
    "name",
    [
        "Қасым-Жомарт Тоқаев",
        "Касым-Жомарт Кемелевич Токаев",
        "K.-J. Tokaev",
        "Tokayev Kassym-Jomart",
    ],
)
def test_the_visitor_may_be_written_otherwise_and_in_any_script(name):
    visit = factories.VisitFactory(visitor__name_en="Kassym-Jomart Tokayev")
    again = factories.VisitFactory(visitor__name_en=name)
    assert likelihood(visit, again).score >= LIKELY - 10
    assert "people_differ" not in codes(visit, again)


def test_another_person_of_the_same_delegation_made_another_visit():
    king = factories.VisitFactory(visitor__name_en="King George II")
    premier = factories.VisitFactory(visitor__name_en="Emmanouil Tsouderos")
    found = likelihood(king, premier)
    assert found.score < POSSIBLE
    assert "people_differ" in codes(king, premier)


def test_a_visit_to_the_neighbour_on_the_same_journey_is_another_visit():
    visit = factories.VisitFactory()
    factories.CountryFactory(code="TJK")
    other = factories.VisitFactory(visitor=visit.visitor, host_country_id="TJK")
    assert likelihood(visit, other).score < POSSIBLE


@pytest.mark.parametrize(
    ("days", "code"),
    [(0, "same_start"), (1, "dates_adjoin"), (3, "dates_near"), (30, "dates_apart")],
)
def test_dates_weigh_by_what_lies_between_them(days, code):
    visit = factories.VisitFactory()
    other = factories.VisitFactory(visitor=visit.visitor, start_date=DAY + days * ONE_DAY)
    assert code in codes(visit, other)


def test_a_month_may_be_any_of_its_days():
    visit = factories.VisitFactory()
    month = factories.VisitFactory(
        visitor=visit.visitor,
        start_date=datetime.date(2022, 4, 1),
        start_date_precision="month",
        end_date=None,
    )
    assert "dates_may_overlap" in codes(visit, month)
    assert likelihood(visit, month).is_likely


def test_what_is_empty_says_nothing():
    visit = factories.VisitFactory(city="")
    other = factories.VisitFactory(visitor=visit.visitor)
    assert not {"same_city", "cities_differ"} & codes(visit, other)


def test_a_summit_is_known_by_its_series_and_number_whatever_its_title():
    series = factories.SummitSeriesFactory(code="sco-heads-of-state")
    one = factories.SummitFactory(title="Meeting in Samarkand", series=series, ordinal=22)
    same = factories.SummitFactory(title="Саммит ШОС", series=series, ordinal=22)
    next_one = factories.SummitFactory(title="Meeting in Samarkand", series=series, ordinal=23)
    assert likelihood(one, same).is_likely
    assert not likelihood(one, next_one).is_possible


def test_two_summits_of_one_host_in_one_week_are_two():
    one = factories.SummitFactory(title="CICA summit")
    other = factories.SummitFactory(title="Central Asia and Russia", start_date=DAY + ONE_DAY)
    assert not likelihood(one, other).is_possible


def test_a_document_is_the_same_with_its_title_day_and_parties():
    one, same, other = (
        factories.SignedDocumentFactory(title="Joint Declaration") for _number in range(3)
    )
    for document, country in ((one, "UZB"), (same, "UZB"), (other, "KGZ")):
        factories.DocumentPartyFactory(document=document)
        factories.DocumentPartyFactory(
            document=document, country=factories.CountryFactory(code=country)
        )
    assert likelihood(one, same).is_likely
    assert likelihood(one, other).score < likelihood(one, same).score
    apart = factories.SignedDocumentFactory(
        title="Joint Declaration", signed_date=DAY + 30 * ONE_DAY
    )
    assert not likelihood(one, apart).is_possible


def test_a_term_in_the_chair_follows_another_on_the_day_of_handing_over():
    organization = factories.OrganizationFactory()
    one = factories.ChairmanshipFactory(organization=organization)
    following = factories.ChairmanshipFactory(
        organization=organization, start_date=one.end_date, end_date=None
    )
    overlapping = factories.ChairmanshipFactory(
        organization=organization, start_date=one.start_date + ONE_DAY
    )
    assert not likelihood(one, following).is_possible
    assert likelihood(one, overlapping).is_likely


def test_a_person_is_told_from_a_namesake_of_another_country():
    one, same, namesake = (
        factories.PersonFactory(name_en=name)
        for name in ("Xi Jinping", "Си Цзиньпин; Xi Jinping", "Xi Jinping")
    )
    for person, country in ((one, "CHN"), (same, "CHN"), (namesake, "SGP")):
        factories.TenureFactory(
            person=person, position__country=factories.CountryFactory(code=country)
        )
    assert likelihood(one, same).is_likely
    assert not likelihood(one, namesake).is_possible


def test_initiatives_of_one_country_are_told_by_their_titles():
    one = factories.InitiativeFactory(title="International Biological Safety Agency")
    same = factories.InitiativeFactory(title="International Agency for Biological Safety")
    other = factories.InitiativeFactory(title="A year of sustainable tourism")
    assert likelihood(one, same).is_possible
    assert not likelihood(one, other).is_possible


def test_what_is_not_compared_is_refused():
    with pytest.raises(TypeError, match="Journey is not compared"):
        likelihood(factories.JourneyFactory(), factories.JourneyFactory())


def test_a_postponed_visit_may_still_be_a_duplicate():
    visit = factories.VisitFactory(status=Status.POSTPONED)
    again = factories.VisitFactory.build(
        visitor=visit.visitor, guest_country_id="KAZ", host_country_id="UZB"
    )
    assert [found.pk for found in candidates(again)] == [visit.pk]
