"""Records that a new one may repeat: likely by the published weights, or plainly the same.

A program sends many records that no one looks at, so it is also asked about what has the same sides
on overlapping dates, however little else is known of either.
"""

from typing import Any

from django.db.models import Q

from countries.models.base import EditorialModel
from events.duplicates import candidates as likely
from events.models import Chairmanship, SignedDocument, Summit, Visit

MOST = 10


def candidates(record: EditorialModel) -> list[Any]:
    """The records, withdrawn ones excepted, that ``record`` (not saved yet) may repeat."""
    rows = type(record)._default_manager.exclude(state="withdrawn").exclude(pk=record.pk)
    same = FINDERS[type(record)](rows, record).order_by("pk").values_list("pk", flat=True)
    keys = [candidate.pk for candidate in likely(record)] + list(same[:MOST])
    chosen = list(dict.fromkeys(keys))[:MOST]
    found = type(record)._default_manager.in_bulk(chosen)
    return [found[key] for key in chosen]


def new_candidates(record: EditorialModel) -> list[Any]:
    """What a changed record, not saved yet, may repeat that the stored one did not."""
    found = candidates(record)
    if not found:
        return []
    stored = type(record)._default_manager.get(pk=record.pk)
    known = {one.pk for one in candidates(stored)}
    return [one for one in found if one.pk not in known]


def _visits(rows, visit: Visit):
    last = visit.end_date or visit.start.last
    same = rows.filter(visitor=visit.visitor_id, host_country=visit.host_country_id)
    return same.during(visit.start_date, last)


def _summits(rows, summit: Summit):
    last = summit.end_date or summit.start.last
    same = Q(title__iexact=summit.title, start_date__year=summit.start_date.year)
    if summit.series_id and summit.ordinal:
        same |= Q(series=summit.series_id, ordinal=summit.ordinal)
    if summit.host_country_id:
        there = Q(host_country=summit.host_country_id, kind=summit.kind_id)
        same |= there & Q(pk__in=rows.during(summit.start_date, last).order_by().values("pk"))
    return rows.filter(same)


def _documents(rows, document: SignedDocument):
    return rows.filter(
        title__iexact=document.title,
        signed_date__lte=document.signed_date_last,
        signed_date_last__gte=document.signed_date,
    )


def _chairmanships(rows, term: Chairmanship):
    same = Chairmanship.objects.overlapping(term).filter(country=term.country_id)
    return rows.filter(pk__in=same.order_by().values("pk"))


FINDERS: dict[type[EditorialModel], Any] = {
    Visit: _visits,
    Summit: _summits,
    SignedDocument: _documents,
    Chairmanship: _chairmanships,
}
