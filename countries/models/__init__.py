"""Who exists: countries, groups, organizations, people and their offices."""

from countries.models.base import EditorialState
from countries.models.countries import Country, CountryCode, CountryKind, Region, Succession
from countries.models.country_names import CountryName
from countries.models.groups import CountryGroup, CountryGroupMembership
from countries.models.history import BulkWriteRefused, recorded_as
from countries.models.organizations import Organization, OrganizationName
from countries.models.people import LEADERS, Person, Position, PositionLevel, Tenure
from countries.models.resolve import CountryResolver, UnresolvedCountry

__all__ = [
    "LEADERS",
    "BulkWriteRefused",
    "Country",
    "CountryCode",
    "CountryGroup",
    "CountryGroupMembership",
    "CountryKind",
    "CountryName",
    "CountryResolver",
    "EditorialState",
    "Organization",
    "OrganizationName",
    "Person",
    "Position",
    "PositionLevel",
    "Region",
    "Succession",
    "Tenure",
    "UnresolvedCountry",
    "recorded_as",
]
