"""The steps of an import in the admin, each in pieces, so that a page can show that it goes on.

A step is a generator of the number of lines read so far, or of 0 when it begins to write: then it
writes all in one piece. One that is left before has written nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from countries.models import EditorialState, recorded_as
from events.editorial import may_review, publishes_own
from events.imports.errors import ImportRefused
from events.imports.guessing import OWN_EXPORT, SAMPLE, guess, shipped
from events.imports.importing import keep_lines, load, upload
from events.imports.mapping import Mapping
from events.imports.parts import Reading, data_of, keep
from events.imports.parts import sheet_of as kept_sheet
from events.imports.plan import Choices, Plan
from events.imports.planner import Planner
from events.imports.reading import read_sheet
from events.imports.rejects import Reject
from events.imports.said import said
from events.imports.tables import Sheet
from events.imports.undoing import undo_import
from events.models import Import, ImportLine


class Outdated(Exception):
    """The preview that was confirmed is no longer what would happen: it was made anew."""


@dataclass
class Upload:
    """A file on its way in: ``steps()`` reads it to its end, then it is kept as ``task``.

    ImportRefused where it cannot be read; then nothing is kept.
    """

    data: bytes
    name: str
    author: str
    encoding: str = ""
    delimiter: str = ""
    task: Import | None = None

    def steps(self) -> Iterator[int]:
        reading = Reading(
            read_sheet(self.data, name=self.name, encoding=self.encoding, delimiter=self.delimiter)
        )
        yield from reading.steps()
        self.task = upload(
            data=self.data, reading=reading, author=self.author, delimiter=self.delimiter
        )


def sheet_of_task(task: Import) -> Sheet:
    """The uploaded file as a table, as it was read once; older imports read it anew."""
    if task.header:
        return kept_sheet(task)
    return _read(task, task.mapping.get("file", {}).get("delimiter", ""))


def _read(task: Import, delimiter: str) -> Sheet:
    return read_sheet(
        data_of(task), name=task.file_name, delimiter=delimiter, encoding=task.encoding
    )


@transaction.atomic
def set_mapping(*, task: Import, content: dict, name: str = "") -> None:
    """Choose the mapping; ImportRefused with its faults, or where the file lacks a column.

    The file is read again where the mapping names another delimiter.
    """
    mapping = Mapping.of(content)
    if task.kind == "csv" and mapping.delimiter and mapping.delimiter != task.delimiter:
        _read_again(task, mapping.delimiter)
    mapping.check_header(task.file_name, sheet_of_task(task).header)
    task.mapping, task.mapping_name = content, name[:100]
    task.state, task.counts, task.digest = Import.State.UPLOADED, {}, ""
    task.lines.all().delete()
    task.save()


def _read_again(task: Import, delimiter: str) -> None:
    reading = Reading(_read(task, delimiter))
    for _count in reading.steps():
        pass
    keep(task=task, reading=reading)
    task.header, task.delimiter = list(reading.sheet.header), delimiter


def mapping_steps(uploaded: Upload, user, content: dict, name: str = "") -> Iterator[int]:
    """Choose a mapping for a file that was just read, or guess one, and make the preview.

    A guessed mapping waits for somebody to look at it, except that of a list exported here.
    ImportRefused, with the mapping kept, where the file lacks a column of it.
    """
    task = uploaded.task
    assert task is not None  # noqa: S101 - it was read to its end
    sheet = kept_sheet(task)
    if not content:
        content, own = guess(sheet, list(islice(sheet.lines, SAMPLE))), shipped(OWN_EXPORT)
        name = OWN_EXPORT if content == own else ""
    task.mapping = content
    task.save(update_fields=["mapping"])
    if name:
        set_mapping(task=task, content=content, name=name)
        yield from preview_steps(task, user)


def preview_steps(task: Import, user) -> Iterator[int]:
    """Work out what the import would do, and keep it as the preview."""
    sheet = sheet_of_task(task)
    planner = Planner(Mapping.of(task.mapping), Choices(publishes=publishes_own(user)))
    yield from planner.steps(sheet)
    _keep_preview(task, planner.result, user)


@transaction.atomic
def _keep_preview(task: Import, plan: Plan, user) -> None:
    locked = Import.objects.select_for_update().get(pk=task.pk)
    if locked.state in (Import.State.DONE, Import.State.UNDONE):
        return
    with recorded_as(user.get_username()):
        keep_lines(task, plan)
        task.state, task.counts, task.digest = Import.State.PREVIEWED, plan.counts, plan.digest()
        task.save()


def confirm_steps(
    task: Import,
    user,
    *,
    skip_rejected: bool = False,
    every_duplicate: bool = False,
    every_conflict: bool = False,
    update: bool = True,
) -> Iterator[int]:
    """Do what the preview shows, with what was chosen line by line.

    ImportRefused where lines are rejected and nobody chose to load the others. Outdated, with a new
    preview, where something was changed here since it was made. DoneAlready when it is loaded.
    """
    lines = task.lines.filter(allowed=True).values_list("number", flat=True)
    choices = Choices(
        lines=frozenset(lines),
        every_duplicate=every_duplicate,
        every_conflict=every_conflict,
        publishes=publishes_own(user),
    )
    planner = Planner(Mapping.of(task.mapping), choices)
    yield from planner.steps(sheet_of_task(task))
    plan = planner.result
    if plan.digest() != task.digest:
        yield from preview_steps(task, user)
        raise Outdated
    if plan.rejects and not skip_rejected:
        raise ImportRefused(
            _("Some lines are rejected. Choose to load the others, or correct them.")
        )
    if not update:
        plan = replace(plan, updates=[], conflicts=[*plan.conflicts, *plan.updates])
        plan.keep_only_used(plan.people, plan.positions)
    yield 0
    reason = f"import {task.pk}: {task.file_name}"
    load(task=task, plan=plan, state=EditorialState.DRAFT, user=user, reason=reason)


def undo_steps(task: Import, user, *, reason: str = "") -> Iterator[int]:
    """Take the import back as far as nobody changed what it wrote."""
    yield 0
    undo_import(
        task=task,
        user=user,
        reviews=may_review(user),
        publishes=publishes_own(user),
        reason=reason,
    )


def rejects_of(task: Import) -> Iterator[Reject]:
    """The rejected lines of the file, each with the reasons that the preview gave."""
    rejected = task.lines.filter(outcome=ImportLine.Outcome.REJECTED)
    reasons = dict(rejected.values_list("number", "texts"))
    for line in sheet_of_task(task).lines:
        if line.number in reasons:
            yield Reject(line, list(map(said, reasons[line.number])))
