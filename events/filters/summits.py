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
from countries.models import Country, Organization, Person
from events.filters.records import (
    OrganizationParameter,
    SourceStateParameter,
    StartFilterSet,
    source_parameters,
)
from events.models import Mode, Summit, SummitParticipant, Visit

PRESENT = (SummitParticipant, "summit")


class SummitFilterSet(StartFilterSet):
    """What may be asked of summits. ``country``, ``region`` and ``group`` are participants'."""

    main = ("q", "year", "country", "host_country", "kind", "series", "mode", "status")

    q = SearchParameter(
        in_={"host_country": Country, "organization": Organization},
        children=(
            (
                SummitParticipant,
                "summit",
                {"person": Person, "country": Country, "organization": Organization},
            ),
        ),
    )
    host_region = RegionParameter("host_country", label=_("host country's region"), empty=True)
    host_group = GroupParameter("host_country", label=_("host country's group"))
    country = CountryParameter(label=_("country taking part"), empty=True, through=PRESENT)
    region = RegionParameter("country", label=_("region taking part"), through=PRESENT)
    group = GroupParameter(
        "country", date="summit__start_date", label=_("group taking part"), through=PRESENT
    )
    participant_organization = OrganizationParameter(
        "organization", label=_("organization taking part"), empty=True, through=PRESENT
    )
    person = PublicIdParameter(
        to=Person, label=_("person taking part"), empty=True, through=PRESENT
    )
    participant_role = ChoiceParameter(
        "role",
        choices=SummitParticipant.Role.choices,
        label=_("a participant's role"),
        through=PRESENT,
    )
    participant_mode = ChoiceParameter(
        "mode", choices=Mode.choices, label=_("a participant's mode"), empty=True, through=PRESENT
    )
    visit = PublicIdParameter(to=Visit, label=_("visit during it"), empty=True, through=PRESENT)
    source, source_publisher, source_check = source_parameters("summit")
    source_state = SourceStateParameter()

    class Meta(FilterSet.Meta):
        model = Summit
