"""The parameter that each model field gets by itself, so that every public field has one."""

from typing import Any

from django.db import models

from countries.filters.dates import PartialDateParameter
from countries.filters.parameters import (
    BooleanParameter,
    ChoiceParameter,
    DecimalParameter,
    NumberParameter,
    Parameter,
    TextParameter,
    TimestampParameter,
)
from countries.filters.references import (
    CodeParameter,
    CountryParameter,
    OwnIdParameter,
    PublicIdParameter,
)
from countries.models import Country, Region
from countries.models.base import EditorialModel, FoldedField

WITHOUT = {
    "state": "the public sees what is published and nothing else",
    "replaced_by": "a merged record is not public: its address leads to the one that is",
    "mirror_of": "a mirror is not public: its address leads to the record that it is joined to",
}
"""Fields without a parameter of their own, and why."""


def reason_for_none(field: models.Field) -> str:
    """Why a field has no parameter of its own; an empty string where it should have one."""
    if isinstance(field, FoldedField):
        return "asked through q"
    names = {f.name for f in field.model._meta.concrete_fields}
    for suffix in ("_precision", "_last"):
        if field.name.endswith(suffix) and field.name.removesuffix(suffix) in names:
            return "part of a partial date, which is filtered as a whole"
    return WITHOUT.get(field.name, "")


def parameters_of(model: type[models.Model]) -> dict[str, Parameter]:
    """A parameter for each field of the model, by field name (the key as ``id`` or ``code``)."""
    return {
        field.name: parameter_for(field)
        for field in model._meta.concrete_fields
        if not reason_for_none(field)
    }


def parameter_for(field: models.Field) -> Parameter:
    empty = bool(field.blank or field.null)
    if isinstance(field, models.ForeignKey):
        return _reference(field, empty)
    if field.primary_key:
        return _key(field)
    if field.choices:
        return ChoiceParameter(choices=field.choices, label=field.verbose_name, empty=empty)
    kind = _plain_kind(field)
    return kind(label=field.verbose_name, empty=empty)


def _plain_kind(field: models.Field) -> type[Parameter]:
    if isinstance(field, models.DateTimeField):
        return TimestampParameter
    if isinstance(field, models.DateField):
        names = {f.name for f in field.model._meta.concrete_fields}
        return PartialDateParameter if f"{field.name}_precision" in names else PlainDateParameter
    if isinstance(field, models.BooleanField):
        return BooleanParameter
    if isinstance(field, models.DecimalField):
        return DecimalParameter
    return NumberParameter if isinstance(field, models.IntegerField) else TextParameter


class PlainDateParameter(PartialDateParameter):
    """A day that is always known; asked for by day, month or year all the same."""

    def column_matches(self, column: str, value) -> models.Q:
        return models.Q(**{f"{column}__gte": value.first, f"{column}__lte": value.last})


def _key(field: models.Field) -> Parameter:
    if issubclass(field.model, EditorialModel):
        return OwnIdParameter("pk", to=field.model, label=field.verbose_name)
    if field.model is Country:
        return CountryParameter("pk", label=field.verbose_name)
    if isinstance(field, models.CharField):
        return CodeParameter("pk", to=field.model, label=field.verbose_name)
    return NumberParameter("pk", label=field.verbose_name)


def _reference(field: models.ForeignKey, empty: bool) -> Parameter:
    options: dict[str, Any] = {"label": field.verbose_name, "empty": empty}
    to = field.remote_field.model
    if to is Country:
        return CountryParameter(**options)
    if to is Region:
        return CodeParameter(to=Region, **options)
    if issubclass(to, EditorialModel):
        return PublicIdParameter(to=to, **options)
    if isinstance(to._meta.pk, models.CharField):
        return CodeParameter(to=to, **options)
    return NumberParameter(**options)
