from countries.api.columns import (
    TITLE_TEXTS,
    Choice,
    Coded,
    Column,
    Linked,
    Partial,
    PublicId,
    RecordUrl,
    person,
    plain,
    position,
)
from countries.api.serializers import Child, RowSerializer
from countries.api.viewsets import RecordViewSet
from countries.api.words import Words
from countries.models import Country, Organization
from events.api.citations import citations
from events.api.source_states import SOURCE_STATE, WithSourceState
from events.api.statistics import StatisticsMixin
from events.api.writing import WritingMixin
from events.filters import SignedDocumentFilterSet
from events.models import (
    ActionType,
    Confidence,
    DocumentAction,
    DocumentKind,
    DocumentParty,
    SignedDocument,
)


class SignedDocumentSerializer(WithSourceState, RowSerializer):
    model = SignedDocument
    resource = "documents"
    event_date = "signed_date"
    columns = (
        PublicId("D"),
        *plain(*TITLE_TEXTS),
        Partial("signed_date"),
        Coded("kind", DocumentKind),
        Choice("conclusion", SignedDocument.Conclusion.choices),
        Coded("host_country", Country),
        Column("city"),
        Linked("visit", "V", states=("visit__state", "visit__visitor__state")),
        Linked("summit", "S", texts=TITLE_TEXTS, states=("summit__state",)),
        Choice("confidence", Confidence.choices),
        SOURCE_STATE,
        *plain("note", "external_id", "created_at", "updated_at"),
        RecordUrl("/documents/", "D"),
    )
    children = (
        Child(
            "parties",
            DocumentParty,
            "document",
            (
                Coded("country", Country),
                Coded("organization", Organization),
                person("signatory"),
                position("signatory_position", "signatory"),
            ),
            Words("country|organization", "({signatory_name})"),
        ),
        Child(
            "actions",
            DocumentAction,
            "document",
            (
                Coded("action_type", ActionType),
                Partial("date"),
                Coded("country", Country),
                Column("note"),
            ),
            Words("action_type", "country", "date"),
        ),
        citations("document"),
    )


class SignedDocumentViewSet(WritingMixin, StatisticsMixin, RecordViewSet):
    serializer = SignedDocumentSerializer
    filterset_class = SignedDocumentFilterSet
    key_description = "Public id, such as D45."
