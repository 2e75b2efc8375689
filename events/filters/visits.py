from django.utils.translation import gettext_lazy as _

from countries.filters.filterset import FilterSet
from countries.filters.parameters import ChoiceParameter
from countries.filters.references import (
    CountryParameter,
    GroupParameter,
    PublicIdParameter,
    RegionParameter,
)
from countries.filters.search import SearchParameter
from countries.models import Country, Organization, Person, PositionLevel
from events.filters.records import SourceStateParameter, StartFilterSet, source_parameters
from events.models import Journey, Summit, SummitParticipant, Visit, VisitParticipant

SIDES = ("guest_country", "host_country")


class VisitFilterSet(StartFilterSet):
    """What may be asked of visits."""

    main = ("q", "year", "guest_country", "host_country", "visit_type", "status", "group")

    q = SearchParameter(
        in_={
            "visitor": Person,
            "guest_country": Country,
            "host_country": Country,
            "guest_organization": Organization,
        },
        children=((VisitParticipant, "visit", {"person": Person}),),
    )
    country = CountryParameter(*SIDES, label=_("country, on either side"))
    guest_region = RegionParameter("guest_country", label=_("guest country's region"), empty=True)
    host_region = RegionParameter("host_country", label=_("host country's region"), empty=True)
    region = RegionParameter(*SIDES, label=_("region, on either side"))
    guest_group = GroupParameter("guest_country", label=_("guest country's group"))
    host_group = GroupParameter("host_country", label=_("host country's group"))
    group = GroupParameter(*SIDES, label=_("group, on either side"))
    visitor_level = ChoiceParameter(
        "visitor_position__level", choices=PositionLevel.choices, label=_("visitor's level then")
    )
    journey_basis = ChoiceParameter(
        "journey__basis", choices=Journey.Basis.choices, label=_("journey: basis")
    )
    participant = PublicIdParameter(
        "person",
        to=Person,
        label=_("in the delegation, or a host counterpart"),
        empty=True,
        through=(VisitParticipant, "visit"),
    )
    summit = PublicIdParameter(
        "summit",
        to=Summit,
        label=_("summit during the stay"),
        empty=True,
        through=(SummitParticipant, "visit"),
    )
    source, source_publisher, source_check = source_parameters("visit")
    source_state = SourceStateParameter()

    class Meta(FilterSet.Meta):
        model = Visit


class JourneyFilterSet(StartFilterSet):
    """What may be asked of journeys; the host is that of any of the stops."""

    main = ("q", "year", "guest_country", "host_country", "basis")

    q = SearchParameter(
        in_={"traveller": Person, "guest_country": Country, "guest_organization": Organization},
        children=((Visit, "journey", {"host_country": Country}),),
    )
    host_country = CountryParameter(label=_("country of a stop"), through=(Visit, "journey"))
    guest_region = RegionParameter("guest_country", label=_("guest country's region"), empty=True)
    guest_group = GroupParameter("guest_country", label=_("guest country's group"))
    source, source_publisher, source_check = source_parameters("journey")
    source_state = SourceStateParameter()

    class Meta(FilterSet.Meta):
        model = Journey
