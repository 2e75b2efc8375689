"""The last things that became of published records, the newest first."""

from collections import deque

from countries.models.history_ledger import BLOCK_ROWS, HistorySeal
from events.changes import Change, Place, changes

SEALS = (20, 400)  # looked back at: few, and if they say too little, more
PAGE, MOST_PAGES = 500, 20


def newest_changes(limit: int) -> list[Change]:
    """At most ``limit`` changes. Reads a bounded part of history, however long it is."""
    last = HistorySeal.objects.order_by("-position").values_list("position", flat=True).first()
    found: deque[Change] = deque(maxlen=limit)
    for seals in SEALS:
        if last is None:
            break
        found.clear()
        _walk(found, (last - seals, BLOCK_ROWS))
        if len(found) == limit or seals >= last:
            break
    return list(reversed(found))


def _walk(found: deque[Change], after: Place) -> None:
    """All changes after a place, of which the last remain."""
    place: Place | None = after
    for _page in range(MOST_PAGES):
        page, place, more = changes(limit=PAGE, after=place)
        found.extend(page)
        if not more:
            return
