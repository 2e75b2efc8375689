from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.filters.filterset import FilterSet
from countries.filters.references import CodeParameter, CountryParameter
from countries.filters.search import SearchParameter
from countries.models import Country, CountryGroup, CountryGroupMembership


class MemberGroupParameter(CodeParameter):
    """Countries whose membership in a group has not ended."""

    to = CountryGroup

    def matches(self, value):
        return super().matches(value) & Q(left__isnull=True)


class CountryFilterSet(FilterSet):
    """What may be asked of countries."""

    main = ("q", "kind", "region", "group")

    q = SearchParameter()
    group = MemberGroupParameter(
        "group",
        label=_("member of the group"),
        empty=True,
        through=(CountryGroupMembership, "country"),
    )

    class Meta(FilterSet.Meta):
        model = Country


class CountryGroupFilterSet(FilterSet):
    """What may be asked of country groups."""

    main = ("q", "kind", "country")

    q = SearchParameter()
    country = CountryParameter(
        label=_("member, at any time"), through=(CountryGroupMembership, "group")
    )

    class Meta(FilterSet.Meta):
        model = CountryGroup
