"""Imports in the admin: the list, and the pages of one on its way into the record and back."""

from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.admin.base import TrackedAdmin
from countries.admin.list_filters import used_values
from countries.models import recorded_as
from events.admin.import_forms import MappingForm, UploadForm, mapping_content
from events.admin.import_lines import (
    keep_ticks,
    lines_page,
    rejects_as_csv,
    rejects_as_workbook,
)
from events.admin.import_running import SMALL, run
from events.editorial import may_review
from events.imports.errors import ImportRefused
from events.imports.importing import DoneAlready
from events.imports.said import said
from events.imports.tasks import (
    Outdated,
    Upload,
    confirm_steps,
    mapping_steps,
    preview_steps,
    set_mapping,
    sheet_of_task,
    undo_steps,
)
from events.imports.undoing import UndoRefused
from events.models import Import, ImportMapping, ImportPart

CREATE = "events.add_visit"
SHOWN_ROWS = 3
SMALL_PARTS = 3  # of a thousand lines


@admin.register(ImportMapping)
class ImportMappingAdmin(TrackedAdmin):
    """Mappings to choose from; they are saved on the page on which a file is mapped."""

    list_display = ("name", "author", "updated_at")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        own = obj is None or obj.author == request.user.get_username()
        return super().has_delete_permission(request, obj) and (own or may_review(request.user))


@admin.register(Import)
class ImportAdmin(TrackedAdmin):
    """The imports that somebody may see: their own, a reviewer all."""

    list_display = ("__str__", "author", "created_at", "state", "done_at", "undone_at")
    list_filter = ("state", used_values("author", gettext_lazy("by"), label="author"))
    date_hierarchy = "created_at"
    change_list_template = "admin/events/import_list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def has_module_permission(self, request) -> bool:
        return request.user.has_perm(CREATE)

    def has_view_permission(self, request, obj=None) -> bool:
        may = request.user.has_perm(CREATE)
        return may and (obj is None or obj.is_seen_by(request.user))

    def has_add_permission(self, request) -> bool:
        return request.user.has_perm(CREATE)

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self):
        pages = {
            "map": self.map_view,
            "preview": self.preview_view,
            "confirm": self.confirm_view,
            "undo": self.undo_view,
            "rejects.csv": self.rejects_csv_view,
            "rejects.xlsx": self.rejects_xlsx_view,
        }
        own = [
            path(
                f"<int:key>/{name}/" if "." not in name else f"<int:key>/{name}",
                self.admin_site.admin_view(view),
                name=f"events_import_{name.replace('.', '_')}",
            )
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def _task(self, request, key: int) -> Import:
        task = Import.objects.filter(pk=key).first()
        if task is None:
            raise Http404
        if not self.has_view_permission(request, task):
            raise PermissionDenied
        return task

    def _page(self, request, template: str, title: str, **context: Any) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/events/{template}", {**shared, **context})

    # Upload

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._uploaded(request, form)
            except ImportRefused as refusal:
                form.add_error("file", list(refusal.faults))
        return self._page(request, "import_upload.html", _("Import a file"), form=form)

    def _uploaded(self, request, form: UploadForm):
        """Read the file, and make its preview where its mapping is known."""
        content, name = mapping_content(form.cleaned_data["mapping"])
        told = content.get("file", {})
        file = form.cleaned_data["file"]
        uploaded = Upload(
            data=file.read(),
            name=file.name,
            author=request.user.get_username(),
            encoding=form.cleaned_data["encoding"] or told.get("encoding", ""),
            delimiter=told.get("delimiter", ""),
        )
        small, reading = len(uploaded.data) < SMALL, uploaded.steps()
        if small:  # then a file that cannot be read is told on the form
            for _count in reading:
                pass
            reading = iter(())
        return run(
            request,
            chain(reading, mapping_steps(uploaded, request.user, content, name)),
            title=_("Reading the file"),
            then=lambda: _after(uploaded.task),
            failed=_told,
            small=small,
        )

    # Mapping

    def map_view(self, request, key: int):
        task = self._task(request, key)
        if task.state in (Import.State.DONE, Import.State.UNDONE):
            return HttpResponseRedirect(_url(task))
        try:
            sheet = sheet_of_task(task)
        except ImportRefused as refusal:
            return self._refused(request, task, refusal)
        data = request.POST if request.method == "POST" else None
        form = MappingForm(data, header=sheet.header, content=task.mapping, name=task.mapping_name)
        if data is not None and form.is_valid() and self._mapped(request, task, form):
            return self._preview(request, task)
        sample = list(islice(sheet.lines, SHOWN_ROWS))
        columns = [
            (column, [line.cells[place] if place < len(line.cells) else "" for line in sample])
            for place, column in enumerate(sheet.header)
        ]
        return self._page(
            request,
            "import_map.html",
            _("What the columns mean"),
            task=task,
            form=form,
            columns=columns,
            notes=sheet.notes,
        )

    def _mapped(self, request, task: Import, form: MappingForm) -> bool:
        content, name = form.content(), form.cleaned_data["save_as"].strip()
        try:
            set_mapping(task=task, content=content, name=name)
        except ImportRefused as refusal:
            form.add_error(None, list(refusal.faults))
            return False
        if name:
            _save_mapping(name, content, request.user)
        return True

    def _refused(self, request, task: Import, refusal: ImportRefused):
        for fault in refusal.faults:
            messages.error(request, fault)
        return HttpResponseRedirect(_url(task))

    # Preview

    def preview_view(self, request, key: int):
        """Makes the preview anew."""
        task = self._task(request, key)
        if request.method != "POST" or not task.mapping:
            return HttpResponseRedirect(_url(task))
        return self._preview(request, task)

    def _preview(self, request, task: Import):
        return _run(request, task, preview_steps(task, request.user), _("Making the preview"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The import as it stands: what it would do, or what it did."""
        task = self._task(request, int(object_id) if object_id.isdecimal() else 0)
        return self._page(
            request,
            "import_detail.html",
            _("Import %(number)d: %(file)s") % {"number": task.pk, "file": task.file_name},
            task=task,
            notes=list(map(said, task.notes)),
            **lines_page(request, task),
        )

    # Confirming and undoing

    def confirm_view(self, request, key: int):
        """Keeps what was ticked, and loads the file if that was asked."""
        task = self._task(request, key)
        if request.method != "POST" or task.state != Import.State.PREVIEWED:
            return HttpResponseRedirect(_url(task))
        keep_ticks(task, request.POST)
        if "_load" not in request.POST:
            messages.success(request, _("Your choices are kept."))
            return HttpResponseRedirect(_url(task) + "?" + request.GET.urlencode())
        steps = confirm_steps(
            task,
            request.user,
            skip_rejected=bool(request.POST.get("skip_rejected")),
            every_duplicate=bool(request.POST.get("every_duplicate")),
            every_conflict=bool(request.POST.get("every_conflict")),
            update=bool(request.POST.get("update")),
        )
        return _run(request, task, steps, _("Importing"))

    def undo_view(self, request, key: int):
        task = self._task(request, key)
        if request.method != "POST":
            return HttpResponseRedirect(_url(task))
        steps = undo_steps(task, request.user, reason=request.POST.get("reason", "").strip())
        return _run(request, task, steps, _("Undoing the import"))

    # The rejected lines

    def rejects_csv_view(self, request, key: int):
        return rejects_as_csv(self._task(request, key))

    def rejects_xlsx_view(self, request, key: int):
        return rejects_as_workbook(self._task(request, key))


def _url(task: Import, page: str = "change") -> str:
    return reverse(f"admin:events_import_{page}", args=[task.pk])


def _run(request, task: Import, steps: Iterator[int], title: str):
    """Go through the steps of an import and on to its page."""
    # A step takes a second or two where the file is short.
    pieces = task.parts.filter(kind=ImportPart.Kind.LINES).count()
    small, then = pieces <= SMALL_PARTS, partial(_url, task)
    return run(request, steps, title=title, then=then, failed=_told, small=small)


def _after(task: Import | None) -> str:
    """Where somebody goes on from the reading of a file: to its preview, or to its columns."""
    if task is None:
        return reverse("admin:events_import_add")
    return _url(task, "change" if task.state == Import.State.PREVIEWED else "map")


@transaction.atomic
def _save_mapping(name: str, content: dict, user) -> None:
    """Keep a mapping under a name; another one of that name by the same person is replaced."""
    actor = user.get_username()
    with recorded_as(actor):
        saved = ImportMapping.objects.filter(name=name).first()
        if saved is None:
            ImportMapping.objects.create(name=name, content=content, author=actor)
        elif saved.content != content and (saved.author == actor or may_review(user)):
            saved.content = content
            saved.save()


def _told(error: Exception) -> str | None:
    """What to say of an exception that is nobody's mistake here."""
    if isinstance(error, ImportRefused):
        return " ".join(error.faults)
    if isinstance(error, Outdated):
        return _(
            "Something was changed here since the preview was made. Nothing was imported: this is "
            "the preview as of now."
        )
    if isinstance(error, DoneAlready):
        return _("This import was loaded already.")
    return str(error) if isinstance(error, UndoRefused) else None
