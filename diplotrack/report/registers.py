"""The registers of a report: a year's records, line by line, with their sources."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from countries.models import Country
from countries.partial_dates_text import in_words, period_in_words
from diplotrack.templatetags.disagreements import disagreements
from diplotrack.templatetags.pages import field_label
from events.models import Confidence
from events.statistics import YearSummary
from events.views.prefetches import (
    chairmanship_rows,
    citations,
    document_rows,
    initiative_rows,
    summit_rows,
    visit_rows,
)


@dataclass
class Sources:
    """The report's numbered list of sources; a source is listed once."""

    numbers: dict[int, int] = field(default_factory=dict)
    entries: list[dict[str, str]] = field(default_factory=list)

    def cite(self, record) -> list[int]:
        """The numbers of a record's sources, in order."""
        return sorted({self._number(citation.source) for citation in record.citations.all()})

    def disagreeing(self, record) -> list[str]:
        """What the record's sources give for a field on which they disagree, each with numbers."""
        return [
            _("The sources disagree on the %(field)s: %(readings)s.")
            % {
                "field": field_label(contested.citation),
                "readings": "; ".join(
                    f"{value} {self._marks(given)}" for value, given in contested.readings.items()
                ),
            }
            for contested in disagreements(record)
        ]

    def _marks(self, citations) -> str:
        numbers = sorted({self._number(citation.source) for citation in citations})
        return " ".join(f"[{number}]" for number in numbers)

    def _number(self, source) -> int:
        if source.pk not in self.numbers:
            self.numbers[source.pk] = len(self.entries) + 1
            self.entries.append(
                {
                    "title": f"[{source.title}]" if source.title_is_ours else source.title,
                    "publisher": source.publisher,
                    "date": in_words(source.published_on) if source.published_on else "",
                    "url": source.url,
                }
            )
        return self.numbers[source.pk]


def registers(country: Country, year: int, summary: YearSummary, sources: Sources) -> list[dict]:
    """The year's registers in the order of the report; an empty one is left out."""
    made = (
        (_("Visits abroad"), _visits(country, year, sources, abroad=True)),
        (_("Visits received"), _visits(country, year, sources, abroad=False)),
        (_("International events"), _summits(country, year, sources)),
        (_("Documents"), _documents(country, year, sources)),
        (_("Chairmanships"), _chairmanships(summary, sources)),
        (_("Initiatives"), _initiatives(summary, sources)),
    )
    return [{"title": title, "lines": lines} for title, lines in made if lines]


def uncertain(made: Iterable[dict]) -> list[dict]:
    """Lines with a note, with sources that disagree, or of less than high confidence."""
    return [
        line
        for register in made
        for line in register["lines"]
        if line["note"] or line["confidence"] or line["disagreeing"]
    ]


def _line(record, when: str, what: str, who: str, sources: Sources) -> dict[str, Any]:
    doubtful = record.confidence != Confidence.HIGH
    return {
        "id": record.public_id,
        "path": record.get_absolute_url(),
        "when": when,
        "what": what,
        "who": who,
        "note": record.note,
        "confidence": str(record.get_confidence_display()) if doubtful else "",
        "sources": sources.cite(record),
        "disagreeing": sources.disagreeing(record),
    }


def _visits(country: Country, year: int, sources: Sources, *, abroad: bool) -> list[dict]:
    side = {"guest_country": country} if abroad else {"host_country": country}
    rows = visit_rows().held().filter(start_date__year=year, **side)
    rows = rows.prefetch_related(citations()).order_by("start_date", "id")
    return [
        _line(
            visit,
            period_in_words(visit.start, visit.end),
            str(visit.host_country) if abroad else _guest(visit),
            _joined(visit.city, visit.other_cities, visit.visit_type.name, visit.purpose),
            sources,
        )
        for visit in rows
    ]


def _guest(visit) -> str:
    """Who came, and of what."""
    return f"{visit.visitor} ({visit.guest_country or visit.guest_organization})"


def _summits(country: Country, year: int, sources: Sources) -> list[dict]:
    rows = summit_rows().held().attended(country.pk).filter(start_date__year=year)
    rows = rows.prefetch_related(citations()).order_by("start_date", "id")
    return [
        _line(
            summit,
            period_in_words(summit.start, summit.end),
            summit.local_title,
            _joined(str(summit.host_country or ""), summit.city, str(summit.get_mode_display())),
            sources,
        )
        for summit in rows
    ]


def _documents(country: Country, year: int, sources: Sources) -> list[dict]:
    rows = document_rows().involving(country.pk).filter(signed_date__year=year)
    rows = rows.prefetch_related(citations()).order_by("signed_date", "id")
    return [
        _line(
            document,
            in_words(document.signed),
            document.local_title,
            _joined(
                document.kind.name,
                str(document.get_conclusion_display()),
                ", ".join(str(party) for party in document.parties.all()),
            ),
            sources,
        )
        for document in rows
    ]


def _chairmanships(summary: YearSummary, sources: Sources) -> list[dict]:
    lines = summary.chairmanships + summary.chairmanships_coming
    rows = chairmanship_rows().filter(pk__in=[int(line.public_id[1:]) for line in lines])
    return [
        _line(
            term,
            period_in_words(term.start, term.end),
            str(term.organization),
            _joined(term.convention.name if term.convention else "", term.convention_note),
            sources,
        )
        for term in rows.prefetch_related(citations()).order_by("start_date", "id")
    ]


def _initiatives(summary: YearSummary, sources: Sources) -> list[dict]:
    standing = {int(line.public_id[1:]): line for line in summary.initiatives}
    rows = initiative_rows().filter(pk__in=standing).prefetch_related(citations())
    return [
        _line(
            initiative,
            in_words(initiative.proposed),
            initiative.local_title,
            _joined(standing[initiative.pk].status_label, standing[initiative.pk].forum),
            sources,
        )
        for initiative in rows.order_by("proposed_date", "id")
    ]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
