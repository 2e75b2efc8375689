"""``codes=iso3,cow,gw,m49``: other codes of a row's countries, as they were on the row's day."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from countries.api import question
from countries.api.columns import Coded, Column, Row, Writer
from countries.api.context import RowContext
from countries.api.errors import invalid
from countries.filters.parameters import nearest
from countries.models import Country, CountryCode
from countries.models.history_as_of import reading_as_of

SCHEMES = {
    "iso2": CountryCode.Scheme.ISO_ALPHA2,
    "iso3": CountryCode.Scheme.ISO_ALPHA3,
    "m49": CountryCode.Scheme.M49,
    "cow": CountryCode.Scheme.COW,
    "gw": CountryCode.Scheme.GW,
}
FIRST, LAST = datetime.date.min, datetime.date.max
Spell = tuple[datetime.date, datetime.date, str]


class CodeThen(Column):
    """A country's code in a scheme on the day of the row; null where it had none that day."""

    def __init__(self, country: Coded, scheme: str, date: str) -> None:
        super().__init__(f"{country.name}_{scheme}", country.source)
        self.scheme, self.date = scheme, date

    @property
    def needs(self):
        return (self.source, self.date)

    def schemas(self, model):
        return {self.name: {"type": "string", "nullable": True}}

    def writer(self, context: RowContext) -> Writer:
        name, source, date = self.name, self.source, self.date
        spells = _spells(SCHEMES[self.scheme], context)

        def write(row: Row, out: Row) -> None:
            out[name] = _code_on(spells.get(row[source], ()), row[date])

        return write


def code_columns(query, serializer) -> tuple[CodeThen, ...]:
    """The columns that ``codes`` asks for, for each country in the row; 400 where it cannot be."""
    text = question.single(query, "codes")
    if text is None:
        return ()
    countries = [c for c in serializer.columns if isinstance(c, Coded) and c.to is Country]
    if not (countries and serializer.event_date):
        detail = _("These rows have no country on a day, so there is no code to add.")
        raise invalid("codes", detail)
    schemes = text.split(",")
    for scheme in schemes:
        if scheme not in SCHEMES:
            raise invalid("codes", question.unknown(scheme, SCHEMES), nearest(scheme, SCHEMES))
    return tuple(
        CodeThen(country, scheme, serializer.event_date)
        for country in countries
        for scheme in dict.fromkeys(schemes)
    )


def _spells(scheme: str, context: RowContext) -> dict[str, list[Spell]]:
    """Every country's codes in a scheme with their first and last day, the latest first."""
    spells: dict[str, list[Spell]] = defaultdict(list)
    for country, code, first, last in _rows(scheme, context):
        spells[country].append((first or FIRST, last or LAST, code))
    for of_country in spells.values():
        of_country.sort(reverse=True)
    return spells


def _rows(scheme: str, context: RowContext) -> Iterator[tuple[Any, ...]]:
    with reading_as_of(context.as_of):
        codes = CountryCode.objects.filter(scheme=scheme).order_by()
    yield from codes.values_list("country_id", "code", "valid_from", "valid_to")


def _code_on(spells, date: datetime.date | None) -> str | None:
    if date is None:
        return None
    return next((code for first, last, code in spells if first <= date <= last), None)
