"""Files that were imported, what was done with each of their lines, and mappings to use again."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models.history import TrackedModel, TrackedQuerySet


class ImportMapping(TrackedModel):
    """What the columns of somebody's files mean, under a name: the content of a mapping file."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    content = models.JSONField(_("mapping"))
    author = models.CharField(_("saved by"), max_length=150, blank=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("import mapping")
        verbose_name_plural = _("import mappings")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ImportQuerySet(TrackedQuerySet):
    def seen_by(self, user):
        """A reviewer's are all; anybody else's are their own."""
        if user.has_perm("events.publish_record"):
            return self.all()
        return self.filter(author=user.get_username())


class Import(TrackedModel):
    """One uploaded file on its way into the record, and out again if it is undone.

    ``transaction`` is that of the versions it wrote: what an import changed is in history under it
    (docs/decisions/0023), which is how it is undone.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        PREVIEWED = "previewed", _("previewed")
        DONE = "done", _("done")
        UNDONE = "undone", pgettext_lazy("state of an import", "undone")

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    kind = models.CharField(_("kind of file"), max_length=5)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    header = models.JSONField(_("columns of the file"), default=list)
    delimiter = models.CharField(
        _("delimiter"),
        max_length=5,
        blank=True,
        help_text=_("Of CSV, where the mapping names one; else it is found out."),
    )
    author = models.CharField(_("by"), max_length=150, db_index=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.UPLOADED
    )
    mapping = models.JSONField(_("mapping"), default=dict)
    mapping_name = models.CharField(_("name of the mapping"), max_length=100, blank=True)
    counts = models.JSONField(_("counts"), default=dict)
    notes = models.JSONField(_("notes on the file"), default=list)
    digest = models.CharField(
        max_length=64,
        blank=True,
        help_text=_("Of the preview: what is confirmed is what was seen."),
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    transaction = models.UUIDField(null=True, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    undo_counts = models.JSONField(_("what undoing did"), default=dict)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"

    def is_seen_by(self, user) -> bool:
        """Whether a user may look at it and act on it: its author, and reviewers."""
        return self.author == user.get_username() or user.has_perm("events.publish_record")


class ImportPart(models.Model):
    """A piece of an uploaded file, apart from its import so that no list and no version carries it.

    The file is kept as it came, and as the lines that were read of it: so a long workbook is opened
    once, and every later step goes through its lines piece by piece.
    """

    class Kind(models.TextChoices):
        FILE = "file", _("bytes of the file")
        LINES = "lines", _("lines, as they were read")

    task = models.ForeignKey(
        Import, models.CASCADE, related_name="parts", verbose_name=_("import"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    number = models.PositiveIntegerField(_("number"))
    data = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("part of an imported file")
        verbose_name_plural = _("parts of imported files")
        constraints = [
            models.UniqueConstraint(fields=("task", "kind", "number"), name="importpart_unique")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.kind} {self.number}"


class ImportLine(models.Model):
    """What a line of the file is for the record: told in the preview, done by confirming.

    Lines that change nothing and have nothing to tell are counted only. No history: a line is
    written with its import, and what it did to the record is in the record's history.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        PROPOSED = "proposed", _("proposed for review")
        DUPLICATE = "duplicate", _("likely duplicate")
        CONFLICT = "conflict", _("changed here since")
        UNCHANGED = "unchanged", _("unchanged")
        KEPT = "kept", _("left as it is")
        REJECTED = "rejected", _("rejected")

    task = models.ForeignKey(Import, models.CASCADE, related_name="lines", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices)
    # No foreign key: a record that undoing deletes stays named here.
    visit_key = models.BigIntegerField(_("visit"), null=True, db_index=True)
    revision_key = models.BigIntegerField(_("revision"), null=True)
    # What the line itself says it is about, for one that has no visit yet.
    label = models.CharField(_("what it is about"), max_length=300, blank=True)
    texts = models.JSONField(_("what there is to say"), default=list)
    changes = models.JSONField(_("changes"), default=list)
    candidates = models.JSONField(_("likely duplicates"), default=list)
    allowed = models.BooleanField(_("do it anyway"), default=False)
    left = models.CharField(_("why it was not undone"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        ordering = ("task", "number")
        indexes = [models.Index(fields=("task", "outcome", "number"), name="importline_outcome")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
