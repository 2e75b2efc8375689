"""Reciprocity: what goes to each partner and what comes back."""

import datetime
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet

from countries.models import Country
from events.models import Visit
from events.statistics.firsts import written

RETURN_WITHIN = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Partner:
    """A country's visits with one other country, both ways.

    ``answered_outgoing`` of the outgoing visits were followed by one from the partner within 365
    days of their start, ``answered_incoming`` the other way round. ``last_came`` is ``outgoing``,
    ``incoming`` or ``both`` when the newest of both ways start on one day. ``last`` is that day as
    far as it is known (``2022-04``), and ``days_since`` then the most that it can be.
    """

    country: str
    country_name: str
    outgoing: int
    incoming: int
    answered_outgoing: int
    answered_incoming: int
    last: str
    last_came: str
    days_since: int

    @property
    def balance(self) -> int:
        """How many more visits went out than came in."""
        return self.outgoing - self.incoming


@dataclass(slots=True)
class _Days:
    out: list[datetime.date] = field(default_factory=list)
    into: list[datetime.date] = field(default_factory=list)
    precision: str = ""  # of the newest


def partners_of(visits: QuerySet[Visit], country: str, today: datetime.date) -> tuple[Partner, ...]:
    """Every country with a visit either way, the most visits first.

    ``visits`` are those that count (held, in person). Those that start after ``today`` are left
    out; a date known to the month or the year counts as its first day.
    """
    rows = visits.filter(
        Q(guest_country=country) | Q(host_country=country),
        guest_country__isnull=False,
        start_date__lte=today,
    )
    days: dict[str, _Days] = {}
    for guest, host, day, precision in rows.order_by(F("start_date"), "id").values_list(
        "guest_country_id", "host_country_id", "start_date", "start_date_precision"
    ):
        known = days.setdefault(host if guest == country else guest, _Days())
        (known.out if guest == country else known.into).append(day)
        known.precision = precision
    names = {code: row.name for code, row in Country.objects.in_bulk(list(days)).items()}
    partners = [_partner(code, names[code], days[code], today) for code in days]
    return tuple(sorted(partners, key=_order))


def _order(partner: Partner) -> tuple[int, int, str]:
    return -partner.outgoing - partner.incoming, partner.days_since, partner.country


def _partner(code: str, name: str, days: _Days, today: datetime.date) -> Partner:
    last_out = days.out[-1] if days.out else datetime.date.min
    last_in = days.into[-1] if days.into else datetime.date.min
    last = max(last_out, last_in)
    came = "both" if last_out == last_in else "outgoing" if last_out > last_in else "incoming"
    return Partner(
        country=code,
        country_name=name,
        outgoing=len(days.out),
        incoming=len(days.into),
        answered_outgoing=_answered(days.out, days.into),
        answered_incoming=_answered(days.into, days.out),
        last=written(last, days.precision),
        last_came=came,
        days_since=(today - last).days,
    )


def _answered(visits: list[datetime.date], returns: list[datetime.date]) -> int:
    """How many visits are followed by one the other way: later, within the term."""
    return sum(any(day < back <= day + RETURN_WITHIN for back in returns) for day in visits)
