from django.utils.translation import gettext_lazy as _

from countries.filters.dates import OverlappingYearParameter, OverlapsParameter
from countries.filters.filterset import FilterSet
from countries.filters.references import GroupParameter, RegionParameter
from countries.filters.search import SearchParameter
from countries.models import Country, Organization, Person
from events.filters.records import SourceStateParameter, source_parameters
from events.models import Chairmanship


class ChairmanshipFilterSet(FilterSet):
    """What may be asked of chairmanships. A year is one in which the term has a part."""

    main = ("q", "year", "country", "organization", "ongoing")

    q = SearchParameter(in_={"country": Country, "organization": Organization, "person": Person})
    year = OverlappingYearParameter(label=_("in the chair in the year"))
    overlaps = OverlapsParameter(label=_("at any time in"))
    region = RegionParameter("country", label=_("country's region"), empty=True)
    group = GroupParameter("country", label=_("country's group"))
    source, source_publisher, source_check = source_parameters("chairmanship")
    source_state = SourceStateParameter()

    class Meta(FilterSet.Meta):
        model = Chairmanship
