from countries.api.columns import Choice, Coded, Column, Partial, PublicId, RecordUrl, plain
from countries.api.serializers import RowSerializer
from countries.api.viewsets import RecordViewSet
from countries.models import Country
from events.filters import ReportedTotalFilterSet, SourceFilterSet
from events.models import Citation, ReportedTotal, Source


class SourceSerializer(RowSerializer):
    model = Source
    resource = "sources"
    columns = (
        Column("id", "pk"),
        *plain("title", "title_is_ours", "publisher", "url", "archive_url"),
        Partial("published_date"),
        RecordUrl("/api/v1/sources/"),
    )


class SourceViewSet(RecordViewSet):
    serializer = SourceSerializer
    filterset_class = SourceFilterSet
    key_description = "Number of the source."


class ReportedTotalSerializer(RowSerializer):
    model = ReportedTotal
    resource = "reported-totals"
    columns = (
        PublicId("R"),
        Coded("country", Country),
        Column("year"),
        Choice("measure", ReportedTotal.Measure.choices),
        Column("label"),
        Choice("qualifier", ReportedTotal.Qualifier.choices),
        Column("value"),
        Column("source", "source_id"),
        Column("source_title", "source__title"),
        Column("source_publisher", "source__publisher"),
        Column("source_url", "source__url"),
        Choice("check_state", Citation.Check.choices),
        *plain("note", "external_id", "created_at", "updated_at"),
        RecordUrl("/api/v1/reported-totals/", "R"),
    )


class ReportedTotalViewSet(RecordViewSet):
    serializer = ReportedTotalSerializer
    filterset_class = ReportedTotalFilterSet
    key_description = "Public id, such as R2."
