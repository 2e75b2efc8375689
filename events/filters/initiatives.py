from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.filters.dates import (
    MonthParameter,
    PartialDateParameter,
    QuarterParameter,
    YearParameter,
)
from countries.filters.filterset import FilterSet
from countries.filters.parameters import ChoiceParameter
from countries.filters.references import GroupParameter, RegionParameter
from countries.filters.search import SearchParameter
from countries.models import Country, Organization, Person
from events.filters.records import SourceStateParameter, source_parameters
from events.models import Initiative, InitiativeStatus


class CurrentStatusParameter(ChoiceParameter):
    """The latest dated status."""

    def matches(self, value: str) -> Q:
        return Q(pk__in=self._with_status().filter(current_status=value).values("pk"))

    def is_empty(self) -> Q:
        return Q(pk__in=self._with_status().filter(current_status="").values("pk"))

    def _with_status(self):
        return Initiative.objects.with_status().order_by()


class KnownByParameter(PartialDateParameter):
    """Initiatives made by a date, or without a date of proposal but with a status by then."""

    lookups: Sequence[str] = ("",)

    def matches(self, value) -> Q:
        return Q(pk__in=Initiative.objects.known_by(value.last).order_by().values("pk"))


class InitiativeFilterSet(FilterSet):
    """What may be asked of initiatives. ``year`` is that of the proposal."""

    main = ("q", "year", "country", "forum_organization", "status")

    q = SearchParameter(
        in_={"country": Country, "person": Person, "forum_organization": Organization}
    )
    year = YearParameter("proposed_date", label=_("year proposed"))
    quarter = QuarterParameter("proposed_date", label=_("quarter proposed"))
    month = MonthParameter("proposed_date", label=_("month proposed"))
    known_by = KnownByParameter(label=_("made by"))
    status = CurrentStatusParameter(
        choices=InitiativeStatus.Status.choices, label=_("status now"), empty=True
    )
    region = RegionParameter("country", label=_("country's region"), empty=True)
    group = GroupParameter("country", date="proposed_date", label=_("country's group"))
    source, source_publisher, source_check = source_parameters("initiative")
    source_state = SourceStateParameter()

    class Meta(FilterSet.Meta):
        model = Initiative
