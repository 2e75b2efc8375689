"""How many downloads a web worker sends at once: never so many that no thread is left for pages.

A download holds its thread, a database connection and a transaction for as long as its reader
takes, and nobody knows how slow a reader is (docs/decisions/0010).
"""

from collections.abc import Iterator
from threading import BoundedSemaphore

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

PART = 128 * 1024  # bytes; the server holds a few parts for each reader, however large they are
_turns = BoundedSemaphore(settings.DOWNLOADS_AT_ONCE)


class TooManyDownloads(APIException):
    """503: every turn is taken. The caller may ask again shortly."""

    status_code = 503
    wait = 9  # seconds; one is added where it becomes Retry-After


def in_turn(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes in parts, while a turn is held; TooManyDownloads before the first if none is free.

    The turn is given back at the end, and when the reader leaves and the iterator is closed.
    """
    if not _turns.acquire(blocking=False):
        raise TooManyDownloads(_("Too many downloads are running. Try again in a moment."))
    try:
        for chunk in chunks:
            for start in range(0, len(chunk), PART):
                yield chunk[start : start + PART]
    finally:
        _turns.release()
