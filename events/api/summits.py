from countries.api.columns import (
    NAME_TEXTS,
    TITLE_TEXTS,
    Choice,
    Coded,
    Column,
    Linked,
    LocalName,
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
from events.filters import SummitFilterSet
from events.models import (
    Confidence,
    EventKind,
    Mode,
    SignedDocument,
    Status,
    Summit,
    SummitParticipant,
    SummitSeries,
)


class SummitSeriesSerializer(RowSerializer):
    """A series of events, as ``expand`` shows it: it has no list of its own."""

    model = SummitSeries
    resource = ""
    columns = (
        Column("code"),
        LocalName(),
        *plain(*NAME_TEXTS),
        Coded("kind", EventKind),
        Coded("organization", Organization),
    )


class SummitSerializer(WithSourceState, RowSerializer):
    model = Summit
    resource = "summits"
    event_date = "start_date"
    columns = (
        PublicId("S"),
        *plain(*TITLE_TEXTS),
        Partial("start_date"),
        Partial("end_date"),
        Coded("kind", EventKind),
        Coded("series", SummitSeries),
        Column("ordinal"),
        Coded("organization", Organization),
        Coded("host_country", Country),
        Column("city"),
        Choice("mode", Mode.choices),
        Choice("status", Status.choices),
        Choice("level", Summit.Level.choices),
        Choice("confidence", Confidence.choices),
        SOURCE_STATE,
        *plain("note", "external_id", "created_at", "updated_at"),
        RecordUrl("/summits/", "S"),
    )
    children = (
        Child(
            "participants",
            SummitParticipant,
            "summit",
            (
                Coded("country", Country),
                Coded("organization", Organization),
                person("person"),
                position("position", "person"),
                Choice("role", SummitParticipant.Role.choices),
                Choice("mode", Mode.choices),
                Linked("visit", "V", states=("visit__state", "visit__visitor__state")),
            ),
            Words("country|organization", "({person_name})"),
        ),
        Child(
            "documents",
            SignedDocument,
            "summit",
            (PublicId("D"), *plain(*TITLE_TEXTS), Partial("signed_date")),
            Words("id"),
            ordering=("signed_date",),
        ),
        citations("summit"),
    )


class SummitViewSet(WritingMixin, StatisticsMixin, RecordViewSet):
    serializer = SummitSerializer
    filterset_class = SummitFilterSet
    key_description = "Public id, such as S12."
