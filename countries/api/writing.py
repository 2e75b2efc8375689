"""What a body may hold: the keys of a row that are entered, read and written by its columns.

The columns that show a row also say how it is written, so that a body has the keys of the answer:
codes, public ids, partial dates as text.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from countries.api import question
from countries.api.columns import Choice, Coded, Column, Linked, Partial
from countries.filters import Problem
from countries.filters.dates import DATE_SHAPE
from countries.filters.parameters import LARGEST_ID, nearest
from countries.filters.references import CodeParameter, CountryParameter, id_shape
from countries.models import Country
from countries.partial_dates import PartialDate, PartialDateAttribute


class BadValue(Exception):
    """A value that a key of a body does not take."""

    def __init__(self, detail: str, did_you_mean: str | None = None) -> None:
        super().__init__(detail)
        self.detail, self.did_you_mean = str(detail), did_you_mean


class BodyField:
    """One key of a body: the column that shows it and the model field that keeps it."""

    def __init__(self, column: Column, field: models.Field) -> None:
        self.name, self.column, self.field = column.name, column, field

    @property
    def required(self) -> bool:
        return not (self.field.null or self.field.blank or self.field.has_default())

    @property
    def columns(self) -> tuple[str, ...]:
        """The database columns whose errors stand at this key."""
        return self.field.name, self.field.attname

    def read(self, value: Any) -> Any:
        """The value as Python has it; BadValue says what is wrong."""
        if value is None:
            if not self.field.null:
                raise BadValue(_("This cannot be null."))
            return None
        return self.parse(value)

    def parse(self, value: Any) -> Any:
        if isinstance(self.field, models.BooleanField):
            return _typed(value, bool, _("Write true or false."))
        if isinstance(self.field, models.IntegerField):
            return whole_number(value)
        text = _text(value)
        if isinstance(self.field, models.DateField):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError as error:
                raise BadValue(_("Write a day: 2022-04-13.")) from error
        return text

    def empty(self) -> Any:
        """What stands there when a body that is the whole record does not name the key."""
        return self.field.get_default()

    def assign(self, instance: models.Model, value: Any) -> None:
        setattr(instance, self.field.name, value)

    def written(self, instance: models.Model) -> Any:
        """The instance's value as a body has it."""
        value = getattr(instance, self.field.attname)
        return value.isoformat() if isinstance(value, datetime.date) else value

    def schema(self, model: type[models.Model]) -> dict:
        return self.column.schemas(model)[self.name] | self.shape()

    def shape(self) -> dict:
        """What the schema says more of a value that is written than of one that is read."""
        if self.field.get_internal_type().startswith("Positive"):
            return {"minimum": 0}
        if not isinstance(self.field, models.CharField | models.TextField):
            return {}
        said: dict = {"maxLength": self.field.max_length} if self.field.max_length else {}
        if self.required:
            said |= {"minLength": 1, "pattern": r"\S"}
        elif isinstance(self.field, models.URLField):
            said["pattern"] = r"^([Hh][Tt][Tt][Pp][Ss]?://\S+)?$"
        return said


class ChoiceField(BodyField):
    def shape(self) -> dict:
        return {}

    def parse(self, value: Any) -> Any:
        text, known = _text(value), [choice for choice, _label in self.field.flatchoices]
        if text in known or (not text and self.field.blank):
            return text
        raise BadValue(question.unknown(text, known), nearest(text.lower(), known))


class PartialField(BodyField):
    """A date as far as it is known."""

    def __init__(self, column: Column, field: models.Field, date: PartialDateAttribute) -> None:
        super().__init__(column, field)
        self.date = date

    @property
    def columns(self) -> tuple[str, ...]:
        last = (self.date.last_column,) if self.date.last_column else ()
        return (self.date.column, f"{self.date.column}_precision", *last)

    def parse(self, value: Any) -> PartialDate:
        try:
            return PartialDate.parse(_text(value))
        except ValidationError as error:
            raise BadValue(error.messages[0]) from error

    def empty(self) -> None:
        return None

    def shape(self) -> dict:
        return {"pattern": f"^{DATE_SHAPE}$"}

    def assign(self, instance: models.Model, value: PartialDate | None) -> None:
        self.date.__set__(instance, value)

    def written(self, instance: models.Model) -> str | None:
        value = self.date.__get__(instance)
        return str(value) if value else None


class LinkField(BodyField):
    """Another row: by code, by public id or by number, as the column shows it."""

    @property
    def prefix(self) -> str:
        return getattr(self.column, "prefix", "")

    def empty(self) -> None:
        return None

    def shape(self) -> dict:
        if isinstance(self.column, Coded):
            of_country = self.field.related_model is Country
            return {"pattern": (CountryParameter if of_country else CodeParameter).shape}
        if self.prefix:
            return {"pattern": id_shape(self.prefix)}
        return {"minimum": 1, "maximum": LARGEST_ID}

    def parse(self, value: Any) -> models.Model:
        to: Any = self.field.related_model
        if isinstance(self.column, Coded):
            return self._coded(to, _text(value))
        found = to._default_manager.filter(pk=self._number(value)).first()
        if found is None:
            raise BadValue(_("There is no %(key)s.") % {"key": value})
        return found

    def _coded(self, to: Any, code: str) -> models.Model:
        matches = Q(pk__iexact=code)
        if to is Country and len(code) == 2:
            matches |= Q(iso_alpha2__iexact=code)
        found = to._default_manager.filter(matches).first()
        if found is None:
            known = list(to._default_manager.order_by().values_list("pk", flat=True))
            like = nearest(code.upper(), known) or nearest(code.lower(), known)
            raise BadValue(_("There is no code “%(code)s” here.") % {"code": code}, like)
        return found

    def _number(self, value: Any) -> int:
        text = str(value).upper().removeprefix(self.prefix) if self.prefix else str(value)
        fits = isinstance(value, str if self.prefix else int) and not isinstance(value, bool)
        if not fits or not text.isascii() or not text.isdigit() or len(text) > 19:
            example = f"{self.prefix}12"
            raise BadValue(_("Write an id such as %(example)s.") % {"example": example})
        return min(int(text), LARGEST_ID)

    def written(self, instance: models.Model) -> Any:
        key = getattr(instance, self.field.attname)
        return f"{self.prefix}{key}" if self.prefix and key is not None else key


def body_fields(model: type[models.Model], columns: Iterable[Column]) -> dict[str, BodyField]:
    """The keys of a row that people enter, by name."""
    fields = {name: f for f in model._meta.concrete_fields for name in (f.name, f.attname)}
    dates = model.partial_dates() if hasattr(model, "partial_dates") else {}
    by_column = {date.column: date for date in dates.values()}
    found = {}
    for column in columns:
        field = fields.get(column.source)
        if field is not None and field.editable and not field.primary_key:
            found[column.name] = _body_field(column, field, by_column)
    return found


def _body_field(column: Column, field: models.Field, by_column) -> BodyField:
    if isinstance(column, Partial):
        return PartialField(column, field, by_column[field.name])
    if isinstance(column, Coded | Linked) or isinstance(field, models.ForeignKey):
        return LinkField(column, field)
    return ChoiceField(column, field) if isinstance(column, Choice) else BodyField(column, field)


def refused_keys(body: dict, known: Iterable[str], read_only: Iterable[str], at: str = ""):
    """The problems of keys that a body may not have. ``at``: where in the body it stands."""
    known, read_only = list(known), set(read_only)
    for name in body:
        if name in known:
            continue
        if name in read_only:
            detail = _("“%(name)s” is read only: leave it out.") % {"name": name}
            yield Problem(f"{at}{name}", detail, None)
        else:
            detail = _("There is no field “%(name)s” here.") % {"name": name}
            yield Problem(f"{at}{name}", detail, nearest(name, known))


def whole_number(value: Any) -> int:
    return _typed(value, int, _("Write a whole number."))


def _text(value: Any) -> str:
    text = _typed(value, str, _("Write a text."))
    if "\x00" in text:
        raise BadValue(_("A null character is in no value."))
    return text.strip()


def _typed(value: Any, kind: type, hint: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise BadValue(hint)
    return value
