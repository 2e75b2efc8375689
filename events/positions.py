"""Which office someone held on a day."""

import datetime

from countries.models import LEADERS, Position, Tenure
from events.models import Visit


def position_then(visit: Visit, day: datetime.date) -> Position | None:
    """The visitor's office on a day of the visit, from the tenures; None if none is known.

    Of several, one in the guest country or organization first, then a leader's, then the newest.
    """
    tenures = (
        Tenure.objects.filter(person=visit.visitor_id)
        .on(day)
        .select_related("position")
        .order_by("start_date", "id")
    )
    ranked = sorted(tenures, key=lambda tenure: _rank(tenure.position, visit))
    return ranked[-1].position if ranked else None


def _rank(position: Position, visit: Visit) -> tuple[bool, bool]:
    of_the_guest = (
        position.country_id == visit.guest_country_id
        and position.organization_id == visit.guest_organization_id
    )
    return of_the_guest, position.level in LEADERS
