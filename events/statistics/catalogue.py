"""The dimensions and measures of each resource."""

from dataclasses import dataclass, replace

from django.db.models import F

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
    names_of_people,
    periods,
    person,
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
from events.statistics.party_rules import PARTY_RULES
from events.statistics.rules import CountingRule
from events.statistics.several import (
    bound_countries,
    either_country,
    either_group,
    either_region,
    groups_of_children,
    of_children,
    people_of_children,
)
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
        *PARTY_RULES,
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
    ("summits", "participant_countries"): "countries_at_events",
    ("summits", "organizations"): "organizations_at_events",
    ("summits", "people"): "people_at_events",
    ("documents", "countries"): "countries_bound",
    ("documents", "organizations"): "organizations_signing",
    ("documents", "people"): "signatories",
    ("visits", "documents"): "documents_from_visits",
    ("visits", "summits"): "summits_on_visits",
}


def _resource(code: str, measures: tuple[str, ...], *dimensions: Dimension) -> Resource:
    return Resource(code, {dimension.code: dimension for dimension in dimensions}, measures)


def _also_called(code: str, dimension: Dimension) -> Dimension:
    """The dimension under a name that several resources share."""
    return replace(dimension, code=code, filters_by=dimension.parameter)


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
    either_country("country"),
    either_region("region"),
    either_group("group", "start_date"),
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
    ("summits", "countries", "participant_countries", "organizations", "people"),
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
    of_children("country", "participants", "country_id", NamesOf(Country)),
    of_children("region", "participants", "country__subregion_id", NamesOf(Region)),
    groups_of_children("group", "participants", "start_date"),
    of_children(
        "participant_organization", "participants", "organization_id", NamesOf(Organization)
    ),
    people_of_children("person", "participants", "person"),
)
DOCUMENTS = _resource(
    "documents",
    ("documents", "countries", "organizations", "people"),
    *periods("signed_date"),
    reference("kind", DocumentKind),
    Dimension("conclusion", F("conclusion"), choices_of(SignedDocument.Conclusion)),
    reference("host_country", Country),
    bound_countries("country"),
    of_children("region", "parties", "country__subregion_id", NamesOf(Region)),
    groups_of_children("group", "parties", "signed_date"),
    of_children("organization", "parties", "organization_id", NamesOf(Organization)),
    people_of_children("signatory", "parties", "signatory"),
)
CHAIRMANSHIPS = _resource(
    "chairmanships",
    ("chairmanships",),
    Dimension("year", None, as_written, period="year"),
    reference("country", Country),
    reference("organization", Organization),
    region("region", "country"),
    group("group", "country", "start_date"),
    person("person"),
    reference("convention", ChairmanshipConvention),
)
RESOURCES: dict[type, Resource] = {
    Visit: VISITS,
    Summit: SUMMITS,
    SignedDocument: DOCUMENTS,
    Chairmanship: CHAIRMANSHIPS,
}
