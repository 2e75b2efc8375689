"""``expand``: other records whole inside a row, under ``expanded``, each kind by its own query.

The row keeps its keys as they are, so that nothing changes its type; what is not public is null.
"""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from countries.api.columns import Coded, Column, Linked, Row
from countries.api.context import RowContext
from countries.api.errors import invalid
from countries.api.question import unknown
from countries.api.serializers import Child, RowSerializer
from countries.filters.parameters import nearest, public
from countries.models.history_as_of import reading_as_of

DEPTH = 2
MOST = 8
Serializers = type[RowSerializer]


class Expansion:
    """One column or kind of child, replaced by whole rows of the resource that it points to."""

    def __init__(self, name: str, part: Column | Child, serializer: RowSerializer) -> None:
        self.name, self.part, self.serializer = name, part, serializer
        self.column = "pk" if isinstance(part, Child) else part.source

    def fill(self, rows: list[Row], shown: list[Row]) -> None:
        """Add the found rows to the rows that are shown."""
        keys = {row[self.column] for row in rows} - {None}
        found = self._children(keys) if isinstance(self.part, Child) else self._pointed_at(keys)
        nothing: Any = [] if isinstance(self.part, Child) else None
        for row, out in zip(rows, shown, strict=True):
            out.setdefault("expanded", {})[self.name] = found.get(row[self.column], nothing)

    def _pointed_at(self, keys: set) -> dict[Any, Row]:
        return {row["pk"]: out for row, out in self._found(Q(pk__in=keys), (), "pk")}

    def _children(self, keys: set) -> dict[Any, list[Row]]:
        part: Any = self.part
        where = (part.only or Q()) & Q(**{f"{part.link}__in": keys})
        order = (*(part.ordering or part.model._meta.ordering), "pk")
        by_record: dict[Any, list[Row]] = defaultdict(list)
        for row, out in self._found(where, order, part.link):
            by_record[row[part.link]].append(out)
        return by_record

    def _found(self, where: Q, order: tuple, key: str):
        context = self.serializer.context
        with reading_as_of(context.as_of):
            rows = public(self.serializer.model).filter(where).order_by(*order)
            read = list(self.serializer.read(rows, key))
        return zip(read, self.serializer.completed(read), strict=True)


def expansions(serializer: Serializers, context: RowContext, text: str | None) -> list[Expansion]:
    """What ``expand`` names, with commas between and a dot to go one deeper; 400 for the rest."""
    if text is None:
        return []
    paths = list(dict.fromkeys(text.split(",")))
    steps = {tuple(path.split(".")[:depth]) for path in paths for depth in range(1, DEPTH + 1)}
    if any(len(path.split(".")) > DEPTH for path in paths) or len(steps) > MOST:
        detail = _("At most %(most)s records may be expanded, %(depth)s deep.")
        raise invalid("expand", detail % {"most": MOST, "depth": DEPTH})
    return _of(serializer, context, [path.split(".") for path in paths])


def _of(serializer: Serializers, context: RowContext, paths: list[list[str]]) -> list[Expansion]:
    deeper: dict[str, list[list[str]]] = defaultdict(list)
    for first, *rest in paths:
        deeper[first] += [rest] if rest else []
    known = expandable(serializer)
    found = []
    for name, rests in deeper.items():
        if name not in known:
            raise invalid("expand", unknown(name, known), nearest(name, known))
        part, to = known[name]
        found.append(Expansion(name, part, to(context, expand=_of(to, context, rests))))
    return found


def expandable(serializer: Serializers) -> dict[str, tuple[Any, Serializers]]:
    """What of a resource's rows has a resource of its own, by name."""
    by_model = {one.model: one for one in RowSerializer.known.values()}
    by_prefix = {getattr(model, "public_id_prefix", ""): one for model, one in by_model.items()}
    found: dict[str, tuple[Any, Serializers]] = {}
    for column in serializer.columns:
        if isinstance(column, Coded) and column.to in by_model:
            found[column.name] = column, by_model[column.to]
        elif isinstance(column, Linked) and column.prefix in by_prefix and column.prefix:
            found[column.name] = column, by_prefix[column.prefix]
    for child in serializer.children:
        if child.model in by_model and child.in_list:
            found[child.name] = child, by_model[child.model]
    return found
