"""A record and its parts as plain data, and back again.

A snapshot is ``{"fields": {column: value}, "children": {relation: [{column: value}]}}``, fit for
JSON. Pending revisions are snapshots; restoring and undoing can stand on them as well. The
editorial state is no part of it: that changes by an editorial decision only.
"""

import datetime
import decimal
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.translation import gettext as _

from countries.models.base import FoldedField
from countries.models.country_names import NormalisedField
from countries.partial_dates import PartialDateAttribute

# Changed by an editorial decision only: by a step, or by a merge and its undoing.
DECIDED = ("state", "replaced_by", "mirror_of")

NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)  # of a row without any version
Row = dict[str, Any]
Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One line of a comparison: what stands in the record and what would stand there."""

    part: str
    label: str
    before: str
    after: str


def children_of(record: models.Model | type[models.Model]) -> tuple[str, ...]:
    """The relations whose rows belong to the record, or to each of a model."""
    return getattr(record, "belonging", ())


def snapshot(record: models.Model, as_of: datetime.datetime | None = None) -> Snapshot:
    """The record as its database row and its children's rows say now, or said at an instant."""
    row = _asked(type(record)._default_manager.all(), as_of).get(pk=record.pk)
    fields = _row(row, record._meta.pk)
    children = {
        relation: [
            _row(child, _link(record, relation)) for child in _asked(_rows(record, relation), as_of)
        ]
        for relation in children_of(record)
    }
    return {"fields": fields, "children": children}


def without_new_keys(proposed: Snapshot, current: Snapshot) -> Snapshot:
    """The proposal with no key for rows that the record does not have yet."""
    children = {}
    for relation, rows in proposed["children"].items():
        known = {row["id"] for row in current["children"][relation]}
        children[relation] = [{**r, "id": r["id"] if r["id"] in known else None} for r in rows]
    return {**proposed, "children": children}


@transaction.atomic
def apply(record: models.Model, payload: Snapshot, *, keep_keys: bool = False) -> None:
    """Make the record and its children what the payload says.

    ``keep_keys``: rows that are no longer there come back under the keys of the payload, which
    must be this record's own history. Rows that differ are then written anew, so that none stands
    in another's way while they are changed one by one.

    Validates the record and each row. Raises ValidationError, and then nothing is written.
    Columns that the payload does not name keep their value: it may be older than they are.
    """
    _assign(record, payload["fields"])
    record.full_clean()
    record.save()
    for relation, rows in payload["children"].items():
        _apply_children(record, relation, rows, keep_keys)


def _apply_children(record, relation: str, rows: list[Row], keep_keys: bool) -> None:
    model, link = _link(record, relation).model, _link(record, relation)
    existing = {child.pk: child for child in _rows(record, relation)}
    wanted = {row["id"]: row for row in rows if row.get("id")}
    for key, child in list(existing.items()):
        if key not in wanted or (keep_keys and wanted[key].items() - _row(child, link).items()):
            type(child)._default_manager.filter(pk=key).delete()
            del existing[key]
    for row in rows:
        known = existing.get(row.get("id"))
        child = known or model(**{link.name: record, "pk": row.get("id") if keep_keys else None})
        before = _row(child, link)
        _assign(child, {column: value for column, value in row.items() if column != "id"})
        if known is None or _row(child, link) != before:
            child.full_clean()
            child.save(force_insert=known is None)


def last_changed(record: models.Model) -> datetime.datetime:
    """When the record or a row that belongs to it was last changed, deletions included."""
    versions: Any = record.history  # type: ignore[attr-defined]
    moments = [versions.aggregate(last=models.Max("history_date"))["last"]]
    for relation in children_of(record):
        link = _link(record, relation)
        changes = link.model.history.filter(  # type: ignore[attr-defined]
            **{link.attname: record.pk}
        )
        moments.append(changes.aggregate(last=models.Max("history_date"))["last"])
    written = getattr(record, "updated_at", NEVER)
    return max((moment for moment in moments if moment), default=written)


def names_in(record: models.Model, sides: Iterable[Snapshot]) -> "_Names":
    """The names of all that the snapshots of a record point to, for ``differences``."""
    names = _Names()
    models_of = {relation: _link(record, relation).model for relation in children_of(record)}
    for side in sides:
        names.ask(type(record), [side["fields"]])
        for relation, model in models_of.items():
            names.ask(model, side["children"].get(relation, []))
    return names


def differences(
    record: models.Model, before: Snapshot, after: Snapshot, names: "_Names | None" = None
) -> list[Change]:
    """What the second snapshot of a record changes in the first, field by field, row by row.

    ``names``: of many snapshots at once, where many are compared.
    """
    names = names or names_in(record, (before, after))
    models_of = {relation: _link(record, relation).model for relation in children_of(record)}
    changes = _compare("", type(record), before["fields"], after["fields"], names)
    for relation, model in models_of.items():
        old, new = before["children"].get(relation, []), after["children"].get(relation, [])
        for first, second in _pairs(old, new):
            changes += _compare(str(model._meta.verbose_name), model, first, second, names)
    return changes


def _pairs(old: list[Row], new: list[Row]) -> Iterable[tuple[Row | None, Row | None]]:
    by_key = {row["id"]: row for row in new if row.get("id")}
    yield from ((row, by_key.get(row["id"])) for row in old)
    known = {row["id"] for row in old}
    yield from ((None, row) for row in new if row.get("id") not in known)


def _compare(part, model, before: Row | None, after: Row | None, names) -> list[Change]:
    first = names.describe(model, before) if before is not None else {}
    second = names.describe(model, after) if after is not None else {}
    if part and (before is None or after is None):
        texts = [", ".join(text for text in side.values() if text) for side in (first, second)]
        return [Change(part, "", *texts)]
    labels = dict.fromkeys((*first, *second))
    return [
        Change(part, label, first.get(label, ""), second.get(label, ""))
        for label in labels
        if first.get(label, "") != second.get(label, "")
    ]


class _Names:
    """The names of the rows that snapshots point to, asked for once per model."""

    def __init__(self) -> None:
        self._keys: dict[type[models.Model], set] = defaultdict(set)
        self._names: dict[type[models.Model], dict] = {}

    def ask(self, model: type[models.Model], rows: list[Row]) -> None:
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey):
                keys = {row.get(field.attname) for row in rows} - {None}
                self._keys[field.related_model] |= keys

    def describe(self, model: type[models.Model], row: Row) -> dict[str, str]:
        """The row as label and text; a partial date is one text."""
        stored = [f for f in model._meta.fields if f.attname in row and not f.primary_key]
        instance = model(**{f.attname: f.to_python(row[f.attname]) for f in stored})
        dates = model.partial_dates() if hasattr(model, "partial_dates") else {}
        hidden = {c for date in dates.values() for c in _columns_beside(date)}
        by_column = {date.column: name for name, date in dates.items()}
        return {
            str(field.verbose_name): self._text(instance, field, by_column)
            for field in stored
            if field.name not in hidden
        }

    def _text(self, instance, field, by_column: dict[str, str]) -> str:
        value = getattr(instance, by_column.get(field.name, field.attname))
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(field, models.ForeignKey):
            return self._name(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return str(value)

    def _name(self, model: type[models.Model], key) -> str:
        if model not in self._names:
            found = model._default_manager.in_bulk(self._keys[model])
            self._names[model] = {pk: str(row) for pk, row in found.items()}
            self._names[model] |= _names_of_gone(model, self._keys[model] - found.keys())
        return self._names[model].get(key, str(key))


def _names_of_gone(model: Any, keys: set) -> dict[Any, str]:
    """What deleted rows were called last, marked as gone."""
    if not keys or not hasattr(model, "history"):
        return {}
    key = model._meta.pk.attname
    rows = model.history.filter(**{f"{key}__in": keys}).order_by("history_date", "history_id")
    return {getattr(row, key): _("%s (deleted)") % _text_of_gone(row) for row in rows}


def _text_of_gone(row) -> str:
    try:
        return str(row.instance)
    except ObjectDoesNotExist:  # its own text names a row that is gone too
        return str(row.instance.pk)


def texts_of(model: type[models.Model], row: Row) -> dict[str, str]:
    """A row of a snapshot in words, by the names of its fields."""
    names = _Names()
    names.ask(model, [row])
    return names.describe(model, row)


def texts_of_columns(
    model: type[models.Model], sides: Iterable[Row | None]
) -> list[dict[str, str] | None]:
    """Some columns of a row, at several times, in words; None stays None."""
    names, known = _Names(), list(sides)
    names.ask(model, [row for row in known if row])
    return [None if row is None else names.describe(model, row) for row in known]


def _columns_beside(date: PartialDateAttribute) -> tuple[str, str]:
    return f"{date.column}_precision", date.last_column


def _link(record: models.Model, relation: str) -> models.ForeignKey:
    """The foreign key by which the rows of a relation point to their record."""
    return getattr(type(record), relation).field


def _rows(record: models.Model, relation: str):
    return (
        _link(record, relation)
        .model._default_manager.filter(**{_link(record, relation).name: record.pk})
        .order_by("pk")
    )


def _asked(rows, as_of: datetime.datetime | None):
    return rows.as_of(as_of) if as_of else rows


def link_to(record: models.Model, relation: str) -> models.ForeignKey:
    """The foreign key by which the rows of a relation point to their record."""
    return _link(record, relation)


def _row(instance: models.Model, *left_out: models.Field | None) -> Row:
    return row_of(type(instance), instance, *left_out)


def row_of(model: type[models.Model], source: Any, *left_out: models.Field | None) -> Row:
    """The columns of a model that people enter, as an instance or a version of it has them."""
    return {
        field.attname: _plain(getattr(source, field.attname))
        for field in model._meta.fields
        if field not in left_out and not _kept_by_itself(field)
    }


def _kept_by_itself(field: models.Field) -> bool:
    """Search keys, time stamps, the editorial state and merges are nobody's entry."""
    stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return isinstance(field, FoldedField | NormalisedField) or stamped or field.name in DECIDED


def _plain(value):
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value


def _assign(instance: models.Model, row: Row) -> None:
    columns = {field.attname: field for field in instance._meta.fields}
    for attname, value in row.items():
        if attname in columns:
            setattr(instance, attname, columns[attname].to_python(value))
