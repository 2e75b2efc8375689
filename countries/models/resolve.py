"""Which country a label means on a date."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from countries.models.country_names import CountryName
from countries.models.history import TrackedQuerySet
from countries.names import fold, normalise


class UnresolvedCountry(LookupError):
    """A label that means no country, or more than one; ``candidates`` are the codes it could be."""

    def __init__(self, label: str, candidates: Iterable[str] = ()) -> None:
        self.label, self.candidates = label, tuple(sorted(candidates))
        several = f"more than one: {', '.join(self.candidates)}" if self.candidates else "none"
        super().__init__(f"“{label}” names no single country ({several}).")


class CountryQuerySet(TrackedQuerySet):
    """Countries, found by the names and codes that they have or had."""

    def search(self, text: str):
        """Countries with a name in any language, or a code, that contains ``text``."""
        key = fold(text)
        if not key:
            return self.none()
        return self.filter(
            Q(search_text__contains=key)
            | Q(pk__in=CountryName.objects.filter(folded__contains=key).values("country"))
        )

    def resolve(self, label: str, on: datetime.date | None = None):
        """The one country that ``label`` means ``on`` a date (today's meaning without one).

        ``label`` is a name in English, Russian or Kazakh in any case, accent or script, or an ISO
        or own code. Raises UnresolvedCountry with the candidates.
        """
        code = label.strip().upper()
        found = self.filter(Q(pk=code) | (Q(iso_alpha2=code) if len(code) == 2 else Q(pk=code)))
        country = found.first()
        return country or self.get(pk=CountryResolver.of(label).resolve(label, on))


class CountryResolver:
    """Resolves many labels with the names loaded once. Rules: the reference tables' README."""

    def __init__(self, names) -> None:
        self._by_name, self._by_fold = defaultdict(list), defaultdict(list)
        for name in names:
            self._by_name[name.normalised].append(name)
            self._by_fold[name.folded].append(name)

    @classmethod
    def of(cls, *labels: str) -> "CountryResolver":
        """A resolver that knows just these labels; without any, every name in the database."""
        names = CountryName.objects.exclude(kind=CountryName.Kind.DEMONYM)
        if labels:
            names = names.filter(
                Q(normalised__in=[normalise(label) for label in labels])
                | Q(folded__in=[fold(label) for label in labels])
            )
        return cls(names)

    def resolve(self, label: str, on: datetime.date | None = None) -> str:
        """The code of the country that ``label`` means; UnresolvedCountry when not just one."""
        names = self._by_name.get(normalise(label)) or self._by_fold.get(fold(label)) or []
        chosen = _valid(names, on) or names
        countries = {name.country_id for name in chosen}
        if len(countries) > 1 and on:
            countries = {min(chosen, key=lambda name: _distance(name, on)).country_id}
        if len(countries) != 1:
            raise UnresolvedCountry(label, countries)
        return countries.pop()


def _valid(names, on: datetime.date | None):
    if on is None:
        return [name for name in names if name.valid_to is None]
    return [name for name in names if name.covers(on)]


def _distance(name, on: datetime.date) -> datetime.timedelta:
    """How far ``on`` lies outside the name's validity."""
    if name.valid_from and on < name.valid_from:
        return name.valid_from - on
    if name.valid_to and on > name.valid_to:
        return on - name.valid_to
    return datetime.timedelta()
