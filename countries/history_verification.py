"""Whether history still says what was written: the chain, its blocks, every row.

``faults`` walks the chain in its order and compares everything with its hash. What it can and
cannot prove is in docs/history.md.
"""

import datetime
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models.history_ledger import (
    BEGINNING,
    HistoryBlock,
    HistoryLayout,
    HistorySeal,
    current_layouts,
    layout,
    row_hash,
    write_blocks,
)
from countries.models.history_tables import history_models

ROWS = 2000  # read at once
# A row is hashed when it is written; only a very long transaction lies between.
LONG = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Fault:
    """One broken link: where, and what is wrong."""

    table: str
    problem: str
    history_id: int | None = None
    record: str = ""
    date: datetime.datetime | None = None
    seal: int | None = None

    def __str__(self) -> str:
        where = [self.table]
        if self.history_id is not None:
            where.append(_("history id %(id)s") % {"id": self.history_id})
        if self.record:
            where.append(_("record %(key)s") % {"key": self.record})
        if self.date:
            where.append(self.date.isoformat())
        if self.seal is not None:
            where.append(_("seal %(position)s") % {"position": self.seal})
        return f"{', '.join(where)}: {self.problem}"


@dataclass
class Verification:
    """A walk over the chain; ``faults()`` does it, the counts say how far it went."""

    since: datetime.datetime | None = None
    seals: int = 0
    rows: int = 0
    waiting: int = 0
    adopted: int = 0
    unreadable: int = 0
    """Rows whose columns the models no longer have; an adoption stands in for them."""
    last: HistorySeal | None = None
    started: datetime.datetime = field(default_factory=timezone.now)
    _tables: dict[str, Any] = field(default_factory=dict)
    _layouts: dict[str, HistoryLayout] = field(default_factory=dict)
    _known: dict[str, array] = field(default_factory=lambda: defaultdict(lambda: array("q")))
    _orphans: dict[str, array] = field(default_factory=lambda: defaultdict(lambda: array("q")))

    def faults(self) -> Iterator[Fault]:
        """Every broken link, in the order of the chain; then rows that no block knows."""
        self._layouts = {known.key: known for known in current_layouts().values()}
        self._layouts |= {known.key: known for known in HistoryLayout.objects.all()}
        self._tables = {model._meta.db_table: model for model in history_models()}
        batch: list[tuple[HistoryBlock, int | None]] = []
        for block, position, problems in self._links():
            if problems:
                yield from self._rows_of(batch)
                batch = []
                yield from problems
            if batch and (_full(batch) or not _alike(batch[0][0], block)):
                yield from self._rows_of(batch)
                batch = []
            batch.append((block, position))
        yield from self._rows_of(batch)
        yield from self._unknown_rows()

    def _links(self) -> Iterator[tuple[HistoryBlock, int | None, list[Fault]]]:
        """Each block with its place in the chain and what is wrong with the two."""
        seals = HistorySeal.objects.select_related("block").order_by("position")
        position, previous = 0, BEGINNING
        if self.since:
            seals = seals.filter(sealed_at__gte=self.since)
            before = HistorySeal.objects.filter(sealed_at__lt=self.since).order_by("-position")
            if (last := before.first()) is not None:
                position, previous = last.position, last.hash
                self.last = last
        for seal in seals.iterator(chunk_size=500):
            problems = list(self._problems(seal, position, previous))
            position, previous, self.last = seal.position, seal.hash, seal
            self.seals += 1
            yield seal.block, seal.position, problems
        for block in HistoryBlock.objects.filter(seal=None).order_by("pk").iterator(500):
            self.waiting += 1
            yield block, None, list(self._block_problems(block, None))

    def _problems(self, seal: HistorySeal, position: int, previous: str) -> Iterator[Fault]:
        def fault(problem: str) -> Fault:
            return Fault(
                table=HistorySeal._meta.db_table,
                problem=problem,
                date=seal.sealed_at,
                seal=seal.position,
            )

        if seal.position != position + 1:
            yield fault(_("the seals from %(first)s on are missing") % {"first": position + 1})
        elif seal.previous != previous:
            yield fault(_("it does not follow the seal before it: that one was changed"))
        if seal.computed_hash() != seal.hash:
            yield fault(_("the seal was changed"))
        if seal.digest != seal.block.digest:
            yield fault(_("its block %(block)s was replaced") % {"block": seal.block_id})
        yield from self._block_problems(seal.block, seal.position)

    def _block_problems(self, block: HistoryBlock, position: int | None) -> Iterator[Fault]:
        if block.computed_digest() != block.digest:
            yield Fault(
                table=HistoryBlock._meta.db_table,
                problem=_("block %(block)s, of %(table)s, was changed")
                % {"block": block.pk, "table": block.table},
                date=block.written_at,
                seal=position,
            )
        known = self._layouts.get(block.layout)
        if known is None or layout(known.table, known.columns).key != known.key:
            yield Fault(
                table=HistoryLayout._meta.db_table,
                problem=_("layout %(key)s is missing or was changed") % {"key": block.layout},
                seal=position,
            )

    def _rows_of(self, batch: list[tuple[HistoryBlock, int | None]]) -> Iterator[Fault]:
        """Compare the rows of blocks of one table and layout with their hashes."""
        if not batch:
            return
        block = batch[0][0]
        if block.layout not in self._layouts:
            return
        stored = self._stored(block, [key for b, _p in batch for key, _h in b.hashes()])
        for part, position in batch:
            for key, expected in part.hashes():
                self.rows += 1
                self.adopted += part.kind == HistoryBlock.Kind.ADOPTED
                self._known[part.table].append(key)
                if stored is None:
                    self._orphans[part.table].append(key)
                elif problem := self._row_problem(part, key, expected, stored.get(key)):
                    yield self._row_fault(part, key, position, problem)

    def _stored(self, block: HistoryBlock, keys: list[int]) -> dict[int, tuple] | None:
        """The rows' values by history id; None where the models have not got these columns."""
        model, columns = self._tables.get(block.table), self._layouts[block.layout].columns
        if model is None or not set(columns) <= {f.attname for f in model._meta.concrete_fields}:
            self.unreadable += len(keys)
            return None
        rows = model._base_manager.filter(pk__in=keys).values_list("pk", "history_date", *columns)
        return {key: (date, values) for key, date, *values in rows}

    def _row_problem(self, block, key: int, expected: bytes, found: tuple | None) -> str:
        if found is None:
            return _("the row was removed")
        date, values = found
        if row_hash(values) != expected:
            return _("the row was changed")
        if block.kind == HistoryBlock.Kind.WRITTEN and date < block.written_at - LONG:
            return _("the row is dated long before it was written, on %(day)s") % {
                "day": block.written_at.date()
            }
        return ""

    def _row_fault(self, block, key: int, position: int | None, problem: str) -> Fault:
        row = self._tables[block.table]._base_manager.filter(pk=key).first()
        return _fault_of(block.table, key, row, problem, position)

    def _unknown_rows(self) -> Iterator[Fault]:
        """Rows that no block knows."""
        for table, model in self._tables.items():
            known = set(self._known[table])
            rows = model._base_manager.order_by("pk")
            if self.since:
                rows = rows.filter(history_date__gte=self.since)
            keys = rows.values_list("pk", flat=True)
            unknown = [key for key in keys.iterator(ROWS) if key not in known]
            elsewhere = self._in_blocks_unseen(table) if unknown else set()
            for key in unknown:
                if key not in elsewhere:
                    row = model._base_manager.filter(pk=key).first()
                    problem = _("no block knows the row: it was inserted")
                    yield _fault_of(table, key, row, problem, None)

    def _in_blocks_unseen(self, table: str) -> set[int]:
        """The rows of blocks that others wrote during the walk, or shortly before its beginning."""
        unseen = Q(written_at__gte=self.started - LONG)
        if self.since:
            unseen |= Q(written_at__gte=self.since - LONG, written_at__lte=self.since)
        blocks = HistoryBlock.objects.filter(unseen, table=table)
        return {key for block in blocks for key, _hash in block.hashes()}


def _fault_of(table: str, key: int, row: Any, problem: str, position: int | None) -> Fault:
    if row is None:
        return Fault(table=table, history_id=key, problem=problem, seal=position)
    record = getattr(row, row.instance_type._meta.pk.attname)
    prefix = getattr(row.instance_type, "public_id_prefix", "")
    return Fault(
        table=table,
        history_id=key,
        record=f"{prefix}{record}",
        date=row.history_date,
        problem=problem,
        seal=position,
    )


def _alike(first: HistoryBlock, second: HistoryBlock) -> bool:
    return (first.table, first.layout) == (second.table, second.layout)


def _full(batch: list[tuple[HistoryBlock, int | None]]) -> bool:
    return sum(len(block.entries) for block, _position in batch) >= ROWS * 40


@transaction.atomic
def adopt() -> int:
    """Take rows that no readable block knows into the ledger as they are now; how many.

    For history older than the ledger, written by bulk SQL, or whose columns a migration dropped.
    The ledger says for ever that these rows were adopted, and when.
    """
    walk, adopted = Verification(), 0
    for _fault in walk.faults():
        pass
    for table, model in walk._tables.items():
        readable = set(walk._known[table]) - set(walk._orphans[table])
        keys = model._base_manager.values_list("pk", flat=True)
        adopted += write_blocks(model, set(keys) - readable, adopted=True)
    return adopted


def anchored(anchor: str) -> bool:
    """Whether a seal that was published as ``position:hash`` is in the chain."""
    position, _colon, value = anchor.partition(":")
    return HistorySeal.objects.filter(
        Q(hash=value), position=int(position) if position.isdecimal() else -1
    ).exists()
