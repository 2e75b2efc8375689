"""What a caller may ask: one FilterSet per model, shared by pages, API, charts and exports."""

from countries.filters.countries import CountryFilterSet, CountryGroupFilterSet
from countries.filters.filterset import Chip, FilterSet, Problem
from countries.filters.organizations import OrganizationFilterSet
from countries.filters.parameters import FilterError
from countries.filters.people import PersonFilterSet

__all__ = [
    "Chip",
    "CountryFilterSet",
    "CountryGroupFilterSet",
    "FilterError",
    "FilterSet",
    "OrganizationFilterSet",
    "PersonFilterSet",
    "Problem",
]
