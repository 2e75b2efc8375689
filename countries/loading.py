"""Loading tables of facts from CSV files: whole or not at all, and the same twice.

``read_table`` reads text rows with their line numbers; ``Table.sync`` brings a model in step with
rows by key and reports what it changed. Nothing is written while any row of any file is wrong.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from countries.partial_dates import PartialDate, PartialDateAttribute

UNSYNCED = {"state", "created_at", "updated_at"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


class BrokenTable(Exception):
    """What is wrong with the files, a sentence per fault, each with its file and line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


def read_table(path: Path, columns: Iterable[str]) -> list[Row]:
    """The rows of a UTF-8 CSV file with at least these columns; BrokenTable otherwise."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path.name, csv.DictReader(file, strict=True), set(columns)))
    except OSError as error:
        raise BrokenTable([f"{path.name}: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise BrokenTable([f"{path.name}: not UTF-8 at byte {error.start}"]) from error
    except csv.Error as error:
        raise BrokenTable([f"{path.name}: {error}"]) from error


def _rows(name: str, reader: csv.DictReader, columns: set[str]):
    missing = columns - set(reader.fieldnames or ())
    if missing:
        raise BrokenTable([f"{name}, line 1: no column {', '.join(sorted(missing))}"])
    for cells in reader:
        if None in cells or None in cells.values():
            raise BrokenTable([f"{name}, line {reader.line_num}: not as many cells as columns"])
        yield Row(name, reader.line_num, {k: v.strip() for k, v in cells.items()})


@dataclass
class Changes:
    """What a load did to one model."""

    model: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    """Rows that people changed here and the load left alone."""
    absent: int = 0
    """Rows in the database that are not in the file."""

    def __str__(self) -> str:
        parts = [
            f"{self.created} created",
            f"{self.updated} updated",
            f"{self.unchanged} unchanged",
        ]
        if self.kept:
            parts.append(f"{len(self.kept)} kept as edited here ({', '.join(self.kept[:5])})")
        if self.absent:
            parts.append(f"{self.absent} not in the file, left")
        return f"{self.model}: {', '.join(parts)}"


@dataclass
class Table:
    """How rows of a file become instances of a model.

    ``key`` names the attributes that identify a row; ``build`` gives all attributes of a row, and
    may raise ValidationError. Partial dates are given by attribute name (``start``), as text.
    """

    model: type[models.Model]
    key: tuple[str, ...]
    build: Callable[[Row], dict[str, Any]]

    def instances(self, rows: Iterable[Row]) -> list[Any]:
        """Checked but unsaved instances; BrokenTable with every fault of every row."""
        faults: list[str] = []
        instances: list[Any] = []
        seen: dict[tuple, int] = {}
        for row in rows:
            try:
                instance = make(self.model, self.build(row))
                _check(instance)
            except ValidationError as error:
                faults += [f"{row.file}, line {row.line}: {m}" for m in _messages(error)]
                continue
            identity = self.identity(instance)
            if identity in seen:
                faults.append(f"{row.file}, line {row.line}: the same key as line {seen[identity]}")
            seen[identity] = row.line
            instances.append(instance)
        if faults:
            raise BrokenTable(faults)
        return instances

    def identity(self, instance: models.Model) -> tuple:
        return tuple(getattr(instance, name) for name in self.key)

    def sync(
        self,
        instances: Iterable[models.Model],
        *,
        loader: str,
        among: models.QuerySet | None = None,
    ) -> Changes:
        """Create, update or leave each instance's row; primary keys are filled in.

        A row that somebody other than ``loader`` ever changed or deleted is kept as it is, so that
        bringing shipped data up to date undoes nobody's work. ``among`` narrows the stored rows
        that the load answers for.
        """
        changes = Changes(str(self.model._meta.verbose_name_plural))
        rows = self.model._default_manager.all() if among is None else among
        stored = {self.identity(row): row for row in rows}
        edited, deleted = self._edits(loader)
        new, changed = [], []
        for instance in instances:
            identity = self.identity(instance)
            old = stored.pop(identity, None)
            if old is None:
                if identity in deleted:
                    changes.kept.append(f"{instance} (deleted)")
                else:
                    new.append(instance)
                continue
            instance.pk = old.pk
            for name in self._unsynced():
                setattr(instance, name, getattr(old, name))  # history keeps the whole row
            if not self._differs(instance, old):
                changes.unchanged += 1
            elif old.pk in edited:
                changes.kept.append(str(old))
            else:
                changed.append(instance)
        manager = self.model._default_manager
        manager.bulk_create(new, batch_size=500)
        if changed:
            columns = [f.name for f in self._columns()]
            if "updated_at" in self._unsynced():
                columns.append("updated_at")
                for instance in changed:
                    setattr(instance, "updated_at", timezone.now())  # noqa: B010
            manager.bulk_update(changed, columns, batch_size=200)
        changes.created, changes.updated = len(new), len(changed)
        changes.absent = len(stored)
        return changes

    def _edits(self, loader: str) -> tuple[set, set[tuple]]:
        """Primary keys that people changed, and the keys of the rows that they deleted."""
        history = self.model.history.model.objects.exclude(  # type: ignore[attr-defined]
            history_user_id=loader
        )
        edited, deleted = set(), set()
        for row in history:
            edited.add(getattr(row, self.model._meta.pk.attname))
            if row.history_type == "-":
                deleted.add(self.identity(row))
        return edited, deleted

    def _unsynced(self) -> set[str]:
        """Columns that are the record's own business and no table's."""
        return UNSYNCED & {f.name for f in self.model._meta.concrete_fields}

    def _columns(self):
        return [
            f
            for f in self.model._meta.concrete_fields
            if not f.primary_key and f.name not in UNSYNCED
        ]

    def _differs(self, instance, old) -> bool:
        for column in self._columns():
            column.pre_save(instance, add=False)  # search keys are computed on save
        return any(
            column.to_python(getattr(instance, column.attname)) != getattr(old, column.attname)
            for column in self._columns()
        )


def make(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    """An unsaved instance; text for a partial date is parsed."""
    instance = model()
    for name, value in values.items():
        if isinstance(getattr(model, name, None), PartialDateAttribute):
            value = PartialDate.parse(value) if value else None
        setattr(instance, name, value)
    return instance


def _check(instance: models.Model) -> None:
    relations = [f.name for f in instance._meta.concrete_fields if f.is_relation]
    instance.clean_fields(exclude=relations)
    instance.clean()
    _check_order(instance)


def _check_order(instance: models.Model) -> None:
    bounds = (
        list(type(instance).partial_dates().values()) if hasattr(instance, "partial_dates") else []
    )
    starts = [b for b in bounds if b.bound == "first" and not b.last_column]
    ends = [b for b in bounds if b.bound == "last"]
    for start, end in zip(starts, ends, strict=False):
        first, last = getattr(instance, start.column), getattr(instance, end.column)
        if first and last and last < first:
            raise ValidationError(f"{last} is before {first}")


def _messages(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [
            f"{name}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return list(error.messages)


def known(codes: Iterable[str], what: str) -> Callable[[str], str | None]:
    """A check that a code is one of ``codes``; an empty cell is None."""
    codes = set(codes)

    def check(code: str) -> str | None:
        if code and code not in codes:
            raise ValidationError(f"“{code}” is no {what} here")
        return code or None

    return check


def summary(changes: Iterable[Changes]) -> Counter:
    """Totals over several models."""
    total: Counter = Counter()
    for change in changes:
        total.update(created=change.created, updated=change.updated, unchanged=change.unchanged)
    return total
