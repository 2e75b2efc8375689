"""``fields`` and ``omit``: which keys of a row are shown, of its lists, of the records inside it.

A dot goes one deeper: ``participants.person`` is a key of a row's list, ``visitor.note`` one of a
record that ``expand`` puts inside. Where nothing is expanded ``visitor.name`` is ``visitor_name``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from countries.api import question
from countries.api.errors import invalid
from countries.api.serializers import Child, RowSerializer, keys_of
from countries.filters.parameters import nearest

Serializers = type[RowSerializer]
Tree = dict[Any, Any]  # by step of a path; under WHOLE where a path ends
WHOLE = None
DEEPEST = 4


@dataclass
class Named:
    """What one of the two parameters names in a row."""

    keys: set[str] = field(default_factory=set)
    lists: dict[str, set[str]] = field(default_factory=dict)
    """Keys inside of lists that are not named as a whole."""
    expanded: dict[str, Tree] = field(default_factory=dict)


@dataclass(frozen=True)
class Shape:
    """The keys that rows show.

    ``lists``: of the lists that are shown in part, the keys; ``expanded``: of the records inside.
    """

    keys: tuple[str, ...]
    lists: dict[str, frozenset[str]]
    expanded: dict[str, "Shape"]


def tree_of(text: str) -> Tree:
    """Paths with commas between, as a tree of their steps."""
    tree: Tree = {}
    for path in text.split(","):
        branch = tree
        for step in path.split(".", DEEPEST):  # what is deeper stays one step, which nothing is
            branch = branch.setdefault(step, {})
        branch[WHOLE] = {}
    return tree


def shape_of(query, serializer: Serializers, expand: Tree, *, detail: bool) -> Shape:
    """What ``fields`` (all without it) and ``omit`` leave of a row with what ``expand`` names."""
    texts = [question.single(query, name) for name in ("fields", "omit")]
    fields, omit = (None if text is None else tree_of(text) for text in texts)
    return _shape(serializer, fields, omit or {}, expand, detail=detail, at="")


def _shape(
    serializer: Serializers, fields: Tree | None, omit: Tree, expand: Tree, *, detail: bool, at: str
) -> Shape:
    part = Part(serializer, expand, detail, at)
    named = None if fields is None else part.named("fields", fields)
    omitted = part.named("omit", omit)
    keys = tuple(
        key
        for key in part.keys
        if (named is None or key in named.keys or key in named.lists) and key not in omitted.keys
    )
    lists = {}
    for name, known in part.lists.items():
        shown = named.lists.get(name, known) if named and name not in named.keys else known
        shown = shown - omitted.lists.get(name, set())
        if name in keys and shown != known:
            lists[name] = frozenset(shown)
    expanded = {}
    for name, to in part.expanded.items():
        inner = named.expanded.get(name) if named else None
        without = omitted.expanded.get(name, {})
        steps = expand[name]
        expanded[name] = _shape(to, inner, without, steps, detail=False, at=f"{at}{name}.")
    return Shape(keys, lists, expanded)


class Part:
    """A row, or a record inside one, as paths see it. ``at``: the path to it, with its dot."""

    def __init__(self, serializer: Serializers, expand: Tree, detail: bool, at: str) -> None:
        self.at = at
        self.keys = serializer.keys(detail=detail)
        self.lists = {c.name: _keys_of(c) for c in serializer.children if c.name in self.keys}
        self.expandable = serializer.expandable()
        self.expanded = {name: self.expandable[name][1] for name in expand if name is not WHOLE}

    def named(self, parameter: str, tree: Tree) -> Named:
        """What a tree of paths names here; 400 for what is not here."""
        found = Named()
        for head, branch in tree.items():
            deeper = {step: rest for step, rest in branch.items() if step is not WHOLE}
            if WHOLE in branch:
                self._require(parameter, head, head in self.keys)
                found.keys.add(head)
            if not deeper:
                continue
            if head in self.expanded:
                found.expanded[head] = deeper
            elif head in self.lists:
                paths = _paths(deeper)
                found.lists[head] = {self._key_inside(parameter, head, path) for path in paths}
            else:
                for path in _paths(deeper):
                    is_name = path == "name" and f"{head}_name" in self.keys
                    self._require(parameter, f"{head}.{path}", is_name)
                    found.keys.add(f"{head}_name")
        return found

    def _key_inside(self, parameter: str, head: str, path: str) -> str:
        """A key of a list's rows, or the name that stands beside one."""
        known = self.lists[head]
        beside = f"{path.removesuffix('.name')}_name"
        key = beside if path.endswith(".name") and beside in known else path
        self._require(parameter, f"{head}.{path}", key in known)
        return key

    def _require(self, parameter: str, path: str, is_known: bool) -> None:
        if is_known:
            return
        head = path.partition(".")[0]
        if head in self.expandable and head not in self.expanded and "." in path:
            detail = _("“%(path)s” is inside of another record: ask for expand=%(name)s too.")
            names = {"path": self.at + path, "name": self.at + head}
            raise invalid(parameter, detail % names, None)
        known = [*self._known()]
        like = f"{path}_date" if f"{path}_date" in known else nearest(path, known)
        detail = question.unknown(self.at + path, [self.at + key for key in self.keys])
        raise invalid(parameter, detail, like and self.at + like)

    def _known(self) -> Iterator[str]:
        yield from self.keys
        for name, keys in self.lists.items():
            yield from (f"{name}.{key}" for key in sorted(keys))
        for name, to in self.expanded.items():
            yield from (f"{name}.{key}" for key in to.keys(detail=False))


def _keys_of(child: Child) -> set[str]:
    return {key for column in child.columns for key in keys_of(column, child.model)}


def _paths(tree: Tree, start: str = "") -> Iterable[str]:
    """The paths of a tree, written out."""
    for step, branch in tree.items():
        if step is WHOLE:
            yield start[:-1]
        else:
            yield from _paths(branch, f"{start}{step}.")
