from countries.api.columns import (
    Choice,
    Coded,
    Partial,
    PublicId,
    RecordUrl,
    person,
    plain,
)
from countries.api.serializers import RowSerializer
from countries.api.viewsets import RecordViewSet
from countries.models import Country, Organization
from events.api.citations import citations
from events.api.source_states import SOURCE_STATE, WithSourceState
from events.api.statistics import StatisticsMixin
from events.api.writing import WritingMixin
from events.filters import ChairmanshipFilterSet
from events.models import Chairmanship, ChairmanshipConvention, Confidence


class ChairmanshipSerializer(WithSourceState, RowSerializer):
    model = Chairmanship
    resource = "chairmanships"
    event_date = "start_date"
    columns = (
        PublicId("C"),
        Coded("organization", Organization),
        Coded("country", Country),
        person("person"),
        Partial("start_date"),
        Partial("end_date"),
        *plain("ongoing"),
        Coded("convention", ChairmanshipConvention),
        *plain("convention_note", "number", "theme"),
        Choice("confidence", Confidence.choices),
        SOURCE_STATE,
        *plain("note", "external_id", "created_at", "updated_at"),
        RecordUrl("/chairmanships/", "C"),
    )
    children = (citations("chairmanship"),)


class ChairmanshipViewSet(WritingMixin, StatisticsMixin, RecordViewSet):
    serializer = ChairmanshipSerializer
    filterset_class = ChairmanshipFilterSet
    key_description = "Public id, such as C7."
