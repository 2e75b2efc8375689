from django.utils.translation import gettext_lazy as _

from countries.filters.dates import YearNumberParameter, YearParameter
from countries.filters.filterset import FilterSet
from countries.filters.parameters import TextParameter
from countries.filters.search import SearchParameter
from countries.models import Country
from events.models import ReportedTotal, Source


class SourceFilterSet(FilterSet):
    """What may be asked of sources. ``year`` is that of publication."""

    main = ("q", "year", "publisher")

    q = SearchParameter()
    year = YearParameter("published_date", label=_("year published"))

    class Meta(FilterSet.Meta):
        model = Source


class ReportedTotalFilterSet(FilterSet):
    """What may be asked of the figures that officials stated."""

    main = ("q", "year", "country", "measure")

    q = SearchParameter(in_={"country": Country, "source": Source})
    year = YearNumberParameter(label=_("year"))
    source_publisher = TextParameter("source__publisher", label=_("publisher of the source"))

    class Meta(FilterSet.Meta):
        model = ReportedTotal
