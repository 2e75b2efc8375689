from countries.api.columns import (
    NAME_TEXTS,
    Choice,
    Coded,
    Column,
    LocalName,
    Partial,
    RecordUrl,
    plain,
)
from countries.api.serializers import Child, RowSerializer
from countries.api.viewsets import CodeViewSet
from countries.api.words import Words
from countries.filters import OrganizationFilterSet
from countries.models import Country, Organization, OrganizationName


class OrganizationSerializer(RowSerializer):
    model = Organization
    resource = "organizations"
    columns = (
        Column("code"),
        LocalName(),
        *plain(*NAME_TEXTS),
        Choice("kind", Organization.Kind.choices),
        Partial("founded"),
        Partial("ended"),
        Coded("headquarters_country", Country),
        *plain("headquarters_city", "cow_igo", "wikidata_id", "website"),
        RecordUrl("/organizations/"),
    )
    children = (
        Child(
            "names",
            OrganizationName,
            "organization",
            plain("name", "language"),
            Words("name"),
        ),
    )


class OrganizationViewSet(CodeViewSet):
    serializer = OrganizationSerializer
    filterset_class = OrganizationFilterSet
    key_description = "Code of the organization."
