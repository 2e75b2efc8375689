"""First contacts of a year: countries visited for the first time on record, or after long."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from countries.models import Country
from events.models import Visit

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
    end = datetime.date(year, 12, 31)
    rows = visits.filter(start_date__lte=end, **{f"{side}__isnull": False}).order_by(
        "start_date", "id"
    )
    last_before: dict[str, int] = {}
    new: dict[str, tuple[int, str]] = {}
    begins = None
    for key, day, precision, country in rows.values_list(
        "id", "start_date", "start_date_precision", f"{side}_id"
    ):
        begins = begins or day.year
        if day.year < year:
            last_before[country] = day.year
        elif country not in new:
            new[country] = key, written(day, precision)
    if begins is None or begins >= year:
        return ()
    names = {code: row.name for code, row in Country.objects.in_bulk(list(new)).items()}
    return tuple(
        First(code, names[code], f"V{key}", start, last_before.get(code), begins)
        for code, (key, start) in new.items()
        if code not in last_before or year - last_before[code] > LONG
    )


def written(day: datetime.date, precision: str) -> str:
    """A first day as far as it is known: ``2022-04-13``, ``2022-04`` or ``2022``."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
