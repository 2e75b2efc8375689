"""Who exists: countries, groups, organizations, people and their offices."""

from countries.models.base import EditorialState
from countries.models.countries import Country, CountryCode, CountryKind, Region, Succession
from countries.models.country_names import CountryName
from countries.models.groups import CountryGroup, CountryGroupMembership
from countries.models.history import BulkWriteRefused, recorded_as
from countries.models.history_as_of import instant_of
from countries.models.history_ledger import HistoryBlock, HistoryLayout, HistorySeal
from countries.models.history_rows import HistoryIsAppendOnly
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
    "HistoryBlock",
    "HistoryIsAppendOnly",
    "HistoryLayout",
    "HistorySeal",
    "Organization",
    "OrganizationName",
    "Person",
    "Position",
    "PositionLevel",
    "Region",
    "Succession",
    "Tenure",
    "UnresolvedCountry",
    "instant_of",
    "recorded_as",
]
