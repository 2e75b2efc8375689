"""A source as it was read: the file itself, known by its hash."""

from pathlib import Path

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models.history import TrackedModel, TrackedQuerySet
from events.models.sources import Source


class SourceCopyQuerySet(TrackedQuerySet):
    def published(self):
        """Copies that are marked public, of sources that the public knows."""
        known = Source.objects.published().order_by()
        return self.filter(is_public=True, source__in=known.values("pk"))


class SourceCopy(TrackedModel):
    """An attached copy of a source. The bytes lie under their hash and stay for ever.

    Deleting a copy takes away the row; its history goes on naming the bytes.
    """

    class ContentType(models.TextChoices):
        PDF = "application/pdf", "PDF"
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"
        WEBP = "image/webp", "WebP"

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="copies", verbose_name=_("source")
    )
    file_name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=20, choices=ContentType.choices)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(
        "SHA-256",
        max_length=64,
        db_index=True,
        validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")],
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Ticked where its owner lets us pass it on; else only staff may fetch it."),
    )

    objects = SourceCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached copy")
        verbose_name_plural = _("attached copies")
        ordering = ("source", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "sha256"],
                name="sourcecopy_once",
                violation_error_message=_("This copy is attached already."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return copy_path(self.sha256)

    def get_absolute_url(self) -> str:
        return f"/copies/{self.sha256}/"


def copy_path(sha256: str) -> Path:
    """Where the bytes of that hash are, or would be."""
    return Path(settings.COPIES_DIR) / sha256[:2] / sha256
