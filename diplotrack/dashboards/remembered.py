"""What pages compute, kept in this process until the record changes.

Keys carry the data's version, which is another after every committed write (one query), the
language, and the day, since pages speak of today: nothing is ever older than its name says.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from countries.models.data_version import data_version
from diplotrack.dashboards.charts.chart import Chart
from events.statistics import Statistic, together

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

    def recall_together(self, makers: Mapping[str, Callable[[], Statistic[Any]]]) -> dict[str, Any]:
        """The values of several names; those not known yet are read together."""
        keys = {name: self._key(name) for name in makers}
        known = cache.get_many(keys.values())
        found = {name: known[key] for name, key in keys.items() if key in known}
        missing = [name for name in makers if name not in found]
        made = dict(zip(missing, together(*(makers[name]() for name in missing)), strict=True))
        cache.set_many({keys[name]: value for name, value in made.items()}, HOUR)
        return found | made

    def prepare(
        self, *charts: Chart, also: Mapping[str, Callable[[], Statistic[Any]]] | None = None
    ) -> dict[str, Any]:
        """Gives charts the answers of their sources, read together with what is asked ``also``."""
        sources = {source.url: source for chart in charts for source in chart.sources}
        makers = {url: source.answering for url, source in sources.items()}
        found = self.recall_together({**makers, **(also or {})})
        for chart in charts:
            chart.take({source.name: found[source.url] for source in chart.sources})
        return found

    def _key(self, name: str) -> str:
        told = (self._version, get_language() or "", timezone.now().date().isoformat(), name)
        return "page:" + hashlib.sha256("\n".join(told).encode()).hexdigest()
