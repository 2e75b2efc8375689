"""The ledger of history: what each transaction wrote, hashed, and the chain of these hashes.

A ``HistoryBlock`` is written in the transaction of its history rows and holds the hash of each. A
``HistorySeal`` chains a block to the one before it, right after the commit: only that short step
waits for other writers. Rows are never changed here (docs/decisions/0020).
"""

import hashlib
import struct
import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import orjson
from django.db import connection, connections, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models.history_tables import history_models

ENTRY = struct.Struct(">q32s")  # a history id and the SHA-256 of its row
Entry = tuple[int, bytes]
BLOCK_ROWS = 1000
BEGINNING = "0" * 64  # what the first seal follows
SEALING_LOCK = 0x6469706C6F  # "diplo"


class HistoryLayout(models.Model):
    """The columns that a block's hashes cover; a column added later is not among them."""

    key = models.CharField(_("key"), max_length=32, primary_key=True)
    table = models.CharField(_("table"), max_length=63)
    columns = models.JSONField(_("columns"))

    class Meta:
        verbose_name = _("layout of history")
        verbose_name_plural = _("layouts of history")

    def __str__(self) -> str:
        return f"{self.table}: {', '.join(self.columns)}"


class HistoryBlock(models.Model):
    """The hashes of history rows of one table that one transaction wrote."""

    class Kind(models.TextChoices):
        WRITTEN = "written", _("written with its rows")
        ADOPTED = "adopted", _("written later, for rows found without a block")

    table = models.CharField(_("table"), max_length=63)
    # No foreign key: a layout is stored with the seal, after the block, where no rollback meets it.
    layout = models.CharField(_("layout"), max_length=32)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.WRITTEN)
    transaction = models.UUIDField(_("transaction"), null=True)
    written_at = models.DateTimeField(_("written"), db_index=True)
    entries = models.BinaryField(_("history ids and hashes"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("block of history")
        verbose_name_plural = _("blocks of history")

    def __str__(self) -> str:
        return f"{self.table} {self.pk}"

    def hashes(self) -> Iterator[tuple[int, bytes]]:
        """Each history id with the hash of its row."""
        return ENTRY.iter_unpack(bytes(self.entries))

    def computed_digest(self) -> str:
        """The digest that the block's content gives."""
        facts = (self.table, self.layout, self.kind, self.transaction, self.written_at)
        return hashlib.sha256(orjson.dumps(facts) + bytes(self.entries)).hexdigest()


class HistorySeal(models.Model):
    """A link of the chain: a block, the seal before it, and the hash of both."""

    position = models.BigIntegerField(_("position"), primary_key=True)
    block = models.OneToOneField(
        HistoryBlock, models.PROTECT, related_name="seal", verbose_name=_("block")
    )
    digest = models.CharField(_("the block's digest"), max_length=64)
    previous = models.CharField(_("hash of the seal before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed"), db_index=True)

    class Meta:
        verbose_name = _("seal of history")
        verbose_name_plural = _("seals of history")

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"

    def computed_hash(self) -> str:
        """The hash that the seal's content gives."""
        facts = (self.position, self.block_id, self.digest, self.previous, self.sealed_at)
        return hashlib.sha256(orjson.dumps(facts)).hexdigest()


LEDGER = (HistoryLayout, HistoryBlock, HistorySeal)


@cache
def layout_of(history: type[models.Model]) -> HistoryLayout:
    """The layout of a history model's rows as the code has it now."""
    return layout(
        history._meta.db_table, tuple(field.attname for field in history._meta.concrete_fields)
    )


def layout(table: str, columns: Sequence[str]) -> HistoryLayout:
    """A layout under the key that its content gives: a changed one no longer fits its key."""
    key = hashlib.sha256(orjson.dumps([table, list(columns)])).hexdigest()[:32]
    return HistoryLayout(key=key, table=table, columns=list(columns))


def row_hash(values: Sequence) -> bytes:
    """The hash of a row's values in the order of its layout, the same on both databases."""
    return hashlib.sha256(orjson.dumps(values, str, orjson.OPT_SORT_KEYS)).digest()


class Sealing:
    """One transaction's blocks; called once it is committed, it chains them."""

    def __init__(self) -> None:
        self.transaction = uuid.uuid4()
        self.blocks: set[int] = set()

    def __call__(self) -> None:
        if self.blocks:
            seal(self.blocks)


def sealing() -> Sealing:
    """What is to be sealed when the current transaction commits."""
    for _savepoints, function, _robust in connection.run_on_commit:
        if isinstance(function, Sealing):
            return function
    waiting = Sealing()
    # Robust: the rows are committed, so a failure here is logged, and verify_history --seal mends.
    transaction.on_commit(waiting, robust=True)
    return waiting


def current_transaction() -> uuid.UUID:
    """What the history rows of one transaction have in common."""
    return sealing().transaction if connection.in_atomic_block else uuid.uuid4()


def write_blocks(history: type[models.Model], keys: Iterable[int], *, adopted=False) -> int:
    """Hash history rows as the database holds them; the number of rows. Needs a transaction."""
    keys = sorted(keys)
    for start in range(0, len(keys), BLOCK_ROWS):
        some = keys[start : start + BLOCK_ROWS]
        write_hashes(history, _hashes(history, some), adopted=adopted)
    return len(keys)


def write_hashes(
    history: type[models.Model], hashes: Iterable[Entry], *, adopted: bool = False
) -> None:
    """Write blocks for history rows whose hashes are known. Needs a transaction."""
    waiting, made, entries = sealing(), [], sorted(hashes)
    for start in range(0, len(entries), BLOCK_ROWS):
        block = HistoryBlock(
            table=history._meta.db_table,
            layout=layout_of(history).key,
            kind=HistoryBlock.Kind.ADOPTED if adopted else HistoryBlock.Kind.WRITTEN,
            transaction=None if adopted else waiting.transaction,
            written_at=timezone.now(),
            entries=b"".join(ENTRY.pack(*entry) for entry in entries[start : start + BLOCK_ROWS]),
        )
        block.digest = block.computed_digest()
        made.append(block)
    HistoryBlock.objects.bulk_create(made, batch_size=50)
    waiting.blocks.update(block.pk for block in made)


def _hashes(history: type[models.Model], keys: list[int]) -> Iterator[Entry]:
    rows = history._base_manager.filter(pk__in=keys)
    for key, *values in rows.values_list("pk", *layout_of(history).columns):
        yield key, row_hash(values)


@cache
def comes_plain(history: type[models.Model], using: str) -> bool:
    """Whether the database gives a row's values as the models have them, without converting any.

    Then they can be hashed as a statement returns them.
    """
    made = connections[using]
    return not any(
        made.ops.get_db_converters(column) or field.get_db_converters(made)
        for field in history._meta.concrete_fields
        for column in (field.get_col(history._meta.db_table),)
    )


@transaction.atomic
def seal(blocks: Iterable[int]) -> int:
    """Chain blocks that have no seal yet, in the order they were written; how many."""
    if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])
    waiting = HistoryBlock.objects.filter(pk__in=blocks, seal=None).order_by("pk")
    found = list(waiting.values_list("pk", "digest", "layout", "table"))
    _store_layouts({(table, key) for _pk, _digest, key, table in found})
    last = HistorySeal.objects.order_by("-position").first()
    position, previous = (last.position, last.hash) if last else (0, BEGINNING)
    seals = []
    for pk, digest, _key, _table in found:
        position += 1
        link = HistorySeal(
            position=position,
            block_id=pk,
            digest=digest,
            previous=previous,
            sealed_at=timezone.now(),
        )
        link.hash = previous = link.computed_hash()
        seals.append(link)
    HistorySeal.objects.bulk_create(seals, batch_size=500)
    return len(seals)


def seal_waiting() -> int:
    """Chain the blocks that a crash right after a commit left without a seal; how many."""
    waiting = HistoryBlock.objects.filter(seal=None).values_list("pk", flat=True)
    return seal(list(waiting))


def _store_layouts(wanted: set[tuple[str, str]]) -> None:
    known = HistoryLayout.objects.filter(key__in=[key for _table, key in wanted])
    stored = set(known.values_list("pk", flat=True))
    missing = {table for table, key in wanted if key not in stored}
    if missing:
        HistoryLayout.objects.bulk_create(
            [current for table, current in current_layouts().items() if table in missing],
            ignore_conflicts=True,
        )


def current_layouts() -> dict[str, HistoryLayout]:
    """The layout of each history table as the code has it now."""
    return {history._meta.db_table: layout_of(history) for history in history_models()}
