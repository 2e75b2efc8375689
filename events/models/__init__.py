"""What happened: journeys, visits, summits, documents, chairmanships, initiatives, sources."""

from events.models.chairmanships import Chairmanship
from events.models.choices import Confidence, Mode, Status
from events.models.documents import DocumentAction, DocumentParty, SignedDocument
from events.models.duplicates import Merge, NotDuplicate
from events.models.field_decisions import FieldDecision
from events.models.imports import Import, ImportLine, ImportMapping, ImportPart
from events.models.initiatives import Initiative, InitiativeStatus
from events.models.journeys import Journey
from events.models.reported import ReportedTotal, YearCoverage
from events.models.revisions import Revision
from events.models.source_copies import SourceCopy
from events.models.sources import Citation, Source
from events.models.summits import Summit, SummitParticipant, SummitSeries
from events.models.visits import Visit, VisitParticipant
from events.models.vocabulary import (
    ActionType,
    ChairmanshipConvention,
    DocumentKind,
    EventKind,
    VisitType,
)

__all__ = [
    "ActionType",
    "Chairmanship",
    "ChairmanshipConvention",
    "Citation",
    "Confidence",
    "DocumentAction",
    "DocumentKind",
    "DocumentParty",
    "EventKind",
    "FieldDecision",
    "Import",
    "ImportLine",
    "ImportMapping",
    "ImportPart",
    "Initiative",
    "InitiativeStatus",
    "Journey",
    "Merge",
    "Mode",
    "NotDuplicate",
    "ReportedTotal",
    "Revision",
    "SignedDocument",
    "Source",
    "SourceCopy",
    "Status",
    "Summit",
    "SummitParticipant",
    "SummitSeries",
    "Visit",
    "VisitParticipant",
    "VisitType",
    "YearCoverage",
]
