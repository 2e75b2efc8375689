"""What happened, in order: visits, events, documents, terms and initiatives on one line of time."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from countries.partial_dates import Precision
from countries.partial_dates_text import in_words, period_in_words


@dataclass(frozen=True, slots=True)
class Entry:
    """One record on the line. ``day`` orders it; ``when`` is its date in words.

    ``kind`` is the noun of the record (visit_out, visit_in, summit, document, chairmanship,
    initiative) and ``label`` says it; ``later`` is what became of it, such as ratifications.
    """

    day: datetime.date
    precision: str
    when: str
    kind: str
    label: str
    title: str
    url: str
    detail: str = ""
    later: tuple[str, ...] = field(default=())

    @property
    def month(self) -> int:
        """The month; 0 where only the year is known."""
        return 0 if self.precision == Precision.YEAR else self.day.month


def names_of(*paths: str) -> list[str]:
    """The columns of the names at the ends of some paths."""
    return [f"{path}__name_{language}" for path in paths for language in ("en", "ru", "kk")]


# What entries are made of: of hundreds of records the rest is not read.
SPAN = ("start_date", "start_date_precision", "end_date", "end_date_precision", "status")
TITLES = ("title", "title_ru", "title_kk")
VISIT_LINKS = ("visitor", "guest_country", "guest_organization", "host_country", "visit_type")
VISIT_COLUMNS = (*SPAN, "city", "purpose", *VISIT_LINKS, *names_of(*VISIT_LINKS))
SUMMIT_LINKS = ("kind", "host_country")
SUMMIT_COLUMNS = (*SPAN, "mode", *TITLES, *SUMMIT_LINKS, *names_of(*SUMMIT_LINKS))
DOCUMENT_COLUMNS = ("signed_date", "signed_date_precision", *TITLES, "kind", *names_of("kind"))


def of_visits(visits: Iterable, country: str) -> list[Entry]:
    """Stops of a country's visitors (out) and of others there (in)."""
    entries = []
    for visit in visits:
        is_out = visit.guest_country_id == country
        guest = visit.guest_country or visit.guest_organization
        place = ", ".join(filter(None, (visit.host_country.name, visit.city)))
        who = visit.visitor.name
        entries.append(
            Entry(
                day=visit.start_date,
                precision=visit.start_date_precision,
                when=period_in_words(visit.start, visit.end),
                kind="visit_out" if is_out else "visit_in",
                label=_("visit abroad") if is_out else _("visit received"),
                title=f"{who} → {place}" if is_out else f"{who} ({guest.name})",
                url=visit.get_absolute_url(),
                detail=_about(visit, visit.visit_type.name, visit.purpose),
            )
        )
    return entries


def of_summits(summits: Iterable) -> list[Entry]:
    return [
        Entry(
            day=summit.start_date,
            precision=summit.start_date_precision,
            when=period_in_words(summit.start, summit.end),
            kind="summit",
            label=_("event"),
            title=summit.local_title,
            url=summit.get_absolute_url(),
            detail=_about(
                summit,
                summit.kind.name,
                summit.host_country.name if summit.host_country else "",
                str(summit.get_mode_display()) if summit.mode != "in_person" else "",
            ),
        )
        for summit in summits
    ]


def of_documents(documents: Iterable, *, with_actions: bool = False) -> list[Entry]:
    """Signed documents; with what happened to each later, where asked (``actions`` prefetched)."""
    return [
        Entry(
            day=document.signed_date,
            precision=document.signed_date_precision,
            when=in_words(document.signed),
            kind="document",
            label=_("document"),
            title=document.local_title,
            url=document.get_absolute_url(),
            detail=document.kind.name,
            later=tuple(
                " ".join(filter(None, (action.action_type.name, in_words(action.when))))
                for action in document.actions.all()
            )
            if with_actions
            else (),
        )
        for document in documents
    ]


def of_initiatives(initiatives: Iterable) -> list[Entry]:
    return [
        Entry(
            day=initiative.proposed_date,
            precision=initiative.proposed_date_precision,
            when=in_words(initiative.proposed),
            kind="initiative",
            label=_("initiative"),
            title=initiative.local_title,
            url=initiative.get_absolute_url(),
        )
        for initiative in initiatives
        if initiative.proposed_date
    ]


def _about(record, *parts: str) -> str:
    status = "" if record.status == "held" else str(record.get_status_display())
    return " · ".join(part for part in (status, *parts) if part)


def by_month(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries of one year under the names of their months; the undated last."""
    ordered = sorted(entries, key=lambda entry: (entry.month or 13, entry.day, entry.url))
    return [
        (str(MONTHS[month]).capitalize() if month else _("In the year"), list(some))
        for month, some in groupby(ordered, key=lambda entry: entry.month)
    ]


def by_year(entries: Iterable[Entry]) -> list[tuple[int, list[Entry]]]:
    """Newest first."""
    ordered = sorted(entries, key=lambda entry: (entry.day, entry.url), reverse=True)
    return [(year, list(some)) for year, some in groupby(ordered, key=lambda entry: entry.day.year)]
