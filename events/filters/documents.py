from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.filters.dates import MonthParameter, QuarterParameter, YearParameter
from countries.filters.filterset import FilterSet
from countries.filters.references import (
    CodeParameter,
    CountryParameter,
    GroupParameter,
    PublicIdParameter,
    RegionParameter,
)
from countries.filters.search import SearchParameter
from countries.models import Country, Organization, Person
from events.filters.records import OrganizationParameter, SourceStateParameter, source_parameters
from events.models import ActionType, DocumentAction, DocumentParty, SignedDocument

PARTY = (DocumentParty, "document")


class BoundCountryParameter(CountryParameter):
    """A party itself, or a member of an organization that was a party, on the day of signing."""

    def matches(self, value: Country) -> Q:
        return Q(pk__in=SignedDocument.objects.involving(value.pk).order_by().values("pk"))


class SignedDocumentFilterSet(FilterSet):
    """What may be asked of signed documents. ``region`` and ``group`` are of the parties."""

    main = ("q", "year", "country", "kind", "organization", "conclusion")

    q = SearchParameter(
        in_={"host_country": Country},
        children=(
            (
                DocumentParty,
                "document",
                {"signatory": Person, "country": Country, "organization": Organization},
            ),
        ),
    )
    year = YearParameter("signed_date", label=_("year"))
    quarter = QuarterParameter("signed_date", label=_("quarter"))
    month = MonthParameter("signed_date", label=_("month"))
    country = BoundCountryParameter(label=_("country bound"), several=True)
    party_country = CountryParameter(
        "country", label=_("country that is a party itself"), empty=True, through=PARTY
    )
    organization = OrganizationParameter(
        label=_("organization that is a party"), empty=True, through=PARTY
    )
    signatory = PublicIdParameter(to=Person, label=_("signatory"), empty=True, through=PARTY)
    region = RegionParameter("country", label=_("region of a party"), through=PARTY)
    group = GroupParameter(
        "country", date="document__signed_date", label=_("group of a party"), through=PARTY
    )
    action_type = CodeParameter(
        to=ActionType,
        label=_("what happened to it"),
        empty=True,
        through=(DocumentAction, "document"),
    )
    source, source_publisher, source_check = source_parameters("document")
    source_state = SourceStateParameter()

    class Meta(FilterSet.Meta):
        model = SignedDocument
