"""Summits, documents, chairmanships and initiatives that were logged twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from events.duplicates.evidence import either, periods, sets
from events.duplicates.kinds import Block, Kind, Traits, register
from events.duplicates.likeness import compare_cities, compare_titles, titles_of
from events.models import Chairmanship, DocumentParty, Initiative, SignedDocument, Summit

TITLES = ("title", "title_ru", "title_kk")


class TitledKind(Kind):
    """Records with a title in three languages."""

    def enriched(self, found: list[Traits]) -> list[Traits]:
        for traits in found:
            traits.values["titles"] = titles_of(*(traits.values[column] for column in TITLES))
        return found


@register
class SummitKind(TitledKind):
    name = "summit"
    model = Summit
    columns = (*TITLES, "series_id", "ordinal", "organization_id", "host_country_id", "city")

    def near(self, found: Sequence[Traits]) -> Q:
        series = {traits.series_id for traits in found if traits.series_id and traits.ordinal}
        return self._between(found) | Q(series__in=series, ordinal__isnull=False)

    def blocks(self, traits: Traits) -> Iterable[Block]:
        yield "all", True
        if traits.series_id and traits.ordinal:
            yield (traits.series_id, traits.ordinal), False

    def compare(self, one: Traits, other: Traits) -> Iterator[str]:
        yield compare_titles(one.titles, other.titles)
        if one.series_id and one.series_id == other.series_id:
            numbers = either(one.ordinal, other.ordinal, "same_number", "numbers_differ")
            yield numbers or "same_series"
        yield either(one.organization_id, other.organization_id, "same_organization")
        yield either(one.host_country_id, other.host_country_id, "same_host", "hosts_differ")
        yield periods(one.period, other.period)
        yield compare_cities(one.city, other.city)


@register
class SignedDocumentKind(TitledKind):
    name = "document"
    model = SignedDocument
    columns = (*TITLES, "kind_id")
    first, last = "signed_date", "signed_date_last"

    def enriched(self, found: list[Traits]) -> list[Traits]:
        keys = {traits.pk for traits in found} - {None}
        parties: dict[int | None, set[str]] = defaultdict(set)
        rows = DocumentParty.objects.order_by()
        if len(keys) < 5000:  # more would not fit into one statement on every database
            rows = rows.filter(document__in=keys)
        for pk, *codes in rows.values_list("document", "country", "organization"):
            parties[pk].update(code for code in codes if code)
        for traits in super().enriched(found):
            traits.values["parties"] = frozenset(parties.get(traits.pk, ()))
        return found

    def _period(self, values: dict[str, Any]):
        # Instances that were never validated may lack the second bound.
        last = values[self.last] or values[self.first]
        return super()._period({**values, self.last: last})

    def near(self, found: Sequence[Traits]) -> Q:
        return self._between(found)

    def blocks(self, traits: Traits) -> Iterable[Block]:
        yield "all", True

    def compare(self, one: Traits, other: Traits) -> Iterator[str]:
        code = periods(one.period, other.period)
        yield {"same_start": "same_dates", "dates_adjoin": "dates_near"}.get(code, code)
        yield sets(one.parties, other.parties, "same_parties", "shared_parties", "parties_differ")
        yield either(one.kind_id, other.kind_id, "same_kind", "kinds_differ")
        yield compare_titles(one.titles, other.titles)


@register
class ChairmanshipKind(Kind):
    name = "chairmanship"
    model = Chairmanship
    columns = ("organization_id", "country_id", "number")

    def near(self, found: Sequence[Traits]) -> Q:
        return Q(
            organization__in={traits.organization_id for traits in found} - {None},
            country__in={traits.country_id for traits in found} - {None},
        )

    def blocks(self, traits: Traits) -> Iterable[Block]:
        yield (traits.organization_id, traits.country_id), False

    def compare(self, one: Traits, other: Traits) -> Iterator[str]:
        yield either(
            one.organization_id,
            other.organization_id,
            "same_organization",
            "organizations_differ",
        )
        yield either(one.country_id, other.country_id, "same_country", "countries_differ")
        yield periods(one.period, other.period, handing_over=True)
        yield either(one.number, other.number, "same_number", "numbers_differ")


@register
class InitiativeKind(TitledKind):
    name = "initiative"
    model = Initiative
    columns = (*TITLES, "country_id", "forum_organization_id")
    last = ""

    def near(self, found: Sequence[Traits]) -> Q:
        return Q(country__in={traits.country_id for traits in found} - {None})

    def blocks(self, traits: Traits) -> Iterable[Block]:
        yield traits.country_id, False

    def compare(self, one: Traits, other: Traits) -> Iterator[str]:
        yield compare_titles(one.titles, other.titles)
        yield either(one.country_id, other.country_id, "same_country", "countries_differ")
        yield either(
            one.forum_organization_id,
            other.forum_organization_id,
            "same_organization",
            "organizations_differ",
        )
