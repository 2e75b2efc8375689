"""Where a chart's numbers come from: an address of our own API.

The browser fetches it. For the table beside the chart, for downloads and for readers without
JavaScript the server makes the same answer in its own process: counts straight from the statistics
that the API's view asks too (a test compares the two), lists from that view.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import get_language

from countries.api.context import RowContext
from events.api.statistics import answer
from events.statistics import Statistic, aggregating, alone
from events.statistics.conditions import MODELS, condition
from events.statistics.results import Parameters

API = "/api/v1"
Query = dict[str, Any]
# A name that is always allowed; links are shown without it.
ASKED_HOST = "localhost"
ASKING = RequestFactory(SERVER_NAME=ASKED_HOST, headers={"accept": "application/json"})


@dataclass(frozen=True)
class Source:
    """An address below ``/api/v1`` and the part of its answer that holds the rows."""

    name: str
    path: str
    query: Query = field(default_factory=dict)
    rows_in: str = "groups"
    counted: str = ""  # the resource whose records it counts

    @property
    def url(self) -> str:
        return f"{API}/{self.path}/?{urlencode(self.query | {'lang': language()}, doseq=True)}"

    def answer(self) -> dict[str, Any]:
        """What the API says at this address now."""
        return alone(self.answering())

    def answering(self) -> Statistic[dict[str, Any]]:
        """``answer`` as a statistic that can be read together with others."""
        if not self.counted:
            return self._viewed()
        query: Parameters = {name: (str(value),) for name, value in self.query.items()}
        by, kind = (query.pop(name, ("",))[0] for name in ("group_by", "group_kind"))
        rows = MODELS[self.counted]._default_manager.published()
        counted = yield from aggregating(
            rows.filter(condition(self.counted, query)),
            group_by=by.split(","),
            group_kind=kind,
            filters=query,
        )
        return answer(counted, RowContext(language(), f"http://{ASKED_HOST}"))

    def _viewed(self) -> dict[str, Any]:
        request = ASKING.get(self.url)
        match = resolve(request.path)
        response = match.func(request, *match.args, **match.kwargs)
        if response.status_code != 200:
            raise ValueError(f"{self.url} answers {response.status_code}: {response.data}")
        return response.data


def statistics(name: str, resource: str, filters: Query, by: str, kind: str = "") -> Source:
    """Records of a resource counted by one or two dimensions."""
    query: Query = filters | {"group_by": by} | ({"group_kind": kind} if kind else {})
    return Source(name, f"{resource}/statistics", query, counted=resource)


def listed(name: str, resource: str, filters: Query, fields: str) -> Source:
    """The records of a list, up to the thousand that one answer may hold."""
    return Source(name, resource, filters | {"limit": 1000, "fields": fields}, rows_in="results")


def language() -> str:
    return (get_language() or "en")[:2]


def page_of(records: str | None) -> str:
    """The page that shows the same list as an address of the API; empty where there is none."""
    return records.partition(API)[2] if records else ""
