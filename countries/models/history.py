"""History of every row from the first day, bulk writes included.

django-simple-history keeps one history table per model. Added here: the actor is kept as text, so
that deleting a user changes no history; a command or importer names itself with ``recorded_as``;
and a bulk write either writes its history or is refused.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

_recording: ContextVar[tuple[str, str]] = ContextVar("recording", default=("", ""))


@contextmanager
def recorded_as(actor: str, reason: str = "") -> Iterator[None]:
    """Everything written inside is recorded in history as done by ``actor`` for ``reason``."""
    token = _recording.set((actor, reason))
    try:
        yield
    finally:
        _recording.reset(token)


def _actor(instance, request=None, **kwargs) -> str:
    actor, _reason = _recording.get()
    return request.user.get_username() if request and not actor else actor


class History(HistoricalRecords):
    """HistoricalRecords that keep the actor as text and take the reason from ``recorded_as``."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            inherit=True,
            get_user=_actor,
            history_user_id_field=models.CharField(_("actor"), max_length=150, blank=True),
            history_user_getter=lambda row: row.history_user_id,
            history_user_setter=_set_actor,
            **kwargs,
        )

    def get_change_reason_for_object(self, instance, history_type, using):
        reason = super().get_change_reason_for_object(instance, history_type, using)
        return reason or _recording.get()[1] or None


def _set_actor(row, user) -> None:
    row.history_user_id = user if isinstance(user, str) else user.get_username() if user else ""


class BulkWriteRefused(Exception):
    """A bulk write that history would miss."""


class TrackedQuerySet(models.QuerySet):
    """A QuerySet whose bulk writes are in history too, or refused."""

    def bulk_create(self, objs: Iterable, batch_size=None, **options):  # type: ignore[override]
        if options.get("ignore_conflicts") or options.get("update_conflicts"):
            raise BulkWriteRefused("History cannot tell which rows a conflicting insert wrote.")
        rows = list(objs)
        with transaction.atomic(using=self.db):
            created = super().bulk_create(rows, batch_size=batch_size, **options)
            self._record(created, batch_size, update=False)
        return created

    def bulk_update(self, objs: Iterable, fields, batch_size=None) -> int:
        rows = list(objs)
        with transaction.atomic(using=self.db):
            # QuerySet.bulk_update() calls update() for each batch: let just that one through.
            count = models.QuerySet(self.model, using=self.db).bulk_update(
                rows, fields, batch_size=batch_size
            )
            self._record(rows, batch_size, update=True)
        return count

    def update(self, **values) -> int:
        raise BulkWriteRefused(
            f"{self.model.__name__}.objects.update() would leave no history: "
            "save each row, or call bulk_update()."
        )

    update.alters_data = True  # type: ignore[attr-defined]

    def _record(self, rows, batch_size, *, update: bool) -> None:
        actor, reason = _recording.get()
        self.model.history.bulk_history_create(  # type: ignore[attr-defined]
            rows,
            batch_size=batch_size,
            update=update,
            default_user=actor or None,
            default_change_reason=reason,
        )


class TrackedModel(models.Model):
    """A model whose every change is kept: what, when, by whom and why."""

    history = History()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True
