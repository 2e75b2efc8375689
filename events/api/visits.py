from django.db.models import Q

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
from countries.models import Country, Organization, PositionLevel
from events.api.citations import citations
from events.api.source_states import SOURCE_STATE, WithSourceState
from events.api.statistics import StatisticsMixin
from events.api.writing import WritingMixin
from events.filters import JourneyFilterSet, VisitFilterSet
from events.models import (
    Confidence,
    Journey,
    Mode,
    SignedDocument,
    Status,
    SummitParticipant,
    Visit,
    VisitParticipant,
    VisitType,
)

DATES = (Partial("start_date"), Partial("end_date"))
KEPT = plain("note", "external_id", "created_at", "updated_at")


class VisitSerializer(WithSourceState, RowSerializer):
    model = Visit
    resource = "visits"
    event_date = "start_date"
    columns = (
        PublicId("V"),
        *DATES,
        person("visitor"),
        position("visitor_position"),
        Choice("visitor_level", PositionLevel.choices, "visitor_position__level"),
        Coded("guest_country", Country),
        Coded("guest_organization", Organization),
        Coded("host_country", Country),
        *plain("city", "other_cities"),
        Coded("visit_type", VisitType),
        Choice("mode", Mode.choices),
        Choice("status", Status.choices),
        Linked("journey", "J", states=("journey__state", "journey__traveller__state")),
        Column("purpose"),
        Choice("confidence", Confidence.choices),
        SOURCE_STATE,
        *KEPT,
        RecordUrl("/visits/", "V"),
    )
    children = (
        Child(
            "participants",
            VisitParticipant,
            "visit",
            (
                person("person"),
                position("position"),
                Choice("role", VisitParticipant.Role.choices),
            ),
            Words("person_name"),
            only=Q(person__state="published"),
        ),
        Child(
            "summits",
            SummitParticipant,
            "visit",
            (Linked("summit", "S", texts=TITLE_TEXTS),),
            Words("summit"),
            only=Q(summit__state="published"),
        ),
        Child(
            "documents",
            SignedDocument,
            "visit",
            (PublicId("D"), *plain(*TITLE_TEXTS), Partial("signed_date")),
            Words("id"),
            ordering=("signed_date",),
        ),
        citations("visit"),
    )


class VisitViewSet(WritingMixin, StatisticsMixin, RecordViewSet):
    serializer = VisitSerializer
    filterset_class = VisitFilterSet
    key_description = "Public id, such as V12."


class JourneySerializer(WithSourceState, RowSerializer):
    model = Journey
    resource = "journeys"
    event_date = "start_date"
    columns = (
        PublicId("J"),
        *DATES,
        Column("title"),
        person("traveller"),
        Coded("guest_country", Country),
        Coded("guest_organization", Organization),
        Choice("basis", Journey.Basis.choices),
        Choice("confidence", Confidence.choices),
        SOURCE_STATE,
        *KEPT,
        RecordUrl("/journeys/", "J"),
    )
    children = (
        Child(
            "visits",
            Visit,
            "journey",
            (PublicId("V"), Coded("host_country", Country), Column("city"), *DATES),
            Words("id"),
            ordering=("start_date",),
        ),
        citations("journey"),
    )


class JourneyViewSet(RecordViewSet):
    serializer = JourneySerializer
    filterset_class = JourneyFilterSet
    key_description = "Public id, such as J9."
