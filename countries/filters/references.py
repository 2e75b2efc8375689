"""Parameters whose value names another row: by code (UZB, SCO, official) or public id (P8)."""

import re
from collections import defaultdict
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from countries.filters.fields import ParameterSelect
from countries.filters.parameters import (
    LARGEST_ID,
    Parameter,
    nearest,
    public,
)
from countries.models import (
    Country,
    CountryGroup,
    CountryGroupMembership,
    Region,
    UnresolvedCountry,
)


def id_shape(prefix: str) -> str:
    """A public id, in either case, as OpenAPI's patterns have it; plain numbers have no prefix."""
    letter = f"[{prefix}{prefix.lower()}]" if prefix else ""
    return f"^{letter}[0-9]{{1,18}}$"


class CodeParameter(Parameter):
    """A row of a reference table or vocabulary, by its code in any case."""

    to: type[Model]
    hint: Any = _("Write one of the codes.")
    shape = "^[A-Za-z0-9_-]+$"

    def __init__(self, *columns: str, to: type[Model] | None = None, **options) -> None:
        super().__init__(*columns, **options)
        self.to = to or self.to

    def parse_all(self, values: list[str]) -> list[Any]:
        found = self._by_code(values)
        for value in values:
            if value.upper() not in found:
                raise self.refuse(value, self.hint, self.suggestion(value))
        return [found[value.upper()] for value in values]

    def _by_code(self, values: list[str]) -> dict[str, Any]:
        if not values:
            return {}
        spellings = {s for v in values for s in (v, v.upper(), v.lower())}
        return {row.pk.upper(): row for row in self.to._default_manager.filter(pk__in=spellings)}

    def suggestion(self, text: str) -> str | None:
        names = dict(self.to._default_manager.values_list("name_en", "pk"))
        near = nearest(text, names)
        return (
            names[near]
            if near
            else nearest(text.upper(), names.values()) or nearest(text.lower(), names.values())
        )

    def column_matches(self, column: str, value) -> Q:
        return Q(**{column: value.pk})

    def value_schema(self):
        return {"type": "string", "minLength": 1, "pattern": self.shape}

    def widget(self):
        choices: Any = self.options  # called when the form is drawn
        return ParameterSelect(choices=choices)

    def options(self) -> list[tuple[str, str]]:
        """Values and names for a form's list, in the active language."""
        rows = self.to._default_manager.all()
        if any(field.name == "retired" for field in self.to._meta.fields):
            rows = rows.filter(retired=False)
        return [("", ""), *((row.pk, str(row)) for row in rows)]


class CountryParameter(CodeParameter):
    """A country by ISO alpha-3 or alpha-2 code, or ours for what has none."""

    to = Country
    hint = _("Write an ISO alpha-3 or alpha-2 code, such as UZB or UZ.")
    format_hint = "ISO alpha-3 or alpha-2 code, in any case."
    shape = "^[A-Za-z]{2,4}$"  # four letters: of a former state, or ours

    def _by_code(self, values: list[str]) -> dict[str, Country]:
        codes = {value.upper() for value in values}
        if not codes:
            return {}
        rows = Country.objects.filter(Q(pk__in=codes) | Q(iso_alpha2__in=codes - {""}))
        found = {row.iso_alpha2: row for row in rows if row.iso_alpha2}
        return {**found, **{row.pk: row for row in rows}}

    def suggestion(self, text: str) -> str | None:
        try:
            return Country.objects.resolve(text).pk
        except UnresolvedCountry:
            return super().suggestion(text)


class RegionParameter(CodeParameter):
    """A continent or region of the UN's M49 standard, by code; of the columns' countries."""

    to = Region
    hint = _("Write an M49 code, such as 143 for Central Asia.")
    format_hint = "M49 code of a continent or region."
    shape = "^[0-9]{3}$"

    def column_matches(self, column: str, value: Region) -> Q:
        inside = Country.objects.filter(Q(region=value.pk) | Q(subregion=value.pk))
        return Q(**{f"{column}__in": inside.values("pk")})

    def column_filled(self, column: str) -> Q:
        """Has a country that lies in a region: an organization, or Antarctica, lies in none."""
        inside = Country.objects.filter(subregion__isnull=False)
        return Q(**{f"{column}__in": inside.values("pk")})


class GroupParameter(CodeParameter):
    """A group of countries, of which the column's country was a member at the record's date."""

    to = CountryGroup
    format_hint = "Code of a country group; membership is taken at the record's own date."

    def __init__(self, *columns: str, date: str = "start_date", **options) -> None:
        super().__init__(*columns, **options)
        self.date = date
        if "all" not in self.family:  # a country is in several groups at once
            self.family.append("all")

    def column_matches(self, column: str, value: CountryGroup) -> Q:
        # The members themselves: asked row by row, a million visits each look for a membership.
        spells: dict[Any, list[str]] = defaultdict(list)
        members = CountryGroupMembership.objects.filter(group=value.pk).order_by("country")
        for country, *spell in members.values_list("country", "joined", "left"):
            spells[tuple(spell)].append(country)
        condition = Q(pk__in=())
        for (joined, left), countries in spells.items():
            during = {f"{self.date}__gte": joined} if joined else {}
            during |= {f"{self.date}__lte": left} if left else {}
            condition |= Q(**{f"{column}__in": countries}, **during)
        return condition


class PublicIdParameter(Parameter):
    """A record by its public id. Only published records are found, whatever points to others."""

    def __init__(self, *columns: str, to: Any, **options) -> None:
        super().__init__(*columns, **options)
        self.to, self.prefix = to, to.public_id_prefix
        self.format_hint = f"Public id, such as {self.prefix}12."

    def parse(self, text: str) -> int:
        match = re.fullmatch(rf"{self.prefix}(\d{{1,19}})", text, re.ASCII | re.IGNORECASE)
        if match and int(match[1]) <= LARGEST_ID:
            return int(match[1])
        guess = f"{self.prefix}{text}" if text.isdecimal() else None
        hint = _("Write a public id, such as %(prefix)s12.") % {"prefix": self.prefix}
        raise self.refuse(text, hint, guess)

    def column_matches(self, column: str, value: int) -> Q:
        return Q(**{f"{column}__in": public(self.to).filter(pk=value).values("pk")})

    def column_filled(self, column: str) -> Q:
        return Q(**{f"{column}__in": public(self.to).values("pk")})

    def value_label(self, value) -> str:
        if isinstance(value, bool):
            return super().value_label(value)
        return str(public(self.to).filter(pk=value).first() or f"{self.prefix}{value}")

    def value_schema(self):
        return {"type": "string", "pattern": id_shape(self.prefix)}


class OwnIdParameter(PublicIdParameter):
    """The record's own public id."""

    def column_matches(self, column: str, value: int) -> Q:
        return Q(pk=value)
