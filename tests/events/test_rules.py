"""What the database itself refuses, and what a form says about it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from countries.partial_dates import PartialDate
from events.models import Citation, Visit
from tests import factories

pytestmark = pytest.mark.django_db


def refused(build, **values):
    """The message of the rule that a row breaks, checked in the form and in the database."""
    row = build(**values)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean(validate_unique=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    return " ".join(refusal.value.messages)


def visit(**values):
    related = {
        "visitor": factories.PersonFactory(),
        "visit_type": factories.VisitTypeFactory(),
        "guest_country": factories.CountryFactory(code="KAZ"),
        "host_country": factories.CountryFactory(code="UZB"),
    }
    return Visit(
        **{
            **related,
            "start_date": datetime.date(2022, 4, 13),
            "end_date": datetime.date(2022, 4, 14),
            **values,
        }
    )


def test_a_plain_visit_is_accepted():
    row = visit()

    row.full_clean()
    row.save()

    assert row.public_id == f"V{row.pk}"


def test_an_end_before_the_start_is_refused():
    assert "before the start" in refused(visit, end_date=datetime.date(2022, 4, 12))


def test_a_visit_whose_guest_is_its_host_is_refused():
    assert "the same" in refused(visit, host_country=factories.CountryFactory(code="KAZ"))


def test_a_visit_without_a_guest_is_refused():
    assert "one guest" in refused(visit, guest_country=None)


def test_a_visit_with_two_guests_is_refused():
    assert "one guest" in refused(
        visit, guest_organization=factories.OrganizationFactory(code="EU")
    )


def test_a_guest_organization_stands_in_for_a_country():
    row = visit(guest_country=None, guest_organization=factories.OrganizationFactory(code="EU"))

    row.full_clean()


def test_a_precision_that_contradicts_the_date_is_refused():
    assert "must be stored as" in refused(visit, start_date_precision="month")


def test_a_month_as_an_end_is_its_last_day():
    row = visit()
    row.end = PartialDate.parse("2022-04")

    row.full_clean()

    assert row.end_date == datetime.date(2022, 4, 30)


def test_a_journey_of_somebody_else_is_refused():
    with pytest.raises(ValidationError, match="another traveller"):
        visit(journey=factories.JourneyFactory()).full_clean()


def test_the_same_person_twice_in_one_summit_is_refused():
    participant = factories.SummitParticipantFactory(person=factories.PersonFactory())

    message = refused(
        factories.SummitParticipantFactory.build,
        summit=participant.summit,
        person=participant.person,
        country=factories.CountryFactory(code="UZB"),
    )

    assert "takes part in the summit already" in message


def test_one_country_may_send_two_people_to_a_summit():
    first = factories.SummitParticipantFactory(person=factories.PersonFactory())

    second = factories.SummitParticipantFactory(
        summit=first.summit, country=first.country, person=factories.PersonFactory()
    )

    assert second.summit == first.summit


def test_the_same_country_twice_without_a_person_is_refused():
    participant = factories.SummitParticipantFactory()

    message = refused(
        factories.SummitParticipantFactory.build,
        summit=participant.summit,
        country=participant.country,
    )

    assert "already without a person" in message


def test_a_participant_of_nobody_is_refused():
    message = refused(
        factories.SummitParticipantFactory.build, summit=factories.SummitFactory(), country=None
    )

    assert "country or the organization" in message


def test_a_party_is_a_country_or_an_organization_but_not_both():
    message = refused(
        factories.DocumentPartyFactory.build,
        document=factories.SignedDocumentFactory(),
        country=factories.CountryFactory(code="KAZ"),
        organization=factories.OrganizationFactory(code="EU"),
    )

    assert "A party is a country or an organization" in message


def test_a_citation_supports_just_one_record():
    message = refused(
        Citation,
        source=factories.SourceFactory(),
        visit=factories.VisitFactory(),
        summit=factories.SummitFactory(),
    )

    assert "just one record" in message


def test_a_citation_of_no_record_is_refused():
    assert "just one record" in refused(Citation, source=factories.SourceFactory())


def test_a_citation_of_a_field_that_the_record_lacks_is_refused():
    citation = factories.CitationFactory.build(
        source=factories.SourceFactory(), visit=factories.VisitFactory(), field="weather"
    )

    with pytest.raises(ValidationError, match="no such field"):
        citation.clean()


def test_what_is_ongoing_has_no_end():
    message = refused(
        factories.ChairmanshipFactory.build,
        organization=factories.OrganizationFactory(),
        country=factories.CountryFactory(code="KAZ"),
        ongoing=True,
    )

    assert "still going on" in message


def test_public_ids_are_never_reused():
    first = factories.VisitFactory()
    public_id = first.public_id

    first.delete()

    assert factories.VisitFactory().public_id != public_id
