"""The columns of a resource's rows: what each reads from the database and what it writes.

A column is declared once in a serializer. From it come the ``values()`` query, the keys of JSON and
CSV, the fields that may order a list, and the OpenAPI schema.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import models
from django.utils import translation

from countries.api.context import RowContext
from countries.models import Position

Row = dict[str, Any]
Writer = Callable[[Row, Row], None]
PUBLISHED = "published"
SHOWN = (PUBLISHED, None)
LENGTHS = {"day": 10, "month": 7, "year": 4}


class Column:
    """A value as it is stored.

    ``child``: the kind of children that it is computed from, if any, and ``child_keys`` what of
    them; ``fill`` then puts it into the rows before they are written.
    """

    child = ""
    child_keys: frozenset[str] = frozenset()

    def __init__(self, name: str, source: str = "", *, description: str = "") -> None:
        self.name, self.source, self.description = name, source or name, description

    @property
    def needs(self) -> tuple[str, ...]:
        """What the query must read."""
        return (self.source,)

    @property
    def order(self) -> str:
        """The database column by which this orders a list."""
        return self.source

    def fill(self, rows: list[Row], children: Mapping[Any, list[Row]]) -> None:
        """Put the value into each row from its children, which are given by the rows' keys."""

    def schemas(self, model: type[models.Model]) -> dict[str, dict]:
        """The OpenAPI schema of each key that the column writes."""
        return {self.name: self.described(model, _plain_schema(_field(model, self.source)))}

    def described(self, model, schema: dict) -> dict:
        field = _field(model, self.source)
        text = self.description or (str(field.verbose_name) if field is not None else "")
        return {**schema, "description": text[:1].upper() + text[1:]} if text else schema

    def writer(self, context: RowContext) -> Writer:
        name, source = self.name, self.source

        def write(row: Row, out: Row) -> None:
            out[name] = row[source]

        return write


class Decimal(Column):
    """A number with decimals."""

    def writer(self, context: RowContext) -> Writer:
        name, source = self.name, self.source

        def write(row: Row, out: Row) -> None:
            value = row[source]
            out[name] = None if value is None else float(value)

        return write


class PublicId(Column):
    """The record's own permanent id, such as V12."""

    def __init__(self, prefix: str) -> None:
        super().__init__("id", "pk", description="Permanent public id")
        self.prefix = prefix

    def schemas(self, model):
        schema = {"type": "string", "example": f"{self.prefix}12", "description": self.description}
        return {self.name: schema}

    def writer(self, context: RowContext) -> Writer:
        name, prefix = self.name, self.prefix

        def write(row: Row, out: Row) -> None:
            out[name] = f"{prefix}{row['pk']}"

        return write


class Partial(Column):
    """A partial date as text: 2022, 2022-04 or 2022-04-13."""

    @property
    def needs(self):
        return (self.source, f"{self.source}_precision")

    def schemas(self, model):
        schema = {"type": "string", "example": "2022-04", "nullable": _nullable(model, self.source)}
        return {self.name: self.described(model, schema)}

    def writer(self, context: RowContext) -> Writer:
        name, source, precision = self.name, self.source, f"{self.source}_precision"

        def write(row: Row, out: Row) -> None:
            date = row[source]
            out[name] = date and date.isoformat()[: LENGTHS[row[precision]]]

        return write


class Choice(Column):
    """A value that code branches on, and its label: ``status`` and ``status_name``."""

    def __init__(self, name: str, choices: Iterable[tuple[str, Any]], source: str = "") -> None:
        super().__init__(name, source)
        self.choices = list(choices)

    def schemas(self, model):
        values: list[str | None] = [value for value, _label in self.choices]
        field = _field(model, self.source)
        nullable = _nullable(model, self.source) or "__" in self.source
        if field is None or field.blank:
            values.append("")
        schema: dict = {"type": "string", "enum": values}
        if nullable:
            schema = {"type": "string", "nullable": True, "enum": [*values, None]}
        label = {"type": "string", "description": f"Label of {self.name}"}
        return {self.name: self.described(model, schema), f"{self.name}_name": label}

    def writer(self, context: RowContext) -> Writer:
        name, label, source = self.name, f"{self.name}_name", self.source
        labels = self.labels(context.language)

        def write(row: Row, out: Row) -> None:
            value = row[source]
            out[name] = value
            out[label] = labels.get(value, "")

        return write

    @cache  # noqa: B019 - columns live as long as the program
    def labels(self, language: str) -> dict[str, str]:
        """The label of each value in a language."""
        with translation.override(language):
            return {value: str(text) for value, text in self.choices}


class Coded(Column):
    """A row of a reference table by code, and its name: ``host_country``, ``host_country_name``."""

    def __init__(self, name: str, to: type[models.Model], source: str = "") -> None:
        super().__init__(name, source or f"{name}_id")
        self.to = to

    def schemas(self, model):
        nullable = _nullable(model, self.source)
        code = {"type": "string", "nullable": nullable}
        label = {"type": "string", "nullable": nullable, "description": f"Name of {self.name}"}
        return {self.name: self.described(model, code), f"{self.name}_name": label}

    def writer(self, context: RowContext) -> Writer:
        name, label, source = self.name, f"{self.name}_name", self.source
        names = context.names(self.to)

        def write(row: Row, out: Row) -> None:
            code = row[source]
            out[name] = code
            out[label] = names.get(code)

        return write


def is_shown(row: Row, states: Iterable[str]) -> bool:
    """Whether what these editorial states are of is public."""
    for state in states:  # noqa: SIM110 - asked of every cell: a loop is three times as quick
        if row[state] not in SHOWN:
            return False
    return True


class Linked(Column):
    """Another record by public id, and its name where it has one.

    ``states``: the editorial states that must be *published* for it to be shown; ``texts``: its
    name in English, Russian and Kazakh; ``to``: its model, where it has no prefix to tell.
    """

    def __init__(
        self,
        name: str,
        prefix: str = "",
        *,
        texts: tuple[str, str, str] | tuple[()] = (),
        states: tuple[str, ...] = (),
        source: str = "",
        to: type[models.Model] | None = None,
    ) -> None:
        super().__init__(name, f"{source or name}_id")
        self.to = to
        path = source or name
        self.prefix = prefix
        self.texts = tuple(f"{path}__{text}" for text in texts)
        self.states = states

    @property
    def needs(self):
        return (self.source, *self.texts, *self.states)

    def schemas(self, model):
        nullable = _nullable(model, self.source)
        id_schema: dict = {"type": "string", "example": f"{self.prefix}8", "nullable": nullable}
        if not self.prefix:
            id_schema = {"type": "integer", "nullable": nullable}
        keys = {self.name: self.described(model, id_schema)}
        if self.texts:
            label = {"type": "string", "nullable": nullable, "description": f"Name of {self.name}"}
            keys[f"{self.name}_name"] = label
        return keys

    def writer(self, context: RowContext) -> Writer:
        name, source, prefix = self.name, self.source, self.prefix
        states = () if context.unpublished else self.states
        label = f"{self.name}_name" if self.texts else ""
        text = self.texts[context.place] if self.texts else ""
        english = self.texts[0] if self.texts else ""

        def write(row: Row, out: Row) -> None:
            key = row[source]
            if not is_shown(row, states):
                key = None
            out[name] = f"{prefix}{key}" if prefix and key is not None else key
            if label:
                out[label] = (row[text] or row[english]) if key is not None else None

        return write


NAME_TEXTS = ("name_en", "name_ru", "name_kk")
TITLE_TEXTS = ("title", "title_ru", "title_kk")


def person(name: str, source: str = "") -> Linked:
    """A person, hidden until published."""
    path = source or name
    return Linked(name, "P", texts=NAME_TEXTS, states=(f"{path}__state",), source=source)


def position(name: str, holder: str = "") -> Linked:
    """An office; hidden with its holder where that person is not published."""
    states = (f"{holder}__state",) if holder else ()
    return Linked(name, texts=NAME_TEXTS, states=states, to=Position)


class LocalName(Column):
    """The name in the language of the answer."""

    def __init__(self) -> None:
        super().__init__("name", "name_en", description="Name in the language of the answer")

    @property
    def needs(self):
        return NAME_TEXTS

    def schemas(self, model):
        return {"name": {"type": "string", "description": self.description}}

    def writer(self, context: RowContext) -> Writer:
        local = NAME_TEXTS[context.place]

        def write(row: Row, out: Row) -> None:
            out["name"] = row[local] or row["name_en"]

        return write


class RecordUrl(Column):
    """The address of the record: its page, or its address in the API where it has no page."""

    def __init__(self, path: str, prefix: str = "") -> None:
        super().__init__("record_url", "pk", description="Address of the record")
        self.path, self.prefix = path, prefix

    def schemas(self, model):
        uri = {"type": "string", "format": "uri", "description": self.description}
        return {"record_url": uri}

    def writer(self, context: RowContext) -> Writer:
        start = f"{context.base_url}{self.path}{self.prefix}"

        def write(row: Row, out: Row) -> None:
            out["record_url"] = f"{start}{row['pk']}/"

        return write


def plain(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _field(model: type[models.Model], path: str) -> Any:
    """The model field at the end of a path such as ``source__url``; None for an annotation."""
    if path == "pk":
        return model._meta.pk
    field: Any = None
    for part in path.split("__"):
        known = {name for f in model._meta.concrete_fields for name in (f.name, f.attname)}
        if part not in known:
            return None
        field = next(f for f in model._meta.concrete_fields if part in (f.name, f.attname))
        model = field.related_model or model
    return field


def _nullable(model: type[models.Model], path: str) -> bool:
    field = _field(model, path)
    return field is None or bool(field.null)


def _plain_schema(field: Any) -> dict:
    if isinstance(field, models.BooleanField):
        schema: dict = {"type": "boolean"}
    elif isinstance(field, models.IntegerField | models.ForeignKey):
        schema = {"type": "integer"}
    elif isinstance(field, models.DecimalField):
        schema = {"type": "number"}
    elif isinstance(field, models.DateTimeField):
        schema = {"type": "string", "format": "date-time"}
    elif isinstance(field, models.DateField):
        schema = {"type": "string", "format": "date"}
    else:
        schema = {"type": "string"}
    return {**schema, "nullable": True} if field is None or field.null else schema
