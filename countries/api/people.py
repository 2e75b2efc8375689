from countries.api.columns import (
    NAME_TEXTS,
    Choice,
    Coded,
    Column,
    LocalName,
    Partial,
    PublicId,
    RecordUrl,
    plain,
    position,
)
from countries.api.serializers import Child, RowSerializer
from countries.api.viewsets import RecordViewSet
from countries.api.words import Words
from countries.filters import PersonFilterSet
from countries.models import Country, Organization, Person, Position, PositionLevel, Tenure


class PersonSerializer(RowSerializer):
    model = Person
    resource = "people"
    columns = (
        PublicId("P"),
        LocalName(),
        *plain(*NAME_TEXTS, "other_names", "wikidata_id", "note", "external_id"),
        *plain("created_at", "updated_at"),
        RecordUrl("/people/", "P"),
    )
    children = (
        Child(
            "tenures",
            Tenure,
            "person",
            (
                position("position"),
                Coded("country", Country, "position__country_id"),
                Coded("organization", Organization, "position__organization_id"),
                Choice("level", PositionLevel.choices, "position__level"),
                Partial("start_date"),
                Partial("end_date"),
                Column("ongoing"),
            ),
            Words("position_name", "({start_date}–{end_date})"),
        ),
    )


class PositionSerializer(RowSerializer):
    """An office, as ``expand`` shows it: it has no list of its own."""

    model = Position
    resource = ""
    columns = (
        Column("id", "pk"),
        LocalName(),
        *plain(*NAME_TEXTS),
        Coded("country", Country),
        Coded("organization", Organization),
        Choice("level", PositionLevel.choices),
    )


class PersonViewSet(RecordViewSet):
    serializer = PersonSerializer
    filterset_class = PersonFilterSet
    key_description = "Public id, such as P8."
