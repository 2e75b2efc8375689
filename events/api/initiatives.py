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
)
from countries.api.serializers import Child, RowSerializer
from countries.api.viewsets import RecordViewSet
from countries.api.words import Words
from countries.models import Country, Organization
from events.api.citations import citations
from events.api.source_states import SOURCE_STATE, WithSourceState
from events.filters import InitiativeFilterSet
from events.models import Confidence, Initiative, InitiativeStatus


class InitiativeSerializer(WithSourceState, RowSerializer):
    model = Initiative
    resource = "initiatives"
    event_date = "proposed_date"
    columns = (
        PublicId("I"),
        *plain(*TITLE_TEXTS),
        Coded("country", Country),
        person("person"),
        Coded("forum_organization", Organization),
        Linked("forum_summit", "S", texts=TITLE_TEXTS, states=("forum_summit__state",)),
        Column("forum_note"),
        Partial("proposed_date"),
        Choice("status", InitiativeStatus.Status.choices, "current_status"),
        Choice("confidence", Confidence.choices),
        SOURCE_STATE,
        *plain("note", "external_id", "created_at", "updated_at"),
        RecordUrl("/initiatives/", "I"),
    )
    children = (
        Child(
            "statuses",
            InitiativeStatus,
            "initiative",
            (
                Choice("status", InitiativeStatus.Status.choices),
                Partial("date"),
                Linked("document", "D", texts=TITLE_TEXTS, states=("document__state",)),
                Column("note"),
            ),
            Words("status", "date"),
        ),
        citations("initiative"),
    )

    @classmethod
    def prepared(cls, queryset, order=()):
        queryset = super().prepared(queryset, order)
        known = "current_status" in queryset.query.annotations
        return queryset if known else queryset.with_status()


class InitiativeViewSet(RecordViewSet):
    serializer = InitiativeSerializer
    filterset_class = InitiativeFilterSet
    key_description = "Public id, such as I3."
