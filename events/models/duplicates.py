from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.models.history import TrackedModel, TrackedQuerySet


class NotDuplicate(TrackedModel):
    """Two records that somebody has looked at and found to be different things.

    Records are named by their public ids, which are permanent and never reused, the smaller key
    first; so one table serves every type of record.
    """

    first = models.CharField(_("first record"), max_length=20)
    second = models.CharField(_("second record"), max_length=20)
    author = models.CharField(_("decided by"), max_length=150)
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("pair of different records")
        verbose_name_plural = _("pairs of different records")
        ordering = ("-decided_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="notduplicate_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="notduplicate_two"),
        ]
        indexes = [models.Index(fields=["second"], name="notduplicate_second")]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class MergeQuerySet(TrackedQuerySet):
    def standing(self):
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)


class Merge(TrackedModel):
    """Two records found to be one, with what was changed for it, so that it can be undone.

    A *merge* leaves one record; a *mirror* is joined to the record that it doubles and keeps its
    own rows. ``changes`` are the columns that were written, in that order, before and after.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged")
        MIRROR = "mirror", _("joined as a mirror")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.MERGE)
    kept = models.CharField(_("kept record"), max_length=20, db_index=True)
    dropped = models.CharField(_("other record"), max_length=20, db_index=True)
    changes = models.JSONField(_("what was changed"), encoder=DjangoJSONEncoder, editable=False)
    author = models.CharField(_("by"), max_length=150)
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-merged_at", "-id")

    def __str__(self) -> str:
        return f"{self.dropped} → {self.kept} ({self.get_kind_display()})"
