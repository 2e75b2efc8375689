"""History of every row from the first day, bulk writes included.

django-simple-history keeps one history table per model. Added here: the actor is kept as text, so
that deleting a user changes no history; a command or importer names itself with ``recorded_as``;
a bulk write either writes its history or is refused; versions are append-only and their hashes
are chained (``history_rows``, ``history_ledger``); and the record can be asked as it stood at an
instant (``history_as_of``).
"""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ClassVar
from urllib.parse import unquote

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from countries.models.copying import can_copy, copy_in
from countries.models.history_as_of import DELETED, AsOfQuery, instant_of, query_of_now
from countries.models.history_rows import AppendOnlyHistoricalQuerySet, HistoryRow
from countries.models.history_writing import CHANGED, CREATED, Cause, write_versions

ROWS_OF_A_DELETE = 1000
REASON_LENGTH = 500  # of the history tables' column
_recording: ContextVar[tuple[str, str]] = ContextVar("recording", default=("", ""))


@contextmanager
def recorded_as(actor: str, reason: str = "") -> Iterator[None]:
    """Everything written inside is recorded in history as done by ``actor`` for ``reason``.

    Inside a request an empty actor leaves the signed-in user as the actor.
    """
    token = _recording.set((actor, reason))
    try:
        yield
    finally:
        _recording.reset(token)


def _actor(instance, request=None, **kwargs) -> str:
    actor, _reason = _recording.get()
    return request.user.get_username() if request and not actor else actor


def _actor_of_bulk() -> str:
    """Who writes in bulk: as ``recorded_as`` says, or the signed-in user of the request."""
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return _actor(None, request if user and user.is_authenticated else None)


def _reason() -> str:
    """Why: as ``recorded_as`` says, or the request in its header or form."""
    _actor_name, reason = _recording.get()
    request = getattr(HistoricalRecords.context, "request", None)
    if not reason and request is not None:
        # A header holds ASCII only, so other letters come percent-encoded.
        header = unquote(request.headers.get("X-Change-Reason", ""))
        reason = header or _posted_reason(request)
    return reason.strip()[:REASON_LENGTH]


def _posted_reason(request) -> str:
    form = request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
    return request.POST.get("change_reason", "") if form else ""


class History(HistoricalRecords):
    """HistoricalRecords that keep the actor as text and take the reason from ``recorded_as``."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            inherit=True,
            bases=(HistoryRow,),
            historical_queryset=AppendOnlyHistoricalQuerySet,
            get_user=_actor,
            history_user_id_field=models.CharField(_("actor"), max_length=150, blank=True),
            history_user_getter=lambda row: row.history_user_id,
            history_user_setter=_set_actor,
            history_change_reason_field=models.CharField(
                _("reason"), max_length=REASON_LENGTH, null=True
            ),
            **kwargs,
        )

    def get_change_reason_for_object(self, instance, history_type, using):
        reason = super().get_change_reason_for_object(instance, history_type, using)
        return reason or _reason() or None

    def copy_fields(self, model):
        fields = super().copy_fields(model)
        fields[model._meta.pk.name].db_index = False  # the index below begins with it
        return fields

    def get_meta_options(self, model):
        # Answers "no later version of this row before that moment?" from the index alone.
        latest = models.Index(fields=(model._meta.pk.name, "history_date", "history_id"))
        return {**super().get_meta_options(model), "indexes": (latest,)}


def _set_actor(row, user) -> None:
    row.history_user_id = user if isinstance(user, str) else user.get_username() if user else ""


class BulkWriteRefused(Exception):
    """A bulk write that history would miss."""


class TrackedQuerySet(models.QuerySet):
    """A QuerySet whose bulk writes are in history too, or refused; and the way to the past."""

    def __init__(self, model=None, query=None, using=None, hints=None) -> None:
        if query is None and model is not None:
            query = query_of_now(model)
        super().__init__(model, query, using, hints)

    def as_of(self, instant: datetime.date | str):
        """The rows as history has them for an instant; a bare date is the end of that day, UTC.

        Everything the query touches stands as it stood then: the rows, what their foreign keys
        point to, children in subqueries. Before the first version the answer is empty (see
        ``history_begins``). ``prefetch_related`` and foreign keys followed later read today's
        rows: ask them ``as_of`` too. The instances are for reading.
        """
        clone = self.all()
        clone.query = clone.query.chain(klass=AsOfQuery)
        clone.query.moment = instant_of(instant)  # type: ignore[attr-defined]
        return clone

    def history_begins(self) -> datetime.datetime | None:
        """The instant of the first version of any row of this model; None if there is none."""
        versions = self.model.history  # type: ignore[attr-defined]
        return versions.aggregate(first=models.Min("history_date"))["first"]

    def delete(self):
        if isinstance(self.query, AsOfQuery):
            raise BulkWriteRefused("The past cannot be deleted: ask for the rows of today.")
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable, batch_size=None, **options):  # type: ignore[override]
        if options.get("ignore_conflicts") or options.get("update_conflicts"):
            raise BulkWriteRefused("History cannot tell which rows a conflicting insert wrote.")
        rows = list(objs)
        with transaction.atomic(using=self.db):
            if not options and can_copy(self.model, rows, self.db):
                copy_in(self.model, rows, self.db)
            else:
                rows = super().bulk_create(rows, batch_size=batch_size, **options)
            self._record(rows, CREATED)
        return rows

    def bulk_update(self, objs: Iterable, fields, batch_size=None) -> int:
        rows = list(objs)
        made = self._made_from(set(fields))
        for row in rows:
            for field in made:
                field.pre_save(row, add=False)
        fields = [*fields, *(field.name for field in made)]
        with transaction.atomic(using=self.db):
            # QuerySet.bulk_update() calls update() for each batch: let just that one through.
            count = models.QuerySet(self.model, using=self.db).bulk_update(
                rows, fields, batch_size=batch_size
            )
            self._record(rows, CHANGED)
        return count

    def bulk_delete(self, objs: Iterable) -> None:
        """Delete rows with their last versions, a thousand a statement.

        Nothing goes with them: rows that belong to them are deleted before, and where something
        else still names one the database refuses.
        """
        rows = list(objs)
        with transaction.atomic(using=self.db):
            self._record(rows, DELETED)
            keys = [row.pk for row in rows]
            for start in range(0, len(keys), ROWS_OF_A_DELETE):
                some: models.QuerySet = models.QuerySet(self.model, using=self.db).filter(
                    pk__in=keys[start : start + ROWS_OF_A_DELETE]
                )
                some._raw_delete(self.db)

    def _made_from(self, names: set[str]) -> list[models.Field]:
        """Search keys made from these fields, which are written with them as ``save()`` does."""
        return [
            field
            for field in self.model._meta.concrete_fields
            if names & set(getattr(field, "sources", ())) and field.name not in names
        ]

    def update(self, **values) -> int:
        raise BulkWriteRefused(
            f"{self.model.__name__}.objects.update() would leave no history: "
            "save each row, or call bulk_update()."
        )

    update.alters_data = True  # type: ignore[attr-defined]

    def _record(self, rows: list, kind: str) -> None:
        cause = Cause(_actor_of_bulk(), _reason())
        write_versions(self.model, rows, kind=kind, cause=cause, using=self.db)


class TrackedModel(models.Model):
    """A model whose every change is kept: what, when, by whom and why."""

    belonging: ClassVar[tuple[str, ...]] = ()
    """The relations whose rows belong to a row: entered, reviewed and restored with it."""

    history = History()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **options) -> None:
        # A row and its version are written together or not at all.
        with transaction.atomic(using=options.get("using"), savepoint=False):
            super().save(*args, **options)
