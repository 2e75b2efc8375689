"""A version of a row: written once, with its hash in the ledger, and never touched again."""

from django.db import models, transaction
from simple_history.manager import HistoricalQuerySet

from countries.models.history_ledger import current_transaction, write_blocks


class HistoryIsAppendOnly(Exception):
    """An attempt to change or remove what history says."""


def _refuse(*args, **kwargs):
    raise HistoryIsAppendOnly("A version is written once: it can be neither changed nor deleted.")


class AppendOnlyHistoricalQuerySet(HistoricalQuerySet):
    """What ``Visit.history`` gives: versions to read."""

    update = delete = bulk_update = _refuse


class HistoryRowQuerySet(models.QuerySet):
    """Versions, whose bulk insert goes into the ledger too."""

    update = delete = bulk_update = _refuse

    def bulk_create(self, objs, batch_size=None, **options):  # type: ignore[override]
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, batch_size=batch_size, **options)
            write_blocks(self.model, [row.pk for row in created])
        return created


class HistoryRow(models.Model):
    """What every history table has beside the columns of its model."""

    # What one transaction wrote is one version of a record with its children.
    history_transaction = models.UUIDField(null=True, editable=False, default=current_transaction)

    objects = HistoryRowQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **options) -> None:
        if not self._state.adding:
            _refuse()
        with transaction.atomic(using=options.get("using"), savepoint=False):
            super().save(*args, **options)
            write_blocks(type(self), [self.pk])

    delete = _refuse
