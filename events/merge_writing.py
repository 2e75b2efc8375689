"""Columns that a merge writes, noted so that they can be written back."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


@dataclass
class Writing:
    """The columns that a merge writes, in order, each with what stood there before."""

    changes: list[dict[str, Any]] = field(default_factory=list)

    def write(self, row: models.Model, **values: Any) -> None:
        """Set columns (by attname) of a row, save it and note them."""
        before = {name: getattr(row, name) for name in values}
        if before == values:
            return
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        self._note(row, before=_plain(row, before), after=_plain(row, values))

    def delete(self, row: models.Model) -> None:
        """Delete a row and note all of it."""
        every = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        self._note(row, before=_plain(row, every), after=None)
        row.delete()

    def _note(self, row: models.Model, **what: Any) -> None:
        self.changes.append({"model": row._meta.label_lower, "pk": row.pk, **what})


def write_back(change: dict[str, Any]) -> list[str]:
    """Undo one noted change; in words, what was changed again since then and stays."""
    model = apps.get_model(change["model"])
    name = f"{model._meta.verbose_name} {change['pk']}"
    if change["after"] is None:
        return _insert_again(model, change, name)
    row = model._default_manager.filter(pk=change["pk"]).first()
    if row is None:
        return [_("%(row)s was deleted since then.") % {"row": name}]
    now = _plain(row, {column: getattr(row, column) for column in change["after"]})
    unchanged = [c for c, value in change["after"].items() if now[c] == value]
    left = [
        _("%(row)s: %(column)s was changed since then and stays.") % {"row": name, "column": c}
        for c in change["after"]
        if c not in unchanged
    ]
    for column in unchanged:
        _assign(row, column, change["before"][column])
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        return [f"{name}: {' '.join(error.messages)}"]
    row.save()
    return left


def _insert_again(model: Any, change: dict[str, Any], name: str) -> list[str]:
    row = model()
    for column, value in change["before"].items():
        _assign(row, column, value)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        return [f"{name}: {' '.join(error.messages)}"]
    row.save(force_insert=True)
    return []


def _assign(row: models.Model, column: str, value: Any) -> None:
    stored = next(f for f in row._meta.concrete_fields if f.attname == column)
    setattr(row, column, stored.to_python(value))


def _plain(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON has them, so that they can be compared with what was noted."""
    return {
        name: value.isoformat() if isinstance(value, datetime.date | datetime.datetime) else value
        for name, value in values.items()
    }
