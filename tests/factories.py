"""Rows for tests: valid, plain and dated in the past."""

import datetime

import factory
from factory.django import DjangoModelFactory

from countries import models as countries
from events import models as events

DAY = datetime.date(2022, 4, 13)


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = countries.Country
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"X{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}")
    name_en = factory.LazyAttribute(lambda country: f"Country {country.code}")
    kind = countries.CountryKind.STATE


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = countries.Organization
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"ORG{n}")
    name_en = factory.LazyAttribute(lambda organization: f"Organization {organization.code}")
    kind = countries.Organization.Kind.ORGANIZATION


class CountryGroupFactory(DjangoModelFactory):
    class Meta:
        model = countries.CountryGroup
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"GROUP{n}")
    name_en = factory.LazyAttribute(lambda group: f"Group {group.code}")
    kind = countries.CountryGroup.Kind.VECTOR


class CountryGroupMembershipFactory(DjangoModelFactory):
    class Meta:
        model = countries.CountryGroupMembership

    group = factory.SubFactory(CountryGroupFactory)
    country = factory.SubFactory(CountryFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = countries.Person

    name_en = factory.Sequence(lambda n: f"Person {n}")
    state = countries.EditorialState.PUBLISHED


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = countries.Position

    name_en = factory.Sequence(lambda n: f"President {n}")
    country = factory.SubFactory(CountryFactory)
    level = countries.PositionLevel.HEAD_OF_STATE


class TenureFactory(DjangoModelFactory):
    class Meta:
        model = countries.Tenure

    person = factory.SubFactory(PersonFactory)
    position = factory.SubFactory(PositionFactory)
    start_date = datetime.date(2019, 6, 12)
    ongoing = True


class TermFactory(DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ("code",)

    name_en = factory.LazyAttribute(lambda term: term.code.replace("_", " "))


class VisitTypeFactory(TermFactory):
    class Meta:
        model = events.VisitType

    code = "official"


class EventKindFactory(TermFactory):
    class Meta:
        model = events.EventKind

    code = "summit"


class DocumentKindFactory(TermFactory):
    class Meta:
        model = events.DocumentKind

    code = "agreement"


class ActionTypeFactory(TermFactory):
    class Meta:
        model = events.ActionType

    code = "in_force"


class JourneyFactory(DjangoModelFactory):
    class Meta:
        model = events.Journey

    traveller = factory.SubFactory(PersonFactory)
    guest_country = factory.SubFactory(CountryFactory, code="KAZ")
    start_date = DAY
    end_date = DAY
    state = countries.EditorialState.PUBLISHED


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = events.Visit

    visitor = factory.SubFactory(PersonFactory)
    guest_country = factory.SubFactory(CountryFactory, code="KAZ")
    host_country = factory.SubFactory(CountryFactory, code="UZB")
    city = "Tashkent"
    visit_type = factory.SubFactory(VisitTypeFactory)
    start_date = DAY
    end_date = factory.SelfAttribute("start_date")
    state = countries.EditorialState.PUBLISHED


class VisitParticipantFactory(DjangoModelFactory):
    class Meta:
        model = events.VisitParticipant

    visit = factory.SubFactory(VisitFactory)
    person = factory.SubFactory(PersonFactory)
    role = events.VisitParticipant.Role.DELEGATION


class SummitSeriesFactory(DjangoModelFactory):
    class Meta:
        model = events.SummitSeries
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"series-{n}")
    name_en = factory.LazyAttribute(lambda series: f"Series {series.code}")


class SummitFactory(DjangoModelFactory):
    class Meta:
        model = events.Summit

    title = factory.Sequence(lambda n: f"Summit {n}")
    kind = factory.SubFactory(EventKindFactory)
    host_country = factory.SubFactory(CountryFactory, code="UZB")
    start_date = DAY
    end_date = factory.SelfAttribute("start_date")
    state = countries.EditorialState.PUBLISHED


class SummitParticipantFactory(DjangoModelFactory):
    class Meta:
        model = events.SummitParticipant

    summit = factory.SubFactory(SummitFactory)
    country = factory.SubFactory(CountryFactory, code="KAZ")
    mode = events.Mode.IN_PERSON


class SignedDocumentFactory(DjangoModelFactory):
    class Meta:
        model = events.SignedDocument

    title = factory.Sequence(lambda n: f"Agreement {n}")
    kind = factory.SubFactory(DocumentKindFactory)
    signed_date = DAY
    signed_date_last = factory.SelfAttribute("signed_date")
    state = countries.EditorialState.PUBLISHED


class DocumentPartyFactory(DjangoModelFactory):
    class Meta:
        model = events.DocumentParty

    document = factory.SubFactory(SignedDocumentFactory)
    country = factory.SubFactory(CountryFactory, code="KAZ")


class DocumentActionFactory(DjangoModelFactory):
    class Meta:
        model = events.DocumentAction

    document = factory.SubFactory(SignedDocumentFactory)
    action_type = factory.SubFactory(ActionTypeFactory)


class ChairmanshipFactory(DjangoModelFactory):
    class Meta:
        model = events.Chairmanship

    organization = factory.SubFactory(OrganizationFactory)
    country = factory.SubFactory(CountryFactory, code="KAZ")
    start_date = datetime.date(2022, 1, 1)
    end_date = datetime.date(2022, 12, 31)
    state = countries.EditorialState.PUBLISHED


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = events.Initiative

    title = factory.Sequence(lambda n: f"Initiative {n}")
    country = factory.SubFactory(CountryFactory, code="KAZ")
    state = countries.EditorialState.PUBLISHED


class InitiativeStatusFactory(DjangoModelFactory):
    class Meta:
        model = events.InitiativeStatus

    initiative = factory.SubFactory(InitiativeFactory)
    status = events.InitiativeStatus.Status.PROPOSED


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = events.Source

    title = factory.Sequence(lambda n: f"Page {n}")
    url = factory.Sequence(lambda n: f"https://example.org/{n}")


class SourceCopyFactory(DjangoModelFactory):
    class Meta:
        model = events.SourceCopy

    source = factory.SubFactory(SourceFactory)
    file_name = "page.pdf"
    content_type = "application/pdf"
    size = 36
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = events.Citation

    source = factory.SubFactory(SourceFactory)
    visit = factory.SubFactory(VisitFactory)


class FieldDecisionFactory(DjangoModelFactory):
    class Meta:
        model = events.FieldDecision

    visit = factory.SubFactory(VisitFactory)
    field = "city"
    reason = "The host's protocol was there."
    author = "ann"


class MergeFactory(DjangoModelFactory):
    class Meta:
        model = events.Merge

    kept = "V1"
    dropped = "V2"
    changes = factory.LazyFunction(list)
    author = "ann"


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = events.Import

    file_name = factory.Sequence(lambda n: f"visits-{n}.csv")
    sha256 = "0" * 64
    kind = "csv"
    author = "ann"


class ImportMappingFactory(DjangoModelFactory):
    class Meta:
        model = events.ImportMapping

    name = factory.Sequence(lambda n: f"Register {n}")
    content = factory.LazyFunction(dict)
    author = "ann"


class NotDuplicateFactory(DjangoModelFactory):
    class Meta:
        model = events.NotDuplicate

    first = factory.Sequence(lambda n: f"V{2 * n + 1}")
    second = factory.Sequence(lambda n: f"V{2 * n + 2}")
    author = "ann"


class ReportedTotalFactory(DjangoModelFactory):
    class Meta:
        model = events.ReportedTotal

    country = factory.SubFactory(CountryFactory, code="KAZ")
    year = 2022
    measure = events.ReportedTotal.Measure.OUTGOING_VISITS
    label = "visits"
    value = 13
    source = factory.SubFactory(SourceFactory)
    state = countries.EditorialState.PUBLISHED


class YearCoverageFactory(DjangoModelFactory):
    class Meta:
        model = events.YearCoverage

    country = factory.SubFactory(CountryFactory, code="KAZ")
    year = 2022
    subject = events.YearCoverage.Subject.OUTGOING_VISITS
    coverage = events.YearCoverage.Coverage.COMPLETE
