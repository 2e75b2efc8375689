"""A body on its way into a record: every problem of it is found before anything is refused."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from countries.api.errors import InvalidQuestion
from countries.api.writing import BadValue, BodyField, refused_keys
from countries.filters import Problem
from countries.filters.parameters import nearest
from countries.forms import constraint_columns
from countries.models import EditorialState
from countries.models.base import EditorialModel
from countries.snapshots import link_to
from events.api.writing.authority import Caller
from events.api.writing.citing import SOURCE_KEYS, UnknownSource, cited_source
from events.api.writing.forms import RecordForm, RowsForm


class Entry:
    """The body of a write and the record it is entered into.

    ``whole``: the body is the whole record (PUT), so that what it does not name becomes empty, and
    a row that was read may be sent back with its read-only keys.
    """

    def __init__(
        self, form: RecordForm, record: EditorialModel, body: Any, caller: Caller, *, whole: bool
    ) -> None:
        self.form, self.record, self.caller, self.whole = form, record, caller, whole
        self.problems: list[Problem] = []
        self.body: dict[str, Any] = self._object(body, "")
        self.rows: dict[str, list[models.Model]] = {}
        self._before = self._values()

    @property
    def changed(self) -> set[str]:
        """The keys whose values the body changes."""
        return {name for name, value in self._values().items() if value != self._before[name]}

    @property
    def state(self) -> str | None:
        """The editorial state that the body asks for."""
        return self.body.get("state")

    def read(self) -> None:
        """Enter the body into the record in memory; InvalidQuestion names all that is wrong."""
        read_only = () if self.whole else self.form.read_only
        known = [*self.form.keys, *(self.form.read_only if self.whole else ())]
        self.problems += refused_keys(self.body, known, read_only)
        self._check_state()
        faulty = self._fill(self.record, self.form.fields, self.body, "", empty=self.whole)
        self.problems += faults(self.record, self.form.fields, faulty)
        for name, rows in self.form.rows.items():
            if name in self.body or self.whole:
                self.rows[name] = self._read_rows(rows, self.body.get(name, []))
        self.refuse()

    def save_rows(self) -> None:
        """Write the rows of the saved record, each checked beside those before it."""
        for name, rows in self.rows.items():
            kept = {row.pk for row in rows if row.pk}
            for row in getattr(self.record, name).all():
                if row.pk not in kept:
                    row.delete()
            link = link_to(self.record, name).name
            for place, row in enumerate(rows):
                setattr(row, link, self.record)
                self._save_row(self.form.rows[name], row, f"{name}[{place}].")
        self.refuse()

    def refuse(self) -> None:
        if self.problems:
            raise InvalidQuestion(*dict.fromkeys(self.problems))

    def _values(self) -> dict[str, Any]:
        return {name: field.written(self.record) for name, field in self.form.fields.items()}

    def _object(self, value: Any, at: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.problems.append(Problem(at.rstrip("."), _("Write an object: {…}."), None))
        return {}

    def _check_state(self) -> None:
        known = EditorialState.values
        if self.state is not None and self.state not in known:
            detail = _("Known states: %(known)s.") % {"known": ", ".join(known)}
            self.problems.append(Problem("state", detail, nearest(str(self.state), known)))

    def _fill(
        self, instance, fields: dict[str, BodyField], body: dict, at: str, *, empty: bool
    ) -> set[str]:
        """Enter what a body names; the names of the keys whose values cannot be read."""
        faulty = set()
        for name, field in fields.items():
            if name in body:
                try:
                    field.assign(instance, field.read(body[name]))
                except BadValue as error:
                    faulty.add(name)
                    self.problems.append(Problem(f"{at}{name}", error.detail, error.did_you_mean))
            elif empty:
                field.assign(instance, field.empty())
        return faulty

    def _read_rows(self, rows: RowsForm, bodies: Any) -> list[models.Model]:
        if not isinstance(bodies, list):
            self.problems.append(Problem(rows.name, _("Write a list: […]."), None))
            return []
        stored = getattr(self.record, rows.name).all() if self.record.pk else ()
        existing = {row.pk: row for row in stored}
        return [
            self._read_row(rows, self._object(body, f"{rows.name}[{place}]."), place, existing)
            for place, body in enumerate(bodies)
        ]

    def _read_row(self, rows: RowsForm, body: dict, place: int, existing: dict) -> models.Model:
        at = f"{rows.name}[{place}]."
        cites = rows.name == "citations" and "source" not in body
        known = ["id", *rows.fields, *(SOURCE_KEYS if cites else ())]
        aside = rows.read_only if self.whole else set()
        self.problems += refused_keys(body, [*known, *aside], rows.read_only - aside, at)
        row: Any = self._known_row(rows, body, at, existing) or rows.model()
        faulty = self._fill(row, rows.fields, body, at, empty=False)
        if cites and row.pk is None:
            faulty |= self._cite(row, body, at)
        link = link_to(self.record, rows.name)
        setattr(row, link.name, self.record)
        if hasattr(row, "order"):
            row.order = place
        if "id" not in body and not faulty:
            row = _same(rows, row, existing) or row
        skipped = set() if self.record.pk else {link.name}
        self.problems += faults(row, rows.fields, faulty, at, skipped)
        return row

    def _known_row(self, rows: RowsForm, body: dict, at: str, existing: dict) -> Any:
        key = body.get("id")
        if key is None:
            return None
        row = existing.pop(key, None) if type(key) is int else None
        if row is None:
            detail = _("The record has no such row (or it stands here twice).")
            self.problems.append(Problem(f"{at}id", detail, None))
        return row

    def _cite(self, citation, body: dict, at: str) -> set[str]:
        try:
            citation.source = cited_source(body, self.caller.user)
        except UnknownSource as error:
            self.problems += [Problem(f"{at}{key}", text, None) for key, text in error.problems]
            return {"source"}
        return set()

    def _save_row(self, rows: RowsForm, row: models.Model, at: str) -> None:
        if row.pk and not _is_changed(rows, row):
            return
        found = list(faults(row, rows.fields, set(), at))
        self.problems += found
        if not found:
            row.save()


def _same(rows: RowsForm, row: models.Model, existing: dict) -> Any:
    """A stored row that says the same: it stays, with its id and its history."""
    wanted = rows.written(row) | {"id": None}
    for key, other in existing.items():
        if rows.written(other) | {"id": None} == wanted:
            existing.pop(key)
            other.order = getattr(row, "order", 0)
            return other
    return None


def _is_changed(rows: RowsForm, row: Any) -> bool:
    stored = rows.model._default_manager.get(pk=row.pk)
    if getattr(stored, "order", 0) != getattr(row, "order", 0):
        return True
    return rows.written(stored) != rows.written(row)


def faults(
    instance: Any,
    fields: dict[str, BodyField],
    faulty: Iterable[str],
    at: str = "",
    skipped: Iterable[str] = (),
) -> Iterator[Problem]:
    """What the model's rules and the database's constraints say, each at a key of the body.

    ``faulty``: keys that are refused already; ``skipped``: columns that are not to be checked.
    """
    key_of = {column: name for name, field in fields.items() for column in field.columns}
    exclude = {column for name in faulty for column in fields[name].columns} | {*skipped}
    try:
        instance.full_clean(exclude=exclude, validate_constraints=False)
    except ValidationError as error:
        for column, messages in error.update_error_dict({}).items():
            exclude.add(column)
            name = "" if column == NON_FIELD_ERRORS else key_of.get(column, column)
            for text in ValidationError(messages).messages:
                yield Problem(f"{at}{name}".rstrip("."), text, None)
    for model, constraints in instance.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, instance, exclude=exclude)
            except ValidationError as error:
                # The last key that the rule names: the end is blamed, not the start.
                names = [key_of[c] for c in constraint_columns(constraint) if c in key_of]
                place = f"{at}{names[-1] if names else ''}".rstrip(".")
                yield from (Problem(place, text, None) for text in error.messages)
