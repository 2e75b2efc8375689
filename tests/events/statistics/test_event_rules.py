"""What counts as an event attended or hosted, a document signed, a chairmanship, an initiative."""

import datetime

import pytest

from events.statistics.catalogue import RULES
from events.statistics.counts import values_of
from events.statistics.figures import Question
from tests.factories import (
    ChairmanshipFactory,
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    DocumentPartyFactory,
    InitiativeFactory,
    InitiativeStatusFactory,
    OrganizationFactory,
    PersonFactory,
    SignedDocumentFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


def value(rule: str, subject: str = "country", country: str = "KAZ", year: int = 2022) -> int:
    question = Question(RULES[rule], subject)
    return values_of([question], country, [year])[question, year].low


def attended(**fields):
    summit = SummitFactory(**fields)
    SummitParticipantFactory(summit=summit)
    return summit


def signed(**fields):
    document = SignedDocumentFactory(**fields)
    DocumentPartyFactory(document=document)
    return document


def member(joined: datetime.date | None = None, left: datetime.date | None = None):
    """An organization of which Kazakhstan is or was a member."""
    organization = OrganizationFactory(code="SCO")
    group = CountryGroupFactory(code="SCO", kind="organization", organization=organization)
    country = CountryFactory(code="KAZ")
    CountryGroupMembershipFactory(
        group=group, country=country, joined=joined, left=left, ongoing=left is None
    )
    return organization


def test_an_event_counts_once_however_many_people_took_part():
    summit = attended()
    SummitParticipantFactory(summit=summit, person=PersonFactory())
    assert value("summits") == 1


def test_an_event_without_the_country_or_not_held_does_not_count():
    SummitParticipantFactory(country=CountryFactory(code="TJK"))
    attended(status="cancelled")
    assert value("summits") == 0
    assert value("summits_on_record") == 1


def test_an_unpublished_event_counts_under_no_rule():
    attended(state="draft")
    assert value("summits_on_record") == 0


def test_an_event_is_hosted_without_taking_part():
    SummitFactory(host_country=CountryFactory(code="KAZ"))
    assert value("summits", "host_country") == 1
    assert value("summits", "country") == 0


def test_events_by_mode():
    attended(mode="in_person")
    attended(mode="online", host_country=None)
    attended(mode="hybrid")
    assert value("summits") == 3
    for mode in ("in_person", "online", "hybrid"):
        assert value(f"summits_{mode}") == 1


def test_an_event_that_nobody_hosts_is_not_at_home():
    attended(host_country=None)
    attended(host_country=CountryFactory(code="KAZ"))
    assert value("summits_abroad") == 1


def test_a_meeting_of_ministers_is_no_summit_of_leaders():
    attended(level="ministers")
    attended(level="heads_of_government")
    assert value("summits_of_leaders") == 1


def test_a_signed_document_counts_and_an_adopted_one_only_with_those():
    signed()
    signed(conclusion="adopted")
    assert value("documents") == 1
    assert value("documents_signed_and_adopted") == 2


def test_a_document_counts_once_with_two_signatories_of_one_country():
    document = signed()
    DocumentPartyFactory(document=document, signatory=PersonFactory())
    assert value("documents") == 1


def test_an_unpublished_document_counts_under_no_rule():
    signed(state="in_review")
    assert value("documents_signed_and_adopted") == 0


def test_a_document_counts_in_the_year_of_its_signing():
    signed(
        signed_date=datetime.date(2022, 1, 1),
        signed_date_precision="year",
        signed_date_last=datetime.date(2022, 12, 31),
    )
    assert value("documents") == 1
    assert value("documents", year=2023) == 0


def test_a_party_organization_binds_its_members():
    DocumentPartyFactory(country=None, organization=member())
    assert value("documents") == value("documents_via_organization") == 1
    assert value("documents_itself") == 0


def test_a_party_itself_is_none_through_an_organization():
    document = signed()
    DocumentPartyFactory(document=document, country=None, organization=member())
    assert value("documents") == value("documents_itself") == 1
    assert value("documents_via_organization") == 0


@pytest.mark.parametrize(
    ("joined", "left", "counted"),
    [
        (datetime.date(2022, 4, 13), None, 1),
        (datetime.date(2022, 4, 14), None, 0),
        (None, datetime.date(2022, 4, 13), 1),
        (None, datetime.date(2022, 4, 12), 0),
    ],
)
def test_an_organization_binds_who_was_a_member_on_the_day_of_signing(joined, left, counted):
    DocumentPartyFactory(country=None, organization=member(joined, left))
    assert value("documents") == counted


def test_documents_of_visits_and_of_events_are_those_tied_to_them():
    signed(visit=VisitFactory())
    signed(summit=SummitFactory())
    signed()
    assert value("documents") == 3
    assert value("documents_of_visits") == value("documents_of_events") == 1


def test_a_document_of_a_visit_that_the_public_cannot_see_is_of_none():
    signed(visit=VisitFactory(state="draft"))
    assert value("documents_of_visits") == 0


def test_a_term_counts_in_every_year_that_it_touches():
    ChairmanshipFactory(start_date=datetime.date(2022, 11, 11), end_date=datetime.date(2023, 11, 3))
    assert [value("chairmanships", year=year) for year in (2021, 2022, 2023, 2024)] == [0, 1, 1, 0]
    assert value("chairmanships_starting", year=2022) == 1
    assert value("chairmanships_starting", year=2023) == 0


def test_a_term_of_next_year_is_in_preparation():
    ChairmanshipFactory(start_date=datetime.date(2023, 7, 4), end_date=datetime.date(2024, 7, 4))
    ChairmanshipFactory(start_date=datetime.date(2024, 1, 1), end_date=datetime.date(2024, 12, 31))
    assert value("chairmanships_coming", year=2022) == 1


def test_an_ongoing_term_reaches_on_and_an_unknown_end_does_not():
    start = datetime.date(2022, 1, 1)
    ChairmanshipFactory(start_date=start, end_date=None, ongoing=True)
    ChairmanshipFactory(start_date=start, end_date=None, ongoing=False)
    assert value("chairmanships", year=2022) == 2
    assert value("chairmanships", year=2030) == 1


def test_an_initiative_counts_from_its_proposal_on():
    InitiativeFactory(
        proposed_date=datetime.date(2022, 9, 1), proposed_date_last=datetime.date(2022, 9, 1)
    )
    assert [value("initiatives", year=year) for year in (2021, 2022, 2023)] == [0, 1, 1]
    assert value("initiatives_proposed", year=2023) == 0


def test_an_initiative_without_a_date_counts_from_its_first_status():
    initiative = InitiativeFactory()
    day = datetime.date(2022, 9, 1)
    InitiativeStatusFactory(initiative=initiative, date=day, date_last=day)
    InitiativeFactory()  # neither dated nor proposed: in no year
    assert [value("initiatives", year=year) for year in (2021, 2022, 2023)] == [0, 1, 1]
