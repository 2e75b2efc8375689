"""``expand``: other records whole inside a row, under ``expanded``, each kind by its own query.

The row keeps its keys as they are, so that nothing changes its type; what is not public is null.
"""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from countries.api.columns import Column, Linked, Row, is_shown
from countries.api.context import RowContext
from countries.api.errors import invalid
from countries.api.question import unknown
from countries.api.serializers import Child, RowSerializer
from countries.api.shaping import WHOLE, Shape, Tree, tree_of
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
        self.states = part.states if isinstance(part, Linked) else ()

    @property
    def needs(self) -> tuple[str, ...]:
        """What the query of the row must read."""
        return (self.column, *self.states)

    def fill(self, rows: list[Row], shown: list[Row]) -> None:
        """Add the found rows to the rows that are shown."""
        keys = {row[self.column] for row in rows} - {None}
        found = self._children(keys) if isinstance(self.part, Child) else self._pointed_at(keys)
        nothing: Any = [] if isinstance(self.part, Child) else None
        for row, out in zip(rows, shown, strict=True):
            record = found.get(row[self.column], nothing)
            shown_here = is_shown(row, self.states)
            out.setdefault("expanded", {})[self.name] = record if shown_here else nothing

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


def expand_tree(serializer: Serializers, text: str | None) -> Tree:
    """What ``expand`` names, with commas between and a dot to go one deeper; 400 for the rest."""
    if text is None:
        return {}
    paths = list(dict.fromkeys(text.split(",")))
    steps = {tuple(path.split(".")[:depth]) for path in paths for depth in range(1, DEPTH + 1)}
    if any(path.count(".") >= DEPTH for path in paths) or len(steps) > MOST:
        detail = _("At most %(most)s records may be expanded, %(depth)s deep.")
        raise invalid("expand", detail % {"most": MOST, "depth": DEPTH})
    tree = tree_of(text)
    _check(serializer, tree, "")
    return tree


def _check(serializer: Serializers, tree: Tree, at: str) -> None:
    known = serializer.expandable()
    for name, deeper in tree.items():
        if name is WHOLE:
            continue
        if name not in known:
            like = nearest(name, known)
            raise invalid("expand", unknown(at + name, known), like and at + like)
        _check(known[name][1], deeper, f"{at}{name}.")


def expansions(
    serializer: Serializers, context: RowContext, tree: Tree, shape: Shape
) -> list[Expansion]:
    """The records of a tree, each with the keys that its shape shows."""
    known, found = serializer.expandable(), []
    for name, deeper in tree.items():
        if name is not WHOLE:
            part, to = known[name]
            inner = shape.expanded[name]
            more = expansions(to, context, deeper, inner)
            rows = to(context, wanted=inner.keys, lists=inner.lists, expand=more)
            found.append(Expansion(name, part, rows))
    return found
