"""The tables of a release, written from the models: names, fields, types and keys."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from countries.models import (
    Country,
    CountryCode,
    CountryGroup,
    CountryGroupMembership,
    CountryName,
    Organization,
    OrganizationName,
    Person,
    Position,
    Region,
    Succession,
    Tenure,
)
from events.models import (
    ActionType,
    Chairmanship,
    ChairmanshipConvention,
    Citation,
    DocumentAction,
    DocumentKind,
    DocumentParty,
    EventKind,
    Initiative,
    InitiativeStatus,
    Journey,
    ReportedTotal,
    SignedDocument,
    Source,
    Summit,
    SummitParticipant,
    SummitSeries,
    Visit,
    VisitParticipant,
    VisitType,
    YearCoverage,
)

# In an order in which a row points only to rows above it.
MODELS: dict[str, Any] = {
    "regions": Region,
    "countries": Country,
    "country_codes": CountryCode,
    "country_names": CountryName,
    "successions": Succession,
    "organizations": Organization,
    "organization_names": OrganizationName,
    "country_groups": CountryGroup,
    "country_group_memberships": CountryGroupMembership,
    "people": Person,
    "positions": Position,
    "tenures": Tenure,
    "visit_types": VisitType,
    "event_kinds": EventKind,
    "document_kinds": DocumentKind,
    "action_types": ActionType,
    "chairmanship_conventions": ChairmanshipConvention,
    "summit_series": SummitSeries,
    "sources": Source,
    "journeys": Journey,
    "visits": Visit,
    "visit_participants": VisitParticipant,
    "summits": Summit,
    "summit_participants": SummitParticipant,
    "documents": SignedDocument,
    "document_parties": DocumentParty,
    "document_actions": DocumentAction,
    "chairmanships": Chairmanship,
    "initiatives": Initiative,
    "initiative_statuses": InitiativeStatus,
    "citations": Citation,
    "reported_totals": ReportedTotal,
    "year_coverage": YearCoverage,
}
# What serves the site and says nothing about the world.
LEFT_OUT = ("search_text", "state", "replaced_by", "retired", "order")
PARTIAL = r"^\d{4}(-\d{2}(-\d{2})?)?$"
LENGTHS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True)
class Column:
    """A field of a model as a column of a release.

    ``target``: the table to which it points. ``precision``: the field that tells how far a date is
    known; it is then written as far.
    """

    field: Any
    target: str = ""
    prefix: str = ""
    precision: str = ""

    @property
    def name(self) -> str:
        return "id" if self.field.primary_key and self.field.name == "id" else self.field.name

    @property
    def required(self) -> bool:
        return not self.field.null and not self.field.blank and not self.is_text_of_choice

    @property
    def is_text_of_choice(self) -> bool:
        return bool(self.field.choices) and self.field.blank

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in self.field.choices or ()]

    @cached_property
    def type(self) -> str:
        """The type of Frictionless Table Schema."""
        if self.prefix or self.precision:
            return "string"
        one = self.field
        while one.is_relation:
            one = one.target_field
        kinds = (
            (models.BooleanField, "boolean"),
            (models.IntegerField, "integer"),
            (models.DecimalField, "number"),
            (models.DateTimeField, "datetime"),
            (models.DateField, "date"),
        )
        return next((name for kind, name in kinds if isinstance(one, kind)), "string")


@dataclass(frozen=True)
class Table:
    """A table of a release."""

    name: str
    model: Any
    columns: tuple[Column, ...] = field(default=())

    @property
    def key(self) -> Column:
        return next(column for column in self.columns if column.field.primary_key)

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def meaning(self) -> str:
        """The first sentence of the model's own description."""
        text = " ".join((self.model.__doc__ or "").split("\n\n")[0].split())
        return "" if text.startswith(f"{self.model.__name__}(") else text

    @property
    def links(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.target)

    @cached_property
    def linked(self) -> tuple[tuple[int, str, bool], ...]:
        """The links: place among the columns, table to which it points, whether it is needed."""
        return tuple(
            (place, column.target, not column.field.null)
            for place, column in enumerate(self.columns)
            if column.target
        )

    @cached_property
    def attributes(self) -> list[str]:
        """What is read of the model: the columns in their order, then how far dates are known."""
        precisions = [column.precision for column in self.columns if column.precision]
        return [*(column.field.attname for column in self.columns), *precisions]


def tables() -> list[Table]:
    """Every table of a release, in an order in which a row points only to rows above it."""
    names = {model: name for name, model in MODELS.items()}
    return [Table(name, model, tuple(_columns(model, names))) for name, model in MODELS.items()]


def _columns(model: Any, names: dict[Any, str]) -> Iterator[Column]:
    fields = {one.name: one for one in model._meta.concrete_fields}
    for name, one in fields.items():
        if name in LEFT_OUT or name.endswith("_precision") or _is_bound(name, fields):
            continue
        precision = f"{name}_precision" if f"{name}_precision" in fields else ""
        prefix = getattr(model, "public_id_prefix", "") if one.primary_key else ""
        target = ""
        if one.is_relation:
            if one.related_model not in names:
                continue
            target = names[one.related_model]
            prefix = getattr(one.related_model, "public_id_prefix", "")
        yield Column(one, target, prefix, precision)


def _is_bound(name: str, fields: dict[str, Any]) -> bool:
    """The last day of a point date whose first is written as far as it is known."""
    return name.endswith("_last") and f"{name.removesuffix('_last')}_precision" in fields
