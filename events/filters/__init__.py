"""What a caller may ask: one FilterSet per model, shared by pages, API, charts and exports."""

from events.filters.chairmanships import ChairmanshipFilterSet
from events.filters.documents import SignedDocumentFilterSet
from events.filters.initiatives import InitiativeFilterSet
from events.filters.sources import ReportedTotalFilterSet, SourceFilterSet
from events.filters.summits import SummitFilterSet
from events.filters.visits import JourneyFilterSet, VisitFilterSet

__all__ = [
    "ChairmanshipFilterSet",
    "InitiativeFilterSet",
    "JourneyFilterSet",
    "ReportedTotalFilterSet",
    "SignedDocumentFilterSet",
    "SourceFilterSet",
    "SummitFilterSet",
    "VisitFilterSet",
]
