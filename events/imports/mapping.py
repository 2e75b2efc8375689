"""The mapping: how columns of somebody's file become fields of a visit (docs/importing.md)."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from events.imports.dates import ISO
from events.imports.errors import ImportRefused
from events.imports.mapping_checks import check
from events.imports.ranks import Ranks

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Gives a field its value in the rows of which one column matches."""

    field: str
    value: str
    column: str
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SourceTemplate:
    """The page that supports a row; ``{column}`` stands for the row's cell."""

    title: str
    url: str = ""
    publisher: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Columns of a list that was exported here: a row's public id, when it was made and changed."""

    id: str = ""
    created: str = ""
    updated: str = ""


@dataclass(frozen=True)
class Mapping:
    """A checked mapping. ``columns`` and ``constants`` are by field of the visit."""

    id_prefix: str
    id_column: str
    columns: dict[str, str]
    source: SourceTemplate
    constants: dict[str, str] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    date_formats: tuple[str, ...] = (ISO,)
    labels: dict[str, str] = field(default_factory=dict)
    split_visitors: bool = False
    ranks: Ranks = field(default_factory=Ranks)
    city_separator: str = ","
    delimiter: str = ""
    encoding: str = "utf-8"
    record: RecordColumns = field(default_factory=RecordColumns)

    @classmethod
    def of(cls, content: dict, name: str = "") -> "Mapping":
        """The mapping of a content as a TOML file has it; ImportRefused with every fault of it."""
        faults = check(content)
        if faults:
            where = f"{name}: " if name else ""
            raise ImportRefused(*(f"{where}{fault}." for fault in faults))
        return cls._of(content)

    @classmethod
    def read(cls, path: Path) -> "Mapping":
        """The mapping of a TOML file; ImportRefused with every fault of it."""
        return cls.of(cls.content_of(path), path.name)

    @staticmethod
    def content_of(path: Path) -> dict:
        """What a TOML file says, unchecked; ImportRefused when it is none."""
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ImportRefused(f"{path}: {error.strerror}.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            text = _("%(name)s is not TOML: %(error)s.")
            raise ImportRefused(text % {"name": path.name, "error": error}) from error

    @classmethod
    def _of(cls, content: dict) -> "Mapping":
        shipped, file, visitors = Ranks(), content.get("file", {}), content.get("visitors", {})
        return cls(
            id_prefix=content["external_id"]["prefix"],
            id_column=content["external_id"].get("column", ""),
            columns=content["columns"],
            source=SourceTemplate(**content["source"]),
            constants=content.get("constants", {}),
            patterns=tuple(_pattern(entry) for entry in content.get("patterns", ())),
            date_formats=tuple(content.get("dates", {}).get("formats", (ISO,))),
            labels=content.get("labels", {}),
            split_visitors=visitors.get("split", False),
            ranks=Ranks(
                {**shipped.levels, **content.get("ranks", {})},
                {**shipped.spellings, **content.get("spellings", {})},
            ),
            city_separator=content.get("cities", {}).get("separator", ","),
            delimiter=file.get("delimiter", ""),
            encoding=file.get("encoding", "utf-8"),
            record=RecordColumns(**content.get("record", {})),
        )

    def check_header(self, name: str, header: tuple[str, ...]) -> None:
        """Refuse a file that lacks a column of the mapping, or has it twice."""
        named = {*self.columns.values(), *self._other_columns()}
        named |= {self.id_column, self.record.id} - {""}
        missing = sorted(named - set(header))
        if missing:
            text = _("%(name)s, line 1: no column %(missing)s; the file has %(header)s.")
            words = {"missing": _quoted(missing), "header": _quoted(header)}
            raise ImportRefused(text % {"name": name, **words})
        twice = sorted(column for column in named if header.count(column) > 1)
        if twice:
            text = _("%(name)s, line 1: more than one column %(twice)s.")
            raise ImportRefused(text % {"name": name, "twice": _quoted(twice)})

    def _other_columns(self) -> Iterator[str]:
        yield from (pattern.column for pattern in self.patterns)
        yield from _placeholders((self.source.title, self.source.url, self.source.page))

    def value(self, field_name: str, cells: dict[str, str]) -> str:
        """The field's text in a row: by pattern, else its column, else its constant."""
        for pattern in self.patterns:
            if pattern.field == field_name and pattern.regex.search(cells[pattern.column]):
                return pattern.value
        column = self.columns.get(field_name)
        return (cells[column] if column else "") or self.constants.get(field_name, "")

    def own_values(self, field_name: str) -> list[str]:
        """The values that the mapping itself gives a field, in constants and patterns."""
        values = [p.value for p in self.patterns if p.field == field_name]
        return [*values, *([self.constants[field_name]] if field_name in self.constants else [])]


def _pattern(entry: dict[str, str]) -> Pattern:
    regex = re.compile(entry["pattern"], re.IGNORECASE)
    return Pattern(entry["field"], entry["value"], entry["column"], regex)


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f"“{column}”" for column in columns)


def _placeholders(templates: Iterable[str]) -> Iterator[str]:
    for template in templates:
        yield from PLACEHOLDER.findall(template)
