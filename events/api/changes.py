"""``changes/``: what became of published records, for those who keep a copy."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response
from rest_framework.views import APIView

from countries.api import question
from countries.api.errors import invalid
from countries.api.keyset import signed_text, unsigned_value
from countries.api.schema import EXTRA_COMPONENTS, INSTANT, reference
from countries.api.serializers import RowSerializer
from countries.api.viewsets import ReadOnlyMixin
from events.changes import Change, Place, changes, replacements

SALT = "changes"
ASKED = ("since", "cursor", "limit", "lang", "format")


class ChangeListView(ReadOnlyMixin, APIView):
    """Creates, updates and deletions of published records, in the order they became known.

    ``next`` goes on; at the end it is null, and ``poll`` is the address to ask later.
    """

    schema_operation = "changes_list"
    schema_parameters = (
        OpenApiParameter(
            "since",
            INSTANT,
            description="After this moment: a time with its offset, or a date (its end, UTC).",
        ),
        OpenApiParameter("cursor", str, description="As next and poll have it."),
        OpenApiParameter(
            "limit", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}
        ),
    )
    schema_response = reference("ChangeList")

    def get(self, request):
        query = request.query_params
        question.refuse_unknown(query, ASKED)
        since = question.moment(query, "since")
        limit, after = question.limit(query), _place(question.single(query, "cursor"))
        found, place, more = changes(limit=limit, since=since, after=after)
        following = self._address(place) if place else request.build_absolute_uri()
        base_url, replaced = self.context().base_url, replacements(found)
        return Response(
            {
                "next": following if more else None,
                "poll": following,
                "results": [_row(change, base_url, replaced) for change in found],
            }
        )

    def _address(self, place: Place) -> str:
        query = self.request.query_params.copy()
        query.pop("since", None)
        query["cursor"] = signed_text(SALT, place)
        return f"{self.request.build_absolute_uri(self.request.path)}?{query.urlencode()}"


def _place(text: str | None) -> Place | None:
    if not text:
        return None
    try:
        position, number = unsigned_value(SALT, text)
    except ValueError as error:
        raise invalid("cursor", question.no_cursor()) from error
    return position, number


def _row(change: Change, base_url: str, replaced: dict[tuple[Any, int], str]) -> dict[str, Any]:
    resource = RowSerializer.known[change.model.__name__].resource
    public_id = f"{change.model.public_id_prefix}{change.pk}"
    address = f"{base_url}/api/v1/{resource}/{public_id}/"
    return {
        "change": change.kind,
        "resource": resource,
        "id": public_id,
        "changed_at": change.known_at,
        "url": None if change.kind == "delete" else address,
        "replaced_by": replaced.get((change.model, change.pk)),
    }


_TEXT, _TIME = {"type": "string"}, {"type": "string", "format": "date-time"}
_URI = {"type": "string", "format": "uri"}
_ROW = {
    "change": {**_TEXT, "enum": ["create", "update", "delete"]},
    "resource": _TEXT,
    "id": _TEXT,
    "changed_at": _TIME,
    "url": {**_URI, "nullable": True, "description": "Null for what is no longer public."},
    "replaced_by": {**_TEXT, "nullable": True, "description": "The id into which it was merged."},
}
_PAGE = {
    "next": {**_URI, "nullable": True},
    "poll": {**_URI, "description": "What to ask later."},
    "results": {"type": "array", "items": reference("Change")},
}
EXTRA_COMPONENTS["Change"] = {"type": "object", "properties": _ROW, "required": list(_ROW)}
EXTRA_COMPONENTS["ChangeList"] = {"type": "object", "properties": _PAGE, "required": list(_PAGE)}
