"""Paging by keyset: a page begins after the last row of the one before, wherever that row stands.

Rows that others write or delete meanwhile move nothing: no row is skipped and none comes twice
(unless it was itself changed so that it stands elsewhere).
"""

from dataclasses import dataclass
from typing import Any, cast

import orjson
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, Expression, F, Model, Q, Value
from django.db.models.expressions import OrderBy
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from countries.api.columns import _field
from countries.api.errors import invalid
from countries.api.question import no_cursor


@dataclass(frozen=True, slots=True)
class Term:
    """One column of an order. Unknown values come last either way."""

    column: str
    descending: bool
    nullable: bool

    @property
    def order(self) -> Any:
        """As ``order_by`` takes it; a column that is never null stays plain for its index."""
        if not self.nullable:
            return f"-{self.column}" if self.descending else self.column
        column = F(self.column)
        return column.desc(nulls_last=True) if self.descending else column.asc(nulls_last=True)

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.column}__isnull": True}) if value is None else Q(**{self.column: value})

    def later(self, value: Any) -> Q | None:
        """Rows that this column alone puts after ``value``; None where there can be none."""
        if value is None:
            return None
        after = Q(**{f"{self.column}__{'lt' if self.descending else 'gt'}": value})
        return after | Q(**{f"{self.column}__isnull": True}) if self.nullable else after


def term_of(model: type[Model], part: Any) -> Term:
    """A part of ``Meta.ordering`` or of an ``order_by`` as a term over a plain column."""
    if isinstance(part, OrderBy):
        column = cast(Any, part.expression).name
        part = f"-{column}" if part.descending else column
    column = part.removeprefix("-")
    field = _field(model, column)
    if field is not None and field.is_relation:
        column = column if column.endswith(field.attname) else f"{column}_id"
    nullable = field is None or field.null or "__" in column
    if field is not None and (column == "pk" or field.primary_key):
        column, nullable = "pk", False
    return Term(column, part.startswith("-"), nullable)


def terms_of(model: type[Model], order: list) -> list[Term]:
    """A total order as terms: the key comes last if it was not there."""
    terms = [term_of(model, part) for part in order]
    if not any(term.column == "pk" for term in terms):
        terms.append(Term("pk", terms[-1].descending if terms else False, False))
    return terms[: next(i for i, term in enumerate(terms) if term.column == "pk") + 1]


class RowAfter(Expression):
    """``(a, b) < (x, y)``: one range of the index on (a, b), however many rows share an a."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, terms: list[Term], values: list[Any]) -> None:
        super().__init__()
        self.descending = terms[0].descending
        self.columns: list[Any] = [F(term.column) for term in terms]
        self.values: list[Any] = [Value(value) for value in values]

    def get_source_expressions(self):
        return [*self.columns, *self.values]

    def set_source_expressions(self, expressions):
        half = len(expressions) // 2
        self.columns, self.values = list(expressions[:half]), list(expressions[half:])

    def resolve_expression(self, query=None, allow_joins=True, reuse=None, *args, **kwargs):
        resolved = super().resolve_expression(query, allow_joins, reuse, *args, **kwargs)
        for column, value in zip(resolved.columns, resolved.values, strict=True):
            value.output_field = column.output_field
        return resolved

    def as_sql(self, compiler, connection):
        sides, params = [], []
        for side in (self.columns, self.values):
            parts = [compiler.compile(expression) for expression in side]
            sides.append(f"({', '.join(sql for sql, _params in parts)})")
            params += [param for _sql, some in parts for param in some]
        return f"{sides[0]} {'<' if self.descending else '>'} {sides[1]}", params


def after(terms: list[Term], values: list[Any]) -> Any:
    """The condition on rows that come after the row with these values."""
    one_way = len({term.descending for term in terms}) == 1
    if one_way and not any(term.nullable for term in terms):
        return RowAfter(terms, values)
    condition, same = Q(pk__in=[]), Q()
    for term, value in zip(terms, values, strict=True):
        later = term.later(value)
        if later is not None:
            condition |= same & later
        same &= term.same(value)
    return condition


def cursor_text(resource: str, terms: list[Term], row: dict[str, Any]) -> str:
    """An opaque, signed place in a list: after ``row``, in this order."""
    return signed_text(_salt(resource, terms), [row[term.column] for term in terms])


def cursor_values(resource: str, model: type[Model], terms: list[Term], text: str) -> list[Any]:
    """The values that ``cursor_text`` wrote; a 400 for any other text, or another order's."""
    try:
        values = unsigned_value(_salt(resource, terms), text)
    except ValueError as error:
        raise invalid("cursor", no_cursor()) from error
    return [_read(model, term, value) for term, value in zip(terms, values, strict=True)]


def _read(model: type[Model], term: Term, value: Any) -> Any:
    field = _field(model, term.column)
    if field is None or value is None:
        return value
    return (field.target_field if field.is_relation else field).to_python(value)


def _salt(resource: str, terms: list[Term]) -> str:
    order = ",".join(f"{'-' * term.descending}{term.column}" for term in terms)
    return f"cursor:{resource}:{order}"


def signed_text(salt: str, value: Any) -> str:
    """A value as an opaque text that only this site can have written."""
    raw = urlsafe_base64_encode(orjson.dumps(value, default=str))
    return Signer(salt=salt, sep="~").sign(raw)


def unsigned_value(salt: str, text: str) -> Any:
    """What ``signed_text`` wrote; ValueError for any other text."""
    try:
        return orjson.loads(urlsafe_base64_decode(Signer(salt=salt, sep="~").unsign(text)))
    except BadSignature as error:
        raise ValueError(text) from error
