"""``/visits.ics`` and ``/summits.ics``: calendars to subscribe to, filtered as the lists are."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.views import APIView

from countries.api.errors import InvalidQuestion
from countries.api.exports.answers import Stream
from countries.api.exports.moment import one_moment
from countries.api.serializers import RowSerializer
from countries.api.viewsets import ReadOnlyMixin
from countries.filters import FilterSet
from countries.filters.parameters import public
from events.api.icalendar import calendar
from events.api.summits import SummitSerializer
from events.api.visits import VisitSerializer
from events.filters import SummitFilterSet, VisitFilterSet
from events.models import Status

RESERVED = ("lang", "as_of")
COMMON = ("id", "start_date", "end_date", "status", "city", "record_url", "updated_at")


class CalendarRenderer(BaseRenderer):
    """Takes part in the choice of a format; the views stream."""

    media_type = "text/calendar"
    format = "ics"
    charset = "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        raise NotImplementedError("Calendars are streamed.")


class CalendarView(ReadOnlyMixin, APIView):
    """Announced and held events; called-off ones, marked so, where ``status`` asks for them."""

    schema = None  # type: ignore[assignment]  # no part of the API: it lies beside the pages
    renderer_classes = (CalendarRenderer,)
    serializer: ClassVar[type[RowSerializer]]
    filterset_class: ClassVar[type[FilterSet]]
    keys: ClassVar[tuple[str, ...]]

    def get(self, request):
        query = request.query_params
        rows = public(self.serializer.model)
        filterset = self.filterset_class(query, rows, reserved=RESERVED)
        if not filterset.is_valid():
            raise InvalidQuestion(*filterset.problems())
        rows = filterset.qs.order_by("start_date", "pk")
        if not any(name.partition("__")[0] == "status" for name in query):
            rows = rows.filter(status__in=(Status.ANNOUNCED, Status.HELD))
        serializer = self.serializer(self.context(), wanted=(*COMMON, *self.keys))
        self.language = serializer.context.language
        stream = Stream(self._lines(serializer, rows))
        response = StreamingHttpResponse(stream, content_type="text/calendar; charset=utf-8")
        name = self.serializer.resource
        response["Content-Disposition"] = f'inline; filename="{name}.ics"'
        return response

    def _lines(self, serializer: RowSerializer, rows) -> Iterator[bytes]:
        with one_moment():
            events = map(self.event, serializer.rows(rows))
            yield from calendar(self.title(), events, settings.HOME_COUNTRY)

    def title(self) -> str:
        raise NotImplementedError

    def event(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"],
            "start": row["start_date"],
            "end": row["end_date"],
            "status": row["status"],
            "location": ", ".join(filter(None, (row["city"], row["host_country_name"]))),
            "url": row["record_url"],
            "changed": row["updated_at"],
        }


class VisitCalendarView(CalendarView):
    serializer = VisitSerializer
    filterset_class = VisitFilterSet
    keys = ("visitor_name", "host_country_name", "visit_type_name", "purpose")

    def title(self) -> str:
        return _("Visits")

    def event(self, row):
        summary = f"{row['visitor_name']}: {row['host_country_name']}"
        parts = (row["visit_type_name"], row["purpose"])
        description = "\n".join(filter(None, parts))
        return super().event(row) | {"summary": summary, "description": description}


class SummitCalendarView(CalendarView):
    serializer = SummitSerializer
    filterset_class = SummitFilterSet
    keys = ("title", "title_ru", "title_kk", "host_country_name", "kind_name", "mode_name")

    def title(self) -> str:
        return _("International events")

    def event(self, row):
        local = row.get(f"title_{self.language}") or row["title"]
        description = "\n".join(filter(None, (row["kind_name"], row["mode_name"])))
        return super().event(row) | {"summary": local, "description": description}
