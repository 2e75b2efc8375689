"""Importing a file of visits, whole or not at all: one way for the command and for the admin."""

import hashlib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import recorded_as
from countries.models.copying import can_copy, copy_in
from countries.models.history_ledger import current_transaction
from events.imports.errors import ImportRefused
from events.imports.lines import lines_of
from events.imports.mapping import Mapping
from events.imports.parts import Reading, keep
from events.imports.parts import sheet_of as kept_sheet
from events.imports.plan import Choices, Plan
from events.imports.planner import Planner
from events.imports.reading import read_file, read_sheet
from events.imports.rejects import write_rejects
from events.imports.said import stored
from events.imports.updating import update_visits
from events.imports.writing import ACTOR, write
from events.models import Import, ImportLine

SET = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import would do, and whether it was done: then it is ``task``."""

    plan: Plan
    loaded: bool
    task: Import | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """Who imports when a command does."""

    name: str = ACTOR

    def get_username(self) -> str:
        return self.name

    def has_perm(self, _permission: str) -> bool:
        """Whoever runs commands on the server may do anything."""
        return True


class DoneAlready(Exception):
    """The import was done before, by a second click or somebody else."""


def import_visits(
    *,
    file: Path,
    mapping: Mapping,
    state: str,
    rejects_file: Path | None = None,
    skip_invalid: bool = False,
    dry_run: bool = False,
    update: bool = False,
    create_duplicates: bool = False,
) -> Outcome:
    """Load the visits of a file; any rejected record stops it all unless ``skip_invalid``.

    Rejected records go to ``rejects_file`` before anything is loaded. A visit that is here already
    is changed with ``update`` only, and a likely duplicate created with ``create_duplicates`` only.
    ImportRefused when the file or the mapping cannot be read, or when the database refuses the
    visits; then nothing is loaded.
    """
    data = read_file(file)
    sheet = read_sheet(data, name=file.name, delimiter=mapping.delimiter, encoding=mapping.encoding)
    choices = Choices(update=update, every_duplicate=create_duplicates, publishes=True)
    with transaction.atomic():
        task = None
        if not dry_run:
            reading = Reading(sheet)
            for _count in reading.steps():
                pass
            task = upload(data=data, reading=reading, author=ACTOR, delimiter=mapping.delimiter)
            sheet = kept_sheet(task)
            del data, reading  # the plan of a long file needs the room
        plan = Planner(mapping, choices).plan(sheet)
        if plan.rejects and rejects_file:
            write_rejects(rejects_file, sheet, plan.rejects)
        if task is None or (plan.rejects and not skip_invalid):
            transaction.set_rollback(True)
            return Outcome(plan, loaded=False)
        load(task=task, plan=plan, state=state, user=Command(), reason=file.name)
    return Outcome(plan, loaded=True, task=task)


@transaction.atomic
def upload(*, data: bytes, reading: Reading, author: str, delimiter: str = "") -> Import:
    """Keep a file that was read to its end, until it is imported and after."""
    sheet = reading.sheet
    task = Import.objects.create(
        file_name=sheet.name[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        kind=sheet.kind,
        encoding=sheet.encoding,
        header=list(sheet.header),
        delimiter=delimiter,
        author=author,
        notes=stored(sheet.notes),
    )
    keep(task=task, reading=reading, data=data)
    return task


def load(*, task: Import, plan: Plan, state: str, user, reason: str) -> None:
    """Write a plan and note, line by line, what was written: all of it or nothing.

    ImportRefused when the database refuses, or a visit was changed since it was planned.
    DoneAlready when the import was loaded meanwhile.
    """
    try:
        with transaction.atomic():
            _load(task, plan, state, user, reason)
    except DatabaseError as error:
        # Somebody wrote the same visits or offices meanwhile, or the disk is full.
        raise ImportRefused((_("The database refused: %s") % error).strip()) from error


def _load(task: Import, plan: Plan, state: str, user, reason: str) -> None:
    locked = Import.objects.select_for_update().get(pk=task.pk)
    if locked.state in (Import.State.DONE, Import.State.UNDONE):
        raise DoneAlready
    actor = user.get_username()
    created = write(plan, state=state, file_name=reason, actor=actor)
    with recorded_as(actor, reason):
        proposed = update_visits(plan.updates, user=user, reason=reason)
        keep_lines(task, plan, created=created, proposed=proposed)
        task.state, task.done_at = Import.State.DONE, timezone.now()
        task.counts, task.transaction = plan.counts, current_transaction()
        task.save()


def keep_lines(
    task: Import,
    plan: Plan,
    *,
    created: dict[int, int] | None = None,
    proposed: dict[int, int] | None = None,
) -> None:
    """Replace what is noted of an import's lines by what a plan says of them.

    What somebody decided of a line stays decided.
    """
    allowed = set(task.lines.filter(allowed=True).values_list("number", flat=True))
    task.lines.all().delete()
    lines = lines_of(task, plan, created=created, proposed=proposed or {}, allowed=allowed)
    with transaction.atomic():
        while some := list(islice(lines, SET * 4)):
            if can_copy(ImportLine, some, DEFAULT_DB_ALIAS):
                copy_in(ImportLine, some, DEFAULT_DB_ALIAS)
            else:
                ImportLine.objects.bulk_create(some, batch_size=SET)
