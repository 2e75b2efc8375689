from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.filters.filterset import FilterSet
from countries.filters.references import CountryParameter
from countries.filters.search import SearchParameter
from countries.models import CountryGroupMembership, Organization


class MemberParameter(CountryParameter):
    """Organizations of which a country is, or was, a member."""

    def matches(self, value):
        memberships = CountryGroupMembership.objects.filter(
            country=value.pk, group__organization__isnull=False
        )
        return Q(pk__in=memberships.order_by().values("group__organization"))


class OrganizationFilterSet(FilterSet):
    """What may be asked of organizations."""

    main = ("q", "kind", "headquarters_country", "member")

    q = SearchParameter()
    member = MemberParameter(label=_("member, at any time"), several=True)

    class Meta(FilterSet.Meta):
        model = Organization
