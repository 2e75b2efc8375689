from typing import Any

from django.db.models import Q

from countries.api.columns import (
    NAME_TEXTS,
    Choice,
    Coded,
    Column,
    Decimal,
    LocalName,
    Partial,
    RecordUrl,
    plain,
)
from countries.api.serializers import Child, RowSerializer
from countries.api.viewsets import CodeViewSet
from countries.api.words import Words
from countries.filters import CountryFilterSet, CountryGroupFilterSet
from countries.models import (
    Country,
    CountryCode,
    CountryGroup,
    CountryGroupMembership,
    CountryKind,
    CountryName,
    Organization,
    Region,
    Succession,
)

MEMBERSHIP = (Partial("joined"), Partial("left"), Column("ongoing"))
VALIDITY = (Partial("valid_from"), Partial("valid_to"))


class CountrySerializer(RowSerializer):
    model = Country
    resource = "countries"
    columns = (
        Column("code"),
        LocalName(),
        *plain(*NAME_TEXTS, "official_name_en", "iso_alpha2", "iso_alpha3", "iso_numeric"),
        Choice("kind", CountryKind.choices),
        Coded("region", Region),
        Coded("subregion", Region),
        *VALIDITY,
        *plain("un_member_since", "capital"),
        Decimal("latitude"),
        Decimal("longitude"),
        Column("wikidata_id"),
        RecordUrl("/countries/"),
    )
    children = (
        Child(
            "groups",
            CountryGroupMembership,
            "country",
            (Coded("group", CountryGroup), *MEMBERSHIP),
            Words("group"),
        ),
        Child(
            "codes",
            CountryCode,
            "country",
            (*plain("scheme", "code"), *VALIDITY),
            Words("{scheme}:{code}"),
            in_list=False,
        ),
        Child(
            "names",
            CountryName,
            "country",
            (*plain("name", "language", "kind"), *VALIDITY),
            Words("name"),
            in_list=False,
        ),
        Child(
            "successors",
            Succession,
            "predecessor",
            (Coded("country", Country, "successor_id"),),
            Words("country"),
            ordering=("successor_id",),
            in_list=False,
        ),
    )


class CountryViewSet(CodeViewSet):
    serializer = CountrySerializer
    filterset_class = CountryFilterSet
    key_description = "ISO alpha-3 or alpha-2 code, or ours."

    def lookup(self, key: str) -> dict[str, Any]:
        code = key.upper()
        return {"pk__in": self._queryset().filter(Q(pk=code) | Q(iso_alpha2=code)).values("pk")}


class CountryGroupSerializer(RowSerializer):
    model = CountryGroup
    resource = "country-groups"
    columns = (
        Column("code"),
        LocalName(),
        *plain(*NAME_TEXTS),
        Choice("kind", CountryGroup.Kind.choices),
        Coded("organization", Organization),
        RecordUrl("/api/v1/country-groups/"),
    )
    children = (
        Child(
            "members",
            CountryGroupMembership,
            "group",
            (Coded("country", Country), *MEMBERSHIP),
            Words("country"),
        ),
    )


class CountryGroupViewSet(CodeViewSet):
    serializer = CountryGroupSerializer
    filterset_class = CountryGroupFilterSet
    key_description = "Code of the group."
