"""How a resource's records become rows: one ``values()`` query, and one for each kind of child."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.db.models import Model, Q

from countries.api.columns import Coded, Column, Linked, Row, Writer
from countries.api.context import RowContext
from countries.api.keyed import keyed_rows
from countries.filters.parameters import public
from countries.models.history_as_of import reading_as_of

CHUNK = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Child:
    """Rows that belong to a record: a nested list in JSON, joined text in CSV.

    ``link``: the child's foreign key to the record. ``only``: what a child must satisfy to be seen.
    ``text``: one child as text; the database can write it too if it is said by ``Words``.
    ``in_list``: whether lists have it too, or just the detail.
    """

    name: str
    model: type[Model]
    link: str
    columns: tuple[Column, ...]
    text: Callable[[Row], str]
    only: Q | None = None
    ordering: tuple[str, ...] = ()
    in_list: bool = True

    def by_record(
        self, keys: list[Any], context: RowContext, wanted: Collection[str] | None = None
    ) -> dict[Any, list[Row]]:
        """Children of some records, by the record's key. One query. ``wanted``: only these keys."""
        columns = self.columns
        if wanted is not None:
            columns = tuple(c for c in columns if {*keys_of(c, self.model)}.intersection(wanted))
        writers = [column.writer(context) for column in columns]
        found: dict[Any, list[Row]] = {}
        for row in self._read(columns, keys, context):
            out = written(row, writers)
            if wanted is not None:
                out = {key: value for key, value in out.items() if key in wanted}
            found.setdefault(row[self.link], []).append(out)
        return found

    def _read(
        self, columns: tuple[Column, ...], keys: list[Any], context: RowContext
    ) -> Iterable[Row]:
        everything = context.unpublished
        with reading_as_of(context.as_of):
            if context.as_of is None:
                name = (self, columns, everything)
                return keyed_rows(name, lambda: self._rows(columns, everything), self.link, keys)
            return self._rows(columns, everything).filter(**{f"{self.link}__in": keys})

    def _rows(self, columns: tuple[Column, ...], everything: bool) -> Any:
        needs = {need for column in columns for need in column.needs}
        if everything:
            rows = self.model._default_manager.all()
        else:
            rows = public(self.model).filter(self.only or Q())
        rows = rows.order_by(*(self.ordering or self.model._meta.ordering), "pk")
        return rows.values(self.link, *needs)

    def schema(self) -> dict:
        return {"type": "array", "items": object_schema(self.model, self.columns)}


class RowSerializer:
    """Base of every serializer: the columns and children of a resource, declared once.

    Rows are flat, with the same keys in JSON and CSV; a code has its name beside it.
    """

    model: ClassVar[Any]
    resource: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    children: ClassVar[tuple[Child, ...]] = ()
    known: ClassVar[dict[str, type["RowSerializer"]]] = {}
    event_date: ClassVar[str] = ""
    """The column of the day on which ``codes`` are valid; empty where rows have none."""

    def __init_subclass__(cls) -> None:
        cls.known[cls.component()] = cls

    def __init__(
        self,
        context: RowContext,
        *,
        wanted: Iterable[str] | None = None,
        lists: Mapping[str, Collection[str]] | None = None,
        detail: bool = False,
        more: Iterable[Column] = (),
        expand: Iterable[Any] = (),
    ) -> None:
        """``lists``: of the children that are shown in part, the keys."""
        self.context = context
        self.lists = lists or {}
        self.wanted = set(self.keys(detail=detail) if wanted is None else wanted)
        self.more = tuple(more)
        self.expansions = tuple(expand)
        self.wanted |= {column.name for column in self.more}
        self._columns = [
            c for c in self.columns if not self.wanted.isdisjoint(keys_of(c, self.model))
        ]
        self._columns += self.more
        self._children = [
            c for c in self.children if c.name in self.wanted and (detail or c.in_list)
        ]

    @classmethod
    def component(cls) -> str:
        return cls.__name__.removesuffix("Serializer")

    @classmethod
    def keys(cls, *, detail: bool = False) -> list[str]:
        """Every key of a row, in order."""
        scalars = [key for column in cls.columns for key in keys_of(column, cls.model)]
        return scalars + [child.name for child in cls.children if detail or child.in_list]

    @classmethod
    def orderings(cls) -> dict[str, str]:
        """By which keys a list may be ordered, and the database column of each."""
        return {column.name: column.order for column in cls.columns if column.name != "record_url"}

    @classmethod
    def expandable(cls) -> dict[str, tuple[Any, type["RowSerializer"]]]:
        """What of a row has rows of its own, by name: the column or child, and whose rows."""
        by_model = {one.model: one for one in cls.known.values()}
        by_prefix = {getattr(model, "public_id_prefix", ""): one for model, one in by_model.items()}
        found: dict[str, tuple[Any, type[RowSerializer]]] = {}
        for column in cls.columns:
            to = column.to if isinstance(column, Coded | Linked) else None
            if to in by_model:
                found[column.name] = column, by_model[to]
            elif isinstance(column, Linked) and column.prefix and column.prefix in by_prefix:
                found[column.name] = column, by_prefix[column.prefix]
        for child in cls.children:
            if child.model in by_model and child.in_list:
                found[child.name] = child, by_model[child.model]
        return found

    @classmethod
    def prepared(cls, queryset, order: Iterable[str] = ()):
        """The queryset with what the columns, and the columns of an order, need to be read."""
        return queryset

    def rows(self, queryset) -> Iterator[Row]:
        """The rows of a queryset, read and completed a thousand at a time."""
        writers = self._writers()
        chunk: list[Row] = []
        for row in self.read(queryset).iterator(chunk_size=CHUNK):
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield from self._completed(chunk, writers)
                chunk = []
        yield from self._completed(chunk, writers)

    def read(self, queryset, *more: str):
        """The rows as the database has them, with the columns that ours need and ``more``."""
        needs = {"pk", *more, *(need for column in self._columns for need in column.needs)}
        needs |= {need for expansion in self.expansions for need in expansion.needs}
        return self.prepared(queryset).values(*needs)

    def completed(self, rows: list[Row]) -> list[Row]:
        """Rows that were ``read``, as they are shown, with what they expand."""
        shown = list(self._completed(rows, self._writers()))
        for expansion in self.expansions:
            expansion.fill(rows, shown)
        return shown

    def _writers(self) -> list[Writer]:
        return [column.writer(self.context) for column in self._columns]

    def _completed(self, rows: list[Row], writers: list[Writer]) -> Iterator[Row]:
        if not rows:
            return
        keys = [row["pk"] for row in rows]
        children = [
            (c.name, c.by_record(keys, self.context, self.lists.get(c.name)))
            for c in self._children
        ]
        self._fill(rows, keys, dict(children))
        for row in rows:
            out = written(row, writers)
            if not self.wanted.issuperset(out):
                out = {key: value for key, value in out.items() if key in self.wanted}
            for name, by_record in children:
                out[name] = by_record.get(row["pk"], [])
            yield out

    def _fill(self, rows: list[Row], keys: list[Any], shown: Mapping[str, Any]) -> None:
        """Put what is computed from children into the rows; children in part are not enough."""
        for column in self._columns:
            if not column.child:
                continue
            children = shown.get(column.child) if column.child not in self.lists else None
            if children is None:
                child = next(child for child in self.children if child.name == column.child)
                children = child.by_record(keys, self.context, column.child_keys)
            column.fill(rows, children)

    @property
    def shown_children(self) -> list[Child]:
        return self._children

    @property
    def shown_keys(self) -> list[str]:
        """The keys of this answer's rows, in order."""
        children = {child.name for child in self._children}
        hidden = {child.name for child in self.children} - children
        keys = [key for key in self.keys(detail=True) if key in self.wanted and key not in hidden]
        return keys + [column.name for column in self.more]

    def kinds(self) -> dict[str, str]:
        """string, integer, number, boolean or datetime, by key."""
        schemas: dict[str, dict] = {}
        for column in self._columns:
            schemas.update(column.schemas(self.model))
        return {
            key: "datetime" if schema.get("format") == "date-time" else schema["type"]
            for key, schema in schemas.items()
        }

    @classmethod
    def schema(cls) -> dict:
        """The OpenAPI schema of a row. Children that only the detail has are not required."""
        schema = object_schema(cls.model, cls.columns)
        for child in cls.children:
            schema["properties"][child.name] = child.schema()
            if child.in_list:
                schema["required"].append(child.name)
        return schema


@cache
def keys_of(column: Column, model: type[Model]) -> tuple[str, ...]:
    """The keys that a column writes. Its schemas have labels, which are translated each time."""
    return tuple(column.schemas(model))


def written(row: Row, writers: Iterable[Writer]) -> Row:
    out: Row = {}
    for write in writers:
        write(row, out)
    return out


def object_schema(model: type[Model], columns: Iterable[Column]) -> dict:
    properties: dict = {}
    for column in columns:
        properties.update(column.schemas(model))
    return {"type": "object", "properties": properties, "required": list(properties)}
