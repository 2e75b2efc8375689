"""The dimensions and measures of each resource."""

from dataclasses import dataclass, replace

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from countries.models import Country, Organization, PositionLevel, Region
from events.models import (
    Chairmanship,
    ChairmanshipConvention,
    DocumentKind,
    EventKind,
    Mode,
    SignedDocument,
    Status,
    Summit,
    SummitSeries,
    Visit,
    VisitType,
)
from events.statistics.dimensions import (
    Dimension,
    NamesOf,
    as_written,
    choices_of,
    group,
    memberships_on,
    names_of_people,
    periods,
    reference,
    region,
)
from events.statistics.event_rules import (
    CHAIRMANSHIP_RULES,
    DOCUMENT_RULES,
    EVENTS_AND_VISITS,
    INITIATIVE_RULES,
    SUMMIT_RULES,
)
from events.statistics.rules import CountingRule
from events.statistics.visit_rules import VISIT_RULES

RULES: dict[str, CountingRule] = {
    rule.code: rule
    for rule in (
        *VISIT_RULES,
        *SUMMIT_RULES,
        EVENTS_AND_VISITS,
        *DOCUMENT_RULES,
        *CHAIRMANSHIP_RULES,
        *INITIATIVE_RULES,
    )
}


@dataclass(frozen=True, slots=True)
class Resource:
    """What can be counted of one kind of record, and by what."""

    code: str
    dimensions: dict[str, Dimension]
    measures: tuple[str, ...]  # the first is the default

    def rule(self, measure: str) -> CountingRule:
        """The rule of a measure: the one of its name, unless this resource has one of its own."""
        return RULES[OWN_RULES.get((self.code, measure), measure)]


OWN_RULES = {
    ("summits", "countries"): "countries_hosting_events",
    ("visits", "documents"): "documents_from_visits",
    ("visits", "summits"): "summits_on_visits",
}


def _resource(code: str, measures: tuple[str, ...], *dimensions: Dimension) -> Resource:
    return Resource(code, {dimension.code: dimension for dimension in dimensions}, measures)


def _also_called(code: str, dimension: Dimension) -> Dimension:
    """The dimension under a name that several resources share."""
    return replace(dimension, code=code, filters_by=dimension.parameter)


def _with_parties(queryset: QuerySet, kind: str = "") -> QuerySet:
    """Adds the country parties and, through organizations, their members on that day."""
    path = "parties__organization__group"
    return queryset.annotate(via=memberships_on(path, "signed_date"))


VISITOR_LEVEL = Dimension(
    "visitor_level",
    F("visitor_position__level"),
    choices_of(PositionLevel),
    none={"visitor_position__empty": "true"},
)
VISITS = _resource(
    "visits",
    (
        "visits",
        "journeys",
        "days",
        "countries",
        "guest_countries",
        "people",
        "documents",
        "summits",
    ),
    *periods("start_date"),
    reference("guest_country", Country),
    reference("host_country", Country),
    region("guest_region", "guest_country"),
    region("host_region", "host_country"),
    group("guest_group", "guest_country", "start_date"),
    group("host_group", "host_country", "start_date"),
    reference("visit_type", VisitType),
    _also_called("kind", reference("visit_type", VisitType)),
    Dimension("visitor", F("visitor_id"), names_of_people, key="P{}".format),
    VISITOR_LEVEL,
    _also_called("level", VISITOR_LEVEL),
    reference("guest_organization", Organization),
    _also_called("organization", reference("guest_organization", Organization)),
    Dimension("mode", F("mode"), choices_of(Mode)),
    Dimension("status", F("status"), choices_of(Status)),
)
SUMMITS = _resource(
    "summits",
    ("summits", "countries"),
    *periods("start_date"),
    reference("host_country", Country),
    region("host_region", "host_country"),
    group("host_group", "host_country", "start_date"),
    reference("organization", Organization),
    reference("series", SummitSeries),
    reference("kind", EventKind),
    Dimension("level", F("level"), choices_of(Summit.Level)),
    Dimension("mode", F("mode"), choices_of(Mode)),
    Dimension("status", F("status"), choices_of(Status)),
    Dimension(
        "country",
        F("participants__country_id"),
        NamesOf(Country),
        overlaps=True,
        keeps_none=False,
    ),
)
PARTY_COUNTRY = Coalesce(F("parties__country_id"), F("via__country_id"))
DOCUMENTS = _resource(
    "documents",
    ("documents",),
    *periods("signed_date"),
    reference("kind", DocumentKind),
    Dimension("conclusion", F("conclusion"), choices_of(SignedDocument.Conclusion)),
    reference("host_country", Country),
    Dimension(
        "country",
        PARTY_COUNTRY,
        NamesOf(Country),
        overlaps=True,
        keeps_none=False,
        child="parties",
        joins=_with_parties,
    ),
    Dimension(
        "region",
        F("parties__country__subregion_id"),
        NamesOf(Region),
        overlaps=True,
        keeps_none=False,
        child="parties",
    ),
    group("group", "parties__country", "signed_date", of_children=True),
    Dimension(
        "organization",
        F("parties__organization_id"),
        NamesOf(Organization),
        overlaps=True,
        keeps_none=False,
        child="parties",
    ),
)
CHAIRMANSHIPS = _resource(
    "chairmanships",
    ("chairmanships",),
    Dimension("year", None, as_written, period="year"),
    reference("country", Country),
    reference("organization", Organization),
    region("region", "country"),
    group("group", "country", "start_date"),
    reference("convention", ChairmanshipConvention),
)
RESOURCES: dict[type, Resource] = {
    Visit: VISITS,
    Summit: SUMMITS,
    SignedDocument: DOCUMENTS,
    Chairmanship: CHAIRMANSHIPS,
}
