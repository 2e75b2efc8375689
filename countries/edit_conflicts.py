"""Two people changed one record: what each made of it, and the version that takes both in.

Compared are three snapshots: *before*, as the second person saw it when they began; *theirs*, as
it stands now; *mine*, what the second person made of *before*. Only what both changed, and not to
the same, is a question; everything else follows from who changed it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from countries.models.base import EditorialModel
from countries.snapshots import Row, Snapshot, children_of, link_to, texts_of

THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True, slots=True)
class Piece:
    """A field or a row of the record, in words; ``asked`` where both changed it."""

    key: str
    label: str
    before: str
    theirs: str
    mine: str
    asked: bool


def pieces(
    record: EditorialModel, before: Snapshot, theirs: Snapshot, mine: Snapshot
) -> list[Piece]:
    """What the other person changed, beside what stands in mine; rows whole."""
    found = []
    for key, model, values in _triples(record, before, theirs, mine):
        old, other, own = values
        if other in (old, own):
            continue
        texts = [texts_of(model, value) if value is not None else {} for value in values]
        label = str(model._meta.verbose_name) if ":" in key else ", ".join(texts[0] or texts[1])
        was, is_now, wanted = (", ".join(filter(None, side.values())) for side in texts)
        found.append(Piece(key, label, was, is_now, wanted, asked=own != old))
    return found


def merged(
    record: EditorialModel,
    before: Snapshot,
    theirs: Snapshot,
    mine: Snapshot,
    chosen: Mapping[str, str],
) -> Snapshot:
    """The record with both changes; ``chosen`` decides, by key, what both changed (else theirs)."""
    fields: Row = {}
    children: dict[str, list[Row]] = {relation: [] for relation in children_of(record)}
    for key, _model, (old, other, own) in _triples(record, before, theirs, mine):
        take_mine = other == old or (own != old and chosen.get(key) == MINE)
        value = own if take_mine else other
        relation, colon, _row = key.partition(":")
        if not colon:
            fields |= value
        elif value is not None:
            children[relation].append(value)
    return {"fields": fields, "children": children}


def _triples(record, *snapshots: Snapshot) -> Iterator[tuple[str, Any, list]]:
    """Each field, with the columns that belong to it, and each row, in all three snapshots."""
    for name, columns in _groups(record, snapshots[0]["fields"]):
        values = [{c: side["fields"][c] for c in columns} for side in snapshots]
        yield name, type(record), values
    for relation in children_of(record):
        rows = [{row["id"]: row for row in side["children"][relation]} for side in snapshots]
        for key in dict.fromkeys(key for side in rows for key in side):
            model = link_to(record, relation).model
            yield f"{relation}:{key}", model, [side.get(key) for side in rows]


def _groups(record, entered: Row) -> Iterator[tuple[str, list[str]]]:
    """The columns of a snapshot's fields, those of one partial date together."""
    model = type(record)
    known = model.partial_dates() if hasattr(model, "partial_dates") else {}
    dates = {date.column: date for date in known.values()}
    beside = {f"{column}_precision" for column in dates}
    beside |= {date.last_column for date in dates.values() if date.last_column}
    for field in record._meta.fields:
        if field.name in beside or field.attname not in entered or field.primary_key:
            continue
        date = dates.get(field.name)
        more = [f"{field.name}_precision", date.last_column] if date else []
        yield field.name, [field.attname, *(column for column in more if column)]
