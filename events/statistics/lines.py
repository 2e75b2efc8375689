"""The terms and initiatives that a yearly summary lists by name."""

import datetime

from django.db.models import Q

from events.models import Chairmanship, Initiative, InitiativeStatus
from events.statistics.results import ChairmanshipLine, InitiativeLine

Lines = tuple[ChairmanshipLine, ...]


def chairmanship_lines(
    country: str, first: datetime.date, last: datetime.date
) -> tuple[Lines, Lines]:
    """A country's terms in a year, and those that start in the next one."""
    next_last = last.replace(year=last.year + 1)
    held = Chairmanship.objects.during(first, last).values("pk")
    coming = Q(start_date__gt=last, start_date__lte=next_last)
    rows = Chairmanship.objects.published().filter(Q(pk__in=held) | coming, country=country)
    rows = rows.select_related("organization", "convention").order_by("start_date", "id")
    lines = [(row.start_date > last, _chairmanship(row)) for row in rows]
    return (
        tuple(line for is_coming, line in lines if not is_coming),
        tuple(line for is_coming, line in lines if is_coming),
    )


def _chairmanship(row: Chairmanship) -> ChairmanshipLine:
    return ChairmanshipLine(
        public_id=row.public_id,
        organization=row.organization_id,
        organization_name=row.organization.name,
        start=str(row.start),
        end=str(row.end or ""),
        ongoing=row.ongoing,
        convention=row.convention.name if row.convention else row.convention_note,
    )


def initiative_lines(country: str, last: datetime.date) -> tuple[InitiativeLine, ...]:
    """A country's initiatives known by a day, with their status on that day."""
    rows = Initiative.objects.published().filter(country=country).known_by(last)
    rows = rows.with_status(on=last).select_related("forum_organization", "forum_summit")
    return tuple(_initiative(row) for row in rows.order_by("proposed_date", "id"))


def _initiative(row) -> InitiativeLine:
    forum = row.forum_organization.name if row.forum_organization else row.forum_summit
    status = row.current_status
    return InitiativeLine(
        public_id=row.public_id,
        title=row.local_title,
        forum=str(forum or row.forum_note),
        proposed=str(row.proposed or ""),
        status=status,
        status_label=str(InitiativeStatus.Status(status).label) if status else "",
        status_date=str(row.status_date or ""),
    )
