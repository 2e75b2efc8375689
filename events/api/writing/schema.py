"""How the OpenAPI document describes writes."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from countries.api.schema import (
    ALWAYS,
    EXTRA_COMPONENTS,
    LANG,
    ResourceSchema,
    answer_header,
    problem,
    reference,
)
from countries.models import EditorialState
from events.api.citations import citations
from events.api.writing.citing import FIELDS
from events.api.writing.forms import RecordForm, record_form
from events.models import Source

SUMMARIES = {
    "create": "Enter a record: a draft, unless the key publishes.",
    "update": "Make the record what the body says; what it does not name becomes empty.",
    "partial_update": "Change what the body names; a list of rows is replaced as a whole.",
    "destroy": "Withdraw the record. It keeps its id and its history.",
}
STATE = OpenApiParameter(
    "state",
    {"type": "string", "enum": EditorialState.values},
    description="With a key that may write: the caller's own records in this state (a reviewer's "
    "are all), in the form in which they are written.",
)
DRY_RUN = OpenApiParameter(
    "dry_run", bool, description="Check everything, write nothing, answer what would be."
)
CONFIRM = OpenApiParameter(
    "confirm_not_duplicate",
    bool,
    description="It was looked at and is another record; force is the same.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the record as it was read with the key.",
)
REASON = OpenApiParameter(
    "X-Change-Reason",
    str,
    OpenApiParameter.HEADER,
    description="Why, for the record's history; other letters than ASCII percent-encoded.",
)
FORCE = OpenApiParameter("force", bool)
LOCATION = answer_header("Location", {"type": "string", "format": "uri"}, "The new record.", 201)
WRITE_HEADERS = (
    answer_header("ETag", str, "Of the record as it is now, for If-Match.", 200, 201, 202, 204),
    answer_header("Retry-After", int, "Seconds to wait.", 429),
)
JSON, PROBLEM = "application/json", "application/problem+json"


class WritingSchema(ResourceSchema):
    """Describes the writes of a resource beside what is read."""

    def get_override_parameters(self):
        view: Any = self.view
        action = getattr(view, "action", None)
        if action == "list":
            return [*super().get_override_parameters(), STATE]
        if action not in SUMMARIES:
            return super().get_override_parameters()
        asked = [LANG, DRY_RUN, REASON, *WRITE_HEADERS]
        if action == "create":
            return [*asked, CONFIRM, FORCE, LOCATION]
        confirmations = [] if action == "destroy" else [CONFIRM, FORCE]
        return [self._key(), *asked, *confirmations, IF_MATCH]

    def get_request_serializer(self):
        view: Any = self.view
        action = getattr(view, "action", None)
        if action not in SUMMARIES or action == "destroy":
            return None
        return {JSON: reference(described(record_form(view.serializer)))}

    def get_response_serializers(self):
        view: Any = self.view
        action = getattr(view, "action", None)
        if action not in SUMMARIES:
            return super().get_response_serializers()
        stored = reference(described(record_form(view.serializer)))
        done: dict[str, dict[Any, Any]] = {
            "create": {(201, JSON): stored},
            "destroy": {204: OpenApiResponse(description="Withdrawn.")},
        }
        changed = {(200, JSON): stored, (202, JSON): reference("PendingRevision")}
        return done.get(action, changed) | self._refusals(action)

    def get_auth(self):
        if getattr(self.view, "action", None) not in SUMMARIES:
            return super().get_auth()
        return AutoSchema.get_auth(self)

    def get_description(self):  # type: ignore[override]
        action = getattr(self.view, "action", None)
        return SUMMARIES.get(str(action)) or super().get_description()

    def _refusals(self, action: str) -> dict[Any, Any]:
        texts = {
            400: "What is wrong with the body, each at its field.",
            401: "No key.",
            403: "The key lacks the scope, or its user the permission.",
            409: "A likely duplicate, with candidates; an editorial rule, with reasons; or a "
            "record that was merged, with replaced_by.",
        }
        if action != "create":
            texts |= {404: "No such record.", 412: "Changed meanwhile.", 428: "No If-Match."}
            texts[410] = "It was public and is withdrawn."
        if action != "destroy":
            texts |= {413: "A body too long.", 415: "A body that is not JSON."}
        return {(status, PROBLEM): problem(text) for status, text in texts.items()} | ALWAYS


def described(form: RecordForm) -> str:
    """The name of the component that describes a resource's bodies."""
    name = f"{form.serializer.component()}Body"
    if name not in EXTRA_COMPONENTS:
        EXTRA_COMPONENTS[name] = _body(form)
    return name


def _body(form: RecordForm) -> dict:
    properties: dict = {
        "id": {"type": "string", "readOnly": True},
        "state": {"type": "string", "enum": EditorialState.values},
    }
    properties |= {name: f.schema(form.serializer.model) for name, f in form.fields.items()}
    for name, rows in form.rows.items():
        row = {"id": {"type": "integer", "description": "Of a row that stays."}}
        row |= {key: f.schema(rows.model) for key, f in rows.fields.items()}
        if name == citations("").name:
            row |= {key: f.schema(Source) for key, f in FIELDS.items()}
        properties[name] = {"type": "array", "items": {"type": "object", "properties": row}}
    required = [name for name, field in form.fields.items() if field.required]
    return {"type": "object", "properties": properties, "required": required}


EXTRA_COMPONENTS["PendingRevision"] = {
    "type": "object",
    "description": "A change to a public record that waits for review.",
    "properties": {
        "revision": {"type": "integer"},
        "state": {"type": "string", "enum": ["pending"]},
        "record": {
            "type": "object",
            "additionalProperties": True,
            "description": "The record as it would become.",
        },
    },
    "required": ["revision", "state", "record"],
}
