"""Officially reported totals beside computed values: which rule reproduces which."""

from collections.abc import Iterable

from events.models import ReportedTotal
from events.statistics.days import Days
from events.statistics.results import Reported

Qualifier = ReportedTotal.Qualifier
ABOUT = 0.1  # “about 20” is 18 to 22
ROUNDING = 0.25  # “more than 20” is 21 to 25: nobody says so of 40


def agrees(qualifier: str, reported: int, computed: Days) -> bool:
    """Whether a computed value, or a day range, could be what the official stated."""
    lowest, highest = _meant(qualifier, reported)
    return computed.low <= highest and computed.high >= lowest


def _meant(qualifier: str, reported: int) -> tuple[float, float]:
    """The values that a hedged figure may stand for, both included."""
    match qualifier:
        case Qualifier.ABOUT:
            return reported * (1 - ABOUT), reported * (1 + ABOUT)
        case Qualifier.AT_LEAST:
            return reported, reported * (1 + ROUNDING)
        case Qualifier.MORE_THAN:
            return reported + 1, max(reported + 1, reported * (1 + ROUNDING))
        case Qualifier.LESS_THAN:
            return reported * (1 - ROUNDING), reported - 1
    return reported, reported


def reported_totals(country: str, year: int) -> list[ReportedTotal]:
    """A country's published reported totals of a year, with their sources."""
    rows = ReportedTotal.objects.published().filter(country=country, year=year)
    return list(rows.select_related("source").order_by("measure", "label", "id"))


def as_reported(total: ReportedTotal, reproduced_by: Iterable[str] = ()) -> Reported:
    return Reported(
        public_id=total.public_id,
        label=total.label,
        value=total.value,
        qualifier=total.qualifier,
        qualifier_label=str(Qualifier(total.qualifier).label),
        source_title=total.source.title,
        source_url=total.source.url,
        source_publisher=total.source.publisher,
        reproduced_by=tuple(reproduced_by),
    )
