"""A record in the form in which it is written: what an answer to a write holds, and a body may."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.db import models

from countries.api.serializers import Child, RowSerializer
from countries.api.writing import BodyField, body_fields
from countries.models.base import EditorialModel
from countries.snapshots import children_of, snapshot


@dataclass(frozen=True)
class RowsForm:
    """The rows of one kind that belong to a record, such as its participants."""

    child: Child
    fields: dict[str, BodyField]

    @property
    def name(self) -> str:
        return self.child.name

    @property
    def model(self) -> type[models.Model]:
        return self.child.model

    @property
    def read_only(self) -> set[str]:
        return {key for column in self.child.columns for key in column.schemas(self.model)}

    def written(self, row: models.Model) -> dict[str, Any]:
        return {"id": row.pk, **{name: f.written(row) for name, f in self.fields.items()}}


@dataclass(frozen=True)
class RecordForm:
    """The keys of a resource's bodies."""

    serializer: type[RowSerializer]
    fields: dict[str, BodyField]
    rows: dict[str, RowsForm]

    @property
    def keys(self) -> list[str]:
        return ["state", *self.fields, *self.rows]

    @property
    def read_only(self) -> set[str]:
        return {"id", *self.serializer.keys(detail=True)} - set(self.keys)

    def written(self, record: EditorialModel) -> dict[str, Any]:
        """The record as it is stored, drafts and unpublished people included."""
        form: dict[str, Any] = {"id": record.public_id, "state": record.state}
        form |= {name: field.written(record) for name, field in self.fields.items()}
        for name, rows in self.rows.items():
            form[name] = [rows.written(row) for row in getattr(record, name).all()]
        return form


@cache
def record_form(serializer: type[RowSerializer]) -> RecordForm:
    belonging = children_of(serializer.model)
    return RecordForm(
        serializer,
        body_fields(serializer.model, serializer.columns),
        {
            child.name: RowsForm(child, body_fields(child.model, child.columns))
            for child in serializer.children
            if child.name in belonging
        },
    )


def version_of(record: EditorialModel) -> str:
    """A name for what is stored of the record, its state and the rows that belong to it."""
    state = type(record)._default_manager.values_list("state", flat=True).get(pk=record.pk)
    content = orjson.dumps([state, snapshot(record)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()[:32]
