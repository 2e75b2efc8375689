"""Two or more records of a type beside one another, field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from countries.models.base import EditorialModel
from events.merging import takeable
from events.models import Revision
from events.models.revisions import REVISED_TYPES


@dataclass(frozen=True)
class Line:
    """One field: its name in code, its label, and what each record has there."""

    name: str
    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def side_by_side(
    records: Sequence[EditorialModel], names: Iterable[str] | None = None
) -> list[Line]:
    """The fields (all that a merge may take, unless named) in which any record has something."""
    model = type(records[0])
    known = takeable(model)
    lines = []
    for name in known if names is None else names:
        values = tuple(_text(record, name) for record in records)
        if any(values):
            label = _field(model, known[name][0]).verbose_name
            lines.append(Line(name, str(label), values))
    return lines


def identifying(model: type[EditorialModel], columns: Iterable[str]) -> list[str]:
    """The names of the fields by which duplicates are found, dates first."""
    names = [_field(model, column).name for column in columns]
    return [*model.partial_dates(), *names]


def with_names(model: type[EditorialModel], keys: Iterable[int]) -> dict[int, Any]:
    """Records by key, with the related rows whose names are shown, in one query."""
    related = [
        field.name
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey) and field.editable
    ]
    if "journey" in related:
        related.append("journey__traveller")
    if "visit" in related:
        related += ["visit__visitor", "visit__host_country"]
    return model._default_manager.select_related(*related).in_bulk(set(keys))


def records_of(public_ids: Iterable[str]) -> list[EditorialModel]:
    """The records with these public ids, in their order; what is no longer there is left out."""
    public_ids = list(public_ids)
    found: dict[str, EditorialModel] = {}
    for name in REVISED_TYPES:
        model: Any = Revision._meta.get_field(name).related_model
        prefix = model.public_id_prefix
        keys = {int(i[1:]) for i in public_ids if i.startswith(prefix) and i[1:].isdecimal()}
        if keys:
            found |= {record.public_id: record for record in with_names(model, keys).values()}
    return [found[i] for i in dict.fromkeys(public_ids) if i in found]


def change_url(record: models.Model) -> str:
    """The address of a record's form."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])


def _field(model: type[EditorialModel], column: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if field.attname == column)


def _text(record: EditorialModel, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return "" if value is None else str(value)
