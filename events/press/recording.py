"""Writing what an analyst accepted of a press text: drafts, each with its source and quote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from countries.partial_dates import PartialDate
from events.actions import assume_journeys
from events.models import Citation, ReportedTotal, Source, Visit
from events.positions import position_then
from events.press.drafts import VisitDraft
from events.press.mentions import Mention

NUMBER = re.compile(r"\d[\d\s,]*")  # it stands beside the label, as the total's value
LONGEST_LABEL = 255


@dataclass(frozen=True, slots=True)
class PublishedText:
    """Where a press text stands."""

    title: str
    url: str = ""
    publisher: str = ""
    published: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was written, all of it as drafts."""

    source: Source
    visit: Visit | None = None
    totals: list[ReportedTotal] = field(default_factory=list)


def missing_in(draft: VisitDraft) -> list[str]:
    """What a visit needs and the draft does not say."""
    needed = (
        (_("the visitor"), draft.visitor and draft.visitor.key),
        (_("the guest country"), draft.guest_code),
        (_("the host country"), draft.host_code),
        (_("the date"), draft.period),
    )
    return [label for label, value in needed if not value]


@transaction.atomic
def record_drafts(
    *,
    text: PublishedText,
    visit: VisitDraft | None = None,
    quote: str = "",
    totals: Iterable[Mention] = (),
    totals_country: str = "",
    totals_year: int | None = None,
) -> Drafts:
    """Writes the source, and a draft visit and draft totals that cite it, or nothing at all.

    ``quote`` is the sentence that the visit rests on. ValidationError when the visit lacks a field
    or a record breaks a rule; a source with the same address and title is used again.
    """
    source = _source(text)
    written_visit = _visit(visit, source, quote) if visit else None
    written = [_total(m, source, totals_country, totals_year) for m in totals]
    return Drafts(source, written_visit, written)


def _source(text: PublishedText) -> Source:
    if text.url and (known := Source.objects.filter(url=text.url, title=text.title).first()):
        return known
    source = Source(title=text.title, url=text.url, publisher=text.publisher)
    source.published_on = text.published
    source.full_clean()
    source.save()
    return source


def _visit(draft: VisitDraft, source: Source, quote: str) -> Visit:
    missing = missing_in(draft)
    if missing or not draft.visitor or not draft.period:
        raise ValidationError(
            _("The text does not say %(missing)s: open the form instead and fill it in.")
            % {"missing": ", ".join(missing)}
        )
    visit = Visit(
        visitor_id=int(draft.visitor.key),
        guest_country_id=draft.guest_code,
        host_country_id=draft.host_code,
        visit_type_id=draft.visit_type.key,
        city=draft.city.key if draft.city else "",
    )
    visit.start, visit.end = draft.period
    visit.visitor_position = position_then(visit, visit.start_date)
    visit.full_clean()
    assume_journeys(visits=[visit])
    visit.save()
    Citation.objects.create(source=source, visit=visit, quote=quote)
    return visit


def _total(mention: Mention, source: Source, country: str, year: int | None) -> ReportedTotal:
    counted = NUMBER.sub("", mention.quote).strip(" :–—-") or mention.quote
    same = ReportedTotal.objects.filter(country=country, year=year, source=source)
    if same.filter(label=counted).exclude(value=mention.value).exists():
        counted = mention.quote  # two numbers of one thing: each is told by its whole words
    total = ReportedTotal(
        country_id=country,
        year=year,
        measure=mention.key,
        label=counted[:LONGEST_LABEL],
        qualifier=mention.qualifier,
        value=mention.value,
        source=source,
        note=mention.quote,
    )
    total.full_clean()
    total.save()
    return total
