"""Rows as an iCalendar file (RFC 5545): all-day events, one for each record."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from countries.partial_dates import PartialDate, Precision

LINE = 75  # octets
DAY = datetime.timedelta(days=1)
STATUSES = {"held": "CONFIRMED", "announced": "TENTATIVE"}
CANCELLED = "CANCELLED"


def calendar(name: str, events: Iterable[dict[str, Any]], home: str) -> Iterator[bytes]:
    """The lines of a calendar. ``home`` tells this site's ids from those of another."""
    head: tuple[str, ...] = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//diplotrack//diplotrack//EN",
    )
    head += ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}")
    yield folded(head)
    for row in events:
        yield folded(("BEGIN:VEVENT", *_event(row, home), "END:VEVENT"))
    yield folded(("END:VCALENDAR",))


def _event(row: dict[str, Any], home: str) -> Iterator[str]:
    """``row``: id, start, end, summary, status, place, description, url, changed."""
    first, last, exact = span(row["start"], row["end"])
    # The same in every answer, at every address: a calendar then changes the event it has.
    yield f"UID:{row['id']}-{home}@diplotrack"
    changed = row["changed"].astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + DAY:%Y%m%d}"  # the day after the last
    # A day that nobody knows is shown over the whole month or year, with what is known beside it.
    summary = row["summary"] if exact else f"{row['summary']} ({row['start']})"
    yield f"SUMMARY:{escaped(summary)}"
    status = STATUSES.get(row["status"], CANCELLED)
    yield f"STATUS:{status if exact or status == CANCELLED else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    for name in ("location", "description"):
        if row[name]:
            yield f"{name.upper()}:{escaped(row[name])}"
    yield f"URL:{row['url']}"


def span(start: str, end: str | None) -> tuple[datetime.date, datetime.date, bool]:
    """First and last day of what partial dates say, and whether both are known to the day."""
    begin = PartialDate.parse(start)
    finish = PartialDate.parse(end) if end else begin
    exact = begin.precision == finish.precision == Precision.DAY
    return begin.first, max(begin.first, finish.last), exact


def escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n")):
        text = text.replace(plain, written)
    return "".join(
        char
        for char in text.replace("\r", "\\n").replace("\n", "\\n")
        if char >= " " or char == "\t"
    )


def folded(lines: Iterable[str]) -> bytes:
    """Lines of at most 75 octets, none broken inside a letter."""
    return b"".join(b"\r\n ".join(_pieces(line.encode())) + b"\r\n" for line in lines)


def _pieces(data: bytes) -> Iterator[bytes]:
    limit = LINE
    while len(data) > limit:
        cut = limit
        while data[cut] & 0xC0 == 0x80:  # inside a letter
            cut -= 1
        yield data[:cut]
        data, limit = data[cut:], LINE - 1  # the space that goes on takes one
    yield data
