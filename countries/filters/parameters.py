"""The kinds of filter parameters: how each reads its values and what it asks of the database.

A parameter ``city`` is one of a family: ``city``, ``city__n`` (not), ``city__ic`` (contains)… Each
kind says which of the lookups below it has. Repeated, ``city`` means any of the values, ``city__n``
none of them, ``country__all`` each of them; anything else may stand once.
"""

import copy
import datetime
import decimal
import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from countries.filters.fields import ParameterField, ParameterInput, ParameterSelect
from countries.models.history_as_of import reading_as_of

EQUALITY = ("", "n")
ORDER = ("gte", "lte", "gt", "lt")
REPEATABLE = ("", "n", "all")
LOOKUP_LABELS = {
    "": _("%(label)s: %(value)s"),
    "n": _("%(label)s is not: %(value)s"),
    "all": _("%(label)s: also %(value)s"),
    "gte": _("%(label)s from: %(value)s"),
    "lte": _("%(label)s to: %(value)s"),
    "gt": _("%(label)s after: %(value)s"),
    "lt": _("%(label)s before: %(value)s"),
    "ic": _("%(label)s contains: %(value)s"),
    "isw": _("%(label)s starts with: %(value)s"),
    "empty": _("%(label)s is empty: %(value)s"),
}
LOOKUP_HELP = {
    "": "",
    "n": _("Not this."),
    "all": _("This as well: repeated, each value must match."),
    "gte": _("From this on."),
    "lte": _("Up to this."),
    "gt": _("After this."),
    "lt": _("Before this."),
    "ic": _("Contains this, in any case."),
    "isw": _("Starts with this, in any case."),
    "empty": _("true: has none; false: has one."),
}
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
LARGEST_ID = 2**63 - 1


class FilterError(ValidationError):
    """A value that a parameter does not take; ``did_you_mean`` is one that it does, if any."""

    def __init__(self, message, *, parameter: str = "", did_you_mean: str | None = None) -> None:
        super().__init__(message, code="invalid")
        self.parameter, self.did_you_mean = parameter, did_you_mean


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is spelt most like ``word``, if one is near."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def public(model: type[Model]):
    """The rows of a model that the public sees: the published, where it has an editorial state."""
    rows: Any = model._default_manager.all()
    return rows.published() if hasattr(rows, "published") else rows


class Parameter(django_filters.Filter):
    """One filter parameter with one lookup.

    ``columns``: where the value is looked for (any of them may match). ``through``: a child model
    and its foreign key to the record, when the columns are the child's. ``empty``: whether a record
    may have no value. ``several``: whether a record may have several values, so that it makes sense
    to ask for each of them (``__all``); known by itself where there are children or two columns.
    """

    lookups: Sequence[str] = EQUALITY
    model: type[Model]
    format_hint: Any = ""  # a text, or one that is translated when it is read

    def __init__(
        self,
        *columns: str,
        label: Any = None,
        empty: bool = False,
        through: tuple[type[Model], str] | None = None,
        help_text: Any = "",
        several: bool = False,
        **options,
    ) -> None:
        super().__init__(field_name=columns[0] if columns else None, label=label, **options)
        self.columns = columns
        self.through = through
        self.help_text = help_text
        self.name, self.base_name, self.lookup = "", "", ""
        self.family = [*self.lookups, *(["empty"] if empty else [])]
        if several or through or len(columns) > 1:
            self.family.append("all")

    def named(self, name: str) -> dict[str, "Parameter"]:
        """The whole family, by parameter name."""
        return {f"{name}__{at}" if at else name: self._with(name, at) for at in self.family}

    def _with(self, name: str, lookup: str) -> "Parameter":
        member = copy.copy(self)
        member.name = f"{name}__{lookup}" if lookup else name
        member.base_name, member.lookup = name, lookup
        member.columns = self.columns or (name,)
        member.field_name = member.columns[0]
        return member

    # Reading values

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self._field = ParameterField(
                parameter=self, label=self.label, help_text=str(self.help_text)
            )
        return self._field

    def widget(self) -> forms.Widget:
        return ParameterInput()

    def clean(self, values: list[str]) -> list[Any]:
        """The values as Python objects; FilterError when one is not readable."""
        if len(values) > 1 and self.lookup not in REPEATABLE:
            raise self.error(_("%(parameter)s may be given once.") % {"parameter": self.name})
        if any("\x00" in value for value in values):
            raise self.error(_("A null character is in no value."))
        if self.lookup == "empty":
            return [self.boolean(value) for value in values]
        with reading_as_of(None):  # a code is known today, also to a question about the past
            return self.parse_all(values)

    def parse_all(self, values: list[str]) -> list[Any]:
        return [self.parse(value) for value in values]

    def parse(self, text: str) -> Any:
        return text

    def boolean(self, text: str) -> bool:
        if text.lower() not in BOOLEANS:
            raise self.refuse(text, _("Write true or false."), "true")
        return BOOLEANS[text.lower()]

    def error(self, message, did_you_mean: str | None = None) -> FilterError:
        return FilterError(message, parameter=self.name, did_you_mean=did_you_mean)

    def refuse(self, text: str, hint, did_you_mean: str | None = None) -> FilterError:
        message = _("“%(text)s” is not a value of %(parameter)s. %(hint)s") % {
            "text": text,
            "parameter": self.name,
            "hint": hint,
        }
        return self.error(message, did_you_mean)

    # Asking the database

    def filter(self, qs, value):
        if not value:
            return qs
        if self.lookup == "empty":
            return qs.filter(self.is_empty() if value[0] else ~self.is_empty())
        if self.lookup == "all":
            for one in value:
                qs = qs.filter(self.condition(one))
            return qs
        if self.lookup in REPEATABLE:
            any_of = Q()
            for one in value:
                any_of |= self.condition(one)
            return qs.filter(~any_of if self.lookup == "n" else any_of)
        return qs.filter(self._through(self.compared(value[0])))

    def condition(self, value: Any) -> Q:
        """Which records match one value of the parameter."""
        return self._through(self.matches(value))

    def matches(self, value: Any) -> Q:
        condition = Q()
        for column in self.columns:
            condition |= self.column_matches(column, value)
        return condition

    def column_matches(self, column: str, value: Any) -> Q:
        return Q(**{column: value})

    def compared(self, value: Any) -> Q:
        """Which rows match the parameter's lookup, one of the orders or a text lookup."""
        return Q(**{f"{self.columns[0]}__{self.lookup}": value})

    def is_empty(self) -> Q:
        """Which records have no value in any of the columns."""
        filled = Q()
        for column in self.columns:
            filled |= self.column_filled(column)
        return ~self._through(filled)

    def column_filled(self, column: str) -> Q:
        return Q(**{f"{column}__isnull": False})

    def _through(self, condition: Q) -> Q:
        if self.through is None:
            return condition
        child, link = self.through
        rows = public(child).filter(condition, **{f"{link}__isnull": False})
        return Q(pk__in=rows.order_by().values(link))

    # Telling people

    def describe(self, value: Any) -> str:
        """What the parameter with this (read) value asks for, in words."""
        text = self.value_label(value)
        return str(LOOKUP_LABELS[self.lookup]) % {"label": self.label, "value": text}

    def value_label(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        return str(value)

    def schema(self) -> dict[str, Any]:
        """The OpenAPI schema of one value."""
        return {"type": "boolean"} if self.lookup == "empty" else self.value_schema()

    def value_schema(self) -> dict[str, Any]:
        return {"type": "string"}

    def schema_description(self) -> str:
        parts = [f"{self.label}.", str(self.help_text), str(LOOKUP_HELP[self.lookup])]
        if self.lookup != "empty":
            parts.append(str(self.format_hint))
        return " ".join(part for part in parts if part)


class TextParameter(Parameter):
    """A text as it is stored, or a part of it in any case."""

    lookups = (*EQUALITY, "ic", "isw")

    def parse(self, text: str) -> str:
        if not text and self.lookup not in EQUALITY:
            raise self.refuse(text, _("Write a text."))
        return text

    def compared(self, value: str) -> Q:
        # A regular expression, because SQLite's LIKE folds the case of ASCII letters only, while
        # its REGEXP is Python's; PostgreSQL folds in both.
        start = "^" if self.lookup == "isw" else ""
        return Q(**{f"{self.columns[0]}__iregex": start + re.escape(value)})

    def column_filled(self, column: str) -> Q:
        return ~Q(**{column: ""}) & super().column_filled(column)

    def value_schema(self):
        return {"type": "string"} | ({} if self.lookup in EQUALITY else {"minLength": 1})


class NumberParameter(Parameter):
    """A whole number."""

    lookups = (*EQUALITY, *ORDER)

    def parse(self, text: str) -> int:
        if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
            raise self.refuse(text, _("Write a whole number."))
        return int(text)

    def value_schema(self):
        return {"type": "integer", "minimum": 1 - 10**18, "maximum": 10**18 - 1}


class DecimalParameter(NumberParameter):
    """A number, such as a latitude."""

    def parse(self, text: str):
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,12})?", text, re.ASCII):
            raise self.refuse(text, _("Write a number."))
        return decimal.Decimal(text)

    def value_schema(self):
        return {"type": "number"}


class BooleanParameter(Parameter):
    """True or false."""

    def parse(self, text: str) -> bool:
        return self.boolean(text)

    def widget(self):
        return ParameterSelect(choices=[("", ""), ("true", _("yes")), ("false", _("no"))])

    def value_schema(self):
        return {"type": "boolean"}


class ChoiceParameter(Parameter):
    """One of the values that code branches on (status, mode, level…)."""

    def __init__(self, *columns: str, choices: Iterable[tuple[str, Any]], **options) -> None:
        super().__init__(*columns, **options)
        self.choices = [(value, label) for value, label in choices if value]

    def parse(self, text: str) -> str:
        known = [value for value, _label in self.choices]
        if text not in known:
            hint = _("Known values: %(known)s.") % {"known": ", ".join(known)}
            raise self.refuse(text, hint, nearest(text.lower(), known))
        return text

    def column_filled(self, column: str) -> Q:
        return ~Q(**{column: ""})

    def value_label(self, value: Any) -> str:
        return str(dict(self.choices).get(value) or super().value_label(value))

    def widget(self):
        return ParameterSelect(choices=[("", ""), *self.choices])

    def value_schema(self):
        return {"type": "string", "enum": [value for value, _label in self.choices]}


class TimestampParameter(Parameter):
    """A moment, ISO 8601; without an offset it is UTC; a bare date is its first moment."""

    lookups: Sequence[str] = ORDER
    format_hint = "ISO 8601, UTC where no offset is given."

    def parse(self, text: str) -> datetime.datetime:
        try:
            moment = parse_datetime(text) or datetime.datetime.fromisoformat(text)
        except ValueError as error:
            raise self.refuse(text, _("Write a moment such as 2022-04-13T09:30Z.")) from error
        return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)

    def value_schema(self):
        return {"type": "string", "format": "date-time"}


SHOWN_SINCE: list[Callable[[type[Model], datetime.datetime], list[QuerySet]]] = []
"""The keys of a model's records that show something written since a moment; an app adds its own."""
FEW = 2_000  # keys of records that are asked for by name


class SinceParameter(TimestampParameter):
    """Records written at a moment or after it, or of which something that they show was."""

    lookups: Sequence[str] = ("",)

    def clean(self, values: list[str]) -> list[Any]:
        if len(values) > 1:
            raise self.error(_("%(parameter)s may be given once.") % {"parameter": self.name})
        return super().clean(values)

    def column_matches(self, column: str, value: datetime.datetime) -> Q:
        """Few records are asked for by their keys, because a database reads every row for an OR.

        Where there are many, the first rows that match are near: then nothing is gathered.
        """
        written = Q(**{f"{column}__gte": value})
        shown = [keys for found in SHOWN_SINCE for keys in found(self.model, value)]
        own = self.model._default_manager.filter(written, pk__in=self._versions(value))
        keys = own.order_by().values_list("pk").union(*shown, all=True)
        few = [key for [key] in keys[: FEW + 1]]
        if len(few) <= FEW:
            return Q(pk__in=set(few))
        for one in shown:
            written |= Q(pk__in=one)
        return written

    def _versions(self, value: datetime.datetime) -> QuerySet:
        """Whose history goes on after a moment: by its index, and every write is in it."""
        history: Any = self.model.history.model  # type: ignore[attr-defined]
        return history.objects.filter(history_date__gte=value).order_by().values("id")
