"""The rows that a file's words may mean, loaded once for all its records."""

import datetime
from collections.abc import Collection
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.models import Country, CountryResolver, Organization, UnresolvedCountry
from countries.names import normalise
from events.imports.errors import ImportRefused, RowRejected
from events.imports.mapping import Mapping
from events.imports.said import Said, say
from events.models import Confidence, Mode, Status, VisitType

CHOICES = {
    "status": frozenset(Status.values),
    "mode": frozenset(Mode.values),
    "confidence": frozenset(Confidence.values),
}


class Lookups:
    """Countries, organizations and visit types by the words that a file uses for them."""

    def __init__(self, labels: dict[str, str]) -> None:
        self._labels = labels
        self._codes = set(Country.objects.values_list("code", flat=True))
        self._resolver = CountryResolver.of()
        self._organizations = {}
        for code, name in Organization.objects.values_list("code", "name_en"):
            self._organizations[normalise(name)] = code
            self._organizations[normalise(code)] = code
        types = list(VisitType.objects.in_use())
        self.visit_types = {row.code for row in types}
        # By its names in three languages, and by itself.
        self.visit_type_words = {code: code for code in self.visit_types}
        for row in types:
            for name in filter(None, (row.name_en, row.name_ru, row.name_kk)):
                self.visit_type_words.setdefault(normalise(name), row.code)
        self.country = lru_cache(maxsize=20_000)(self._country)

    def _country(self, label: str, on: datetime.date | None) -> str:
        """The code of the country that a label or code means on a day; RowRejected if none does.

        Empty where the day is not known and it decides.
        """
        label = self._labels.get(label, label)
        code = label.upper()
        if code in self._codes:
            return code
        try:
            return self._resolver.resolve(label, on)
        except UnresolvedCountry as error:
            if on is None and error.candidates:
                return ""
            raise RowRejected([_no_country(error)]) from error

    def organization(self, label: str) -> str:
        """The code of the organization with this code or English name; RowRejected if none."""
        code = self._organizations.get(normalise(label))
        if code is None:
            sentence = gettext_noop("“%(label)s” is no organization here")
            raise RowRejected([say(sentence, label=label)])
        return code

    def check(self, mapping: Mapping) -> None:
        """Refuse a mapping whose own words the record does not know."""
        text = _("%(field)s “%(value)s” of the mapping is unknown here (known: %(known)s)")
        faults = [
            text % {"field": field, "value": value, "known": _listed(known)}
            for field, known in {**CHOICES, "visit_type": self.visit_types}.items()
            for value in mapping.own_values(field)
            if value not in known
        ]
        if faults:
            raise ImportRefused(*faults)


def _no_country(error: UnresolvedCountry) -> Said:
    if error.candidates:
        sentence = gettext_noop("“%(label)s” names no single country (%(candidates)s)")
        return say(sentence, label=error.label, candidates=", ".join(sorted(error.candidates)))
    return say(gettext_noop("“%(label)s” names no country"), label=error.label)


def _listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words)) or _("none; has load_vocabularies been run?")
