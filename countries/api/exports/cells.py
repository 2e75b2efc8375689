"""The cells of CSV as PostgreSQL writes them: for each kind of column what the portable way writes.

Free text gets the apostrophe of ``csv_cell`` in front of what a spreadsheet would run as a formula.
"""

from functools import singledispatch
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from countries.api import columns as kinds
from countries.api.codes import SCHEMES, CodeThen
from countries.api.columns import PUBLISHED, Column
from countries.api.context import RowContext
from countries.api.words import X, literal, sql
from countries.models import CountryCode

Expressions = dict[str, Any]
FORMULAS = "(61, 43, 45, 64, 9, 13)"  # = + - @ tab return


class NotCopied(Exception):
    """The database cannot write this table as we do."""


class Text:
    """A column of free text, in the language that is asked where there are several columns."""

    def __init__(self, *columns: str) -> None:
        self.columns = columns

    def raw(self) -> Any:
        """As it stands; the first column with a text. Empty text is no value."""
        parts = [sql(f"NULLIF({X}, '')", F(column)) for column in self.columns]
        return sql(f"COALESCE({X})", *parts)

    def safe(self) -> Any:
        """With an apostrophe in front of what would be a formula."""
        if len(self.columns) > 1:
            return safe_text(self.raw())
        # Quicker than the pattern; only what has no parameters may be named so often.
        return sql(
            f"CASE WHEN {X} = '' THEN NULL WHEN ascii({X}) IN {FORMULAS} OR ascii({X}) = 39 AND "
            f"ascii(ltrim({X}, '''')) IN {FORMULAS} THEN '''' || {X} ELSE {X} END",
            F(self.columns[0]),
        )


def safe_text(expression: Any) -> Any:
    """The same for any expression, which is named once."""
    return sql(f"regexp_replace({X}, E'^(''*[=+@\\t\\r-])', E'''\\\\1')", expression)


def _local(texts: tuple[str, ...], context: RowContext) -> Text:
    """The text of the answer's language among those in English, Russian and Kazakh."""
    return Text(*dict.fromkeys((texts[context.place], texts[0])))


def cells(column: Column, model: Any, context: RowContext) -> Expressions:
    """What the database writes for each key of a column; NotCopied where it cannot."""
    found = expressions(column, model, context)
    return {key: e.safe() if isinstance(e, Text) else e for key, e in found.items()}


def texts(column: Column, model: Any, context: RowContext) -> Expressions:
    """The same before anything is escaped, as parts of a longer text."""
    found = expressions(column, model, context)
    return {key: e.raw() if isinstance(e, Text) else e for key, e in found.items()}


@singledispatch
def expressions(column: Column, model: Any, context: RowContext) -> Expressions:
    """``Text`` or an expression for each key of a column."""
    if type(column) is not Column:
        raise NotCopied(type(column).__name__)
    field, value = kinds._field(model, column.source), F(column.source)
    if isinstance(field, models.DateTimeField):
        return {column.name: _instant(value)}
    if isinstance(field, models.BooleanField):
        text = f"CASE {X} WHEN true THEN 'true' WHEN false THEN 'false' END"
        return {column.name: sql(text, value)}
    if isinstance(field, models.DateField):
        return {column.name: sql(f"{X}::text", value)}
    if isinstance(field, models.CharField | models.TextField):
        return {column.name: Text(column.source)}
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return {column.name: value}
    raise NotCopied(column.name)


def _instant(value: F) -> Any:
    """As Python writes it: microseconds only where there are any."""
    return sql(
        f"to_char({X} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') || "
        f"CASE WHEN mod(extract(microseconds FROM {X})::int, 1000000) = 0 THEN '' "
        f"ELSE to_char({X} AT TIME ZONE 'UTC', '.US') END || '+00:00'",
        value,
    )


@expressions.register
def _(column: kinds.Decimal, model: Any, context: RowContext) -> Expressions:
    """A float always has a point in Python."""
    text = f"regexp_replace({X}::float8::text, '^-?[0-9]+$', '\\&.0')"
    return {column.name: sql(text, F(column.source))}


@expressions.register
def _(column: kinds.PublicId, model: Any, context: RowContext) -> Expressions:
    return {column.name: sql(f"{literal(column.prefix)} || {X}", F("pk"))}


@expressions.register
def _(column: kinds.Partial, model: Any, context: RowContext) -> Expressions:
    precision = F(f"{column.source}_precision")
    length = sql(f"CASE {X} WHEN 'day' THEN 10 WHEN 'month' THEN 7 ELSE 4 END", precision)
    day = sql(f"{X}::text", F(column.source))
    return {column.name: sql(f"left({X})", day, length)}


@expressions.register
def _(column: kinds.Choice, model: Any, context: RowContext) -> Expressions:
    code = F(column.source)
    return {
        column.name: sql(f"NULLIF({X}, '')", code),
        f"{column.name}_name": label(column, code, context),
    }


def label(column: kinds.Choice, code: Any, context: RowContext) -> Any:
    """The label of a choice; ``code`` is named once."""
    known = column.labels(context.language).items()
    labels = " ".join(f"WHEN {literal(value)} THEN {literal(text)}" for value, text in known)
    return sql(f"CASE {X} {labels} END", code)


@expressions.register
def _(column: kinds.Coded, model: Any, context: RowContext) -> Expressions:
    path = column.source.removesuffix("_id")
    name = _local(tuple(f"{path}__{text}" for text in kinds.NAME_TEXTS), context)
    return {column.name: F(column.source), f"{column.name}_name": name}


@expressions.register
def _(column: kinds.Linked, model: Any, context: RowContext) -> Expressions:
    shown = Q()
    for state in column.states:
        shown &= Q(**{state: PUBLISHED}) | Q(**{f"{state}__isnull": True})
    key: Any = F(column.source)
    if column.prefix:
        key = sql(f"{literal(column.prefix)} || {X}", key)
    found: Expressions = {column.name: Case(When(shown, then=key)) if column.states else key}
    if column.texts:
        text = _local(column.texts, context)
        found[f"{column.name}_name"] = _Shown(shown, text) if column.states else text
    return found


class _Shown(Text):
    """A text that is shown where a condition holds."""

    def __init__(self, shown: Q, text: Text) -> None:
        super().__init__(*text.columns)
        self.shown, self.text = shown, text

    def raw(self) -> Any:
        return Case(When(self.shown, then=self.text.raw()))

    def safe(self) -> Any:
        return Case(When(self.shown, then=self.text.safe()))


@expressions.register
def _(column: kinds.LocalName, model: Any, context: RowContext) -> Expressions:
    return {column.name: _local(kinds.NAME_TEXTS, context)}


@expressions.register
def _(column: kinds.RecordUrl, model: Any, context: RowContext) -> Expressions:
    start = f"{context.base_url}{column.path}{column.prefix}"
    return {column.name: sql(f"{literal(start)} || {X} || '/'", F("pk"))}


@expressions.register
def _(column: CodeThen, model: Any, context: RowContext) -> Expressions:
    """The latest code of the country that was valid on the row's day."""
    day = OuterRef(column.date)
    rows = CountryCode.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        scheme=SCHEMES[column.scheme],
        country=OuterRef(column.source),
    ).order_by(F("valid_from").desc(nulls_last=True), F("valid_to").desc(nulls_first=True), "-code")
    return {column.name: Subquery(rows.values("code")[:1])}
