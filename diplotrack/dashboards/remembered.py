"""What pages compute, kept in this process until the record changes.

Keys carry the data's version, which is another after every committed write (one query), the
language, and the day, since pages speak of today: nothing is ever older than its name says.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from countries.models.data_version import data_version
from diplotrack.dashboards.charts.chart import Chart

HOUR = 3600
T = TypeVar("T")


class Memory:
    """One page's access to what was computed before, under one version of the data."""

    def __init__(self) -> None:
        self._version = data_version()  # before anything else is read

    def recall(self, name: str, make: Callable[[], T]) -> T:
        """The value of that name, made when it is not known yet. It must be plain data."""
        key = self._key(name)
        found = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, HOUR)
        return found

    def prepare(self, *charts: Chart) -> None:
        """Gives charts the answers of their sources, all known ones in one go."""
        sources = {source.url: source for chart in charts for source in chart.sources}
        known = cache.get_many([self._key(url) for url in sources])
        answers, new = {}, {}
        for url, source in sources.items():
            key = self._key(url)
            answers[url] = known.get(key)
            if answers[url] is None:
                answers[url] = new[key] = source.answer()
        cache.set_many(new, HOUR)
        for chart in charts:
            chart.take({source.name: answers[source.url] for source in chart.sources})

    def _key(self, name: str) -> str:
        told = (self._version, get_language() or "", timezone.now().date().isoformat(), name)
        return "page:" + hashlib.sha256("\n".join(told).encode()).hexdigest()
