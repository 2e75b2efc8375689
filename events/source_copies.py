"""Taking in a copy of a source: its type by its bytes, its hash while it is stored."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from events.models.source_copies import SourceCopy, copy_path

HEAD = 12  # bytes that the longest signature needs
CHUNK = 256 * 1024
Types = SourceCopy.ContentType
ENDINGS = {Types.PDF: ".pdf", Types.PNG: ".png", Types.JPEG: ".jpg", Types.WEBP: ".webp"}


@dataclass(frozen=True)
class Stored:
    """What was stored: under which hash, how large, of which type."""

    sha256: str
    size: int
    content_type: str


def type_of(head: bytes) -> str | None:
    """The type that the first bytes say, whatever the file is called; None of any other."""
    if head.startswith(b"%PDF-"):
        return Types.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Types.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return Types.JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Types.WEBP
    return None


def store(upload: Any) -> Stored:
    """Keep the bytes of an upload. Raises ValidationError, and then nothing is kept."""
    if not upload.size:
        raise ValidationError(_("The file is empty."))
    if upload.size > settings.COPY_MAX_BYTES:
        raise ValidationError(
            _("The file has %(size)s bytes; at most %(most)s are taken."),
            params={"size": upload.size, "most": settings.COPY_MAX_BYTES},
        )
    upload.seek(0)
    content_type = type_of(upload.read(HEAD))
    if content_type is None:
        raise ValidationError(_("By its content this is no PDF, PNG, JPEG or WebP file."))
    upload.seek(0)
    return _write(upload, content_type)


def _write(upload: Any, content_type: str) -> Stored:
    """Hashed while it is written; it gets its name when it is whole."""
    folder = Path(settings.COPIES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            while chunk := upload.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            target = copy_path(digest.hexdigest())
            target.parent.mkdir(exist_ok=True)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return Stored(digest.hexdigest(), size, content_type)


def plain_name(name: str, content_type: str) -> str:
    """The upload's name without folders and signs, with the ending of what it is."""
    stem = Path(name.replace("\\", "/")).name.rpartition(".")[0] or "copy"
    try:
        stem = get_valid_filename(stem).strip(".")[:140]
    except SuspiciousFileOperation:  # nothing of the name is left
        stem = ""
    return f"{stem or 'copy'}{ENDINGS[Types(content_type)]}"


def broken_copies() -> Iterator[tuple[str, str]]:
    """Each hash that a copy has or had, whose bytes are gone or say something else."""
    known = SourceCopy.history.order_by("sha256").values_list("sha256", flat=True).distinct()
    for sha256 in known.iterator():
        path = copy_path(sha256)
        if not path.is_file():
            yield sha256, _("its file is gone")
            continue
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            yield sha256, _("its file has the hash %s") % found
