"""First contacts of a year: countries visited for the first time on record, or after long."""

import datetime
from dataclasses import dataclass

from django.db.models import Max, Min, QuerySet

from countries.models import Country
from events.models import Visit
from events.statistics.reading import Reading, Statistic, alone, day_of, names_read

LONG = 5  # years without a visit, after which the next one is told as the first since


@dataclass(frozen=True, slots=True)
class First:
    """The first visit of a year to (or from) a country, when none came shortly before.

    ``previous_year`` is the year of the last visit before; None where none is on record.
    ``record_begins`` is the first year with any such visit: “first on record” reaches no further.
    """

    country: str
    country_name: str
    visit: str
    start: str
    previous_year: int | None
    record_begins: int


def firsts_of(visits: QuerySet[Visit], year: int, side: str) -> tuple[First, ...]:
    """The firsts among visits that count (held, in person), in the order of the year.

    ``side`` is the column of the other country: ``host_country`` for visits abroad,
    ``guest_country`` for visits received. In the year in which the record begins, no visit is
    called a first: everything would be.
    """
    return alone(finding_firsts(visits, year, side))


def finding_firsts(visits: QuerySet[Visit], year: int, side: str) -> Statistic[tuple[First, ...]]:
    """``firsts_of`` as a statistic that can be read together with others."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    known = visits.filter(**{f"{side}__isnull": False}).order_by()
    country = f"{side}_id"
    before = known.filter(start_date__lt=first).values(country)
    before = before.annotate(newest=Max("start_date"), oldest=Min("start_date"))
    earlier, rows = yield [
        Reading(before, (country, "newest", "oldest")),
        Reading(
            known.filter(start_date__gte=first, start_date__lte=last),
            ("start_date", "id", "start_date_precision", country),
        ),
    ]
    if not earlier:
        return ()
    begins = min(day_of(oldest) for _code, _newest, oldest in earlier).year
    last_before = {code: day_of(newest).year for code, newest, _oldest in earlier}
    new: dict[str, tuple[int, str]] = {}
    for day, key, precision, code in sorted((day_of(row[0]), *row[1:]) for row in rows):
        if code not in new:
            new[code] = key, written(day, precision)
    new = {
        code: found
        for code, found in new.items()
        if code not in last_before or year - last_before[code] > LONG
    }
    names = yield from names_read(Country, list(new))
    return tuple(
        First(code, names[code], f"V{key}", start, last_before.get(code), begins)
        for code, (key, start) in new.items()
    )


def written(day: datetime.date, precision: str) -> str:
    """A first day as far as it is known: ``2022-04-13``, ``2022-04`` or ``2022``."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
