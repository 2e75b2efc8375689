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
from events.api.writing.forms import RecordForm, RowsForm, record_form
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
        name = described(record_form(view.serializer))
        return {JSON: reference(f"Patched{name}" if action == "partial_update" else name)}

    def get_response_serializers(self):
        view: Any = self.view
        action = getattr(view, "action", None)
        if action not in SUMMARIES:
            return super().get_response_serializers()
        stored = reference(described(record_form(view.serializer)))
        tried = reference("DryRun")
        done: dict[str, dict[Any, Any]] = {
            "create": {(200, JSON): tried, (201, JSON): stored},
            "destroy": {
                (200, JSON): tried,
                204: OpenApiResponse(description="Withdrawn."),
            },
        }
        either = {"oneOf": [stored, tried]}
        changed = {(200, JSON): either, (202, JSON): reference("PendingRevision")}
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
        EXTRA_COMPONENTS[name] = body = _body(form)
        EXTRA_COMPONENTS[f"Patched{name}"] = {k: v for k, v in body.items() if k != "required"} | {
            "description": "What is to change; the rest stays."
        }
    return name


def _body(form: RecordForm) -> dict:
    properties: dict = {
        "id": {"type": "string", "readOnly": True},
        "state": {"type": "string", "enum": EditorialState.values},
    }
    properties |= {name: f.schema(form.serializer.model) for name, f in form.fields.items()}
    properties |= {name: _rows(rows) for name, rows in form.rows.items()}
    required = [name for name, field in form.fields.items() if field.required]
    return _closed(properties) | {
        "required": required,
        "description": "A whole record that is put may have the read-only keys of a row too.",
    }


def _rows(rows: RowsForm) -> dict:
    """A list of rows. A new one needs its required keys, one that stays just its id."""
    own = {"type": "integer", "minimum": 1, "description": "Of a row that stays."}
    keys: dict = {"id": own} | {key: f.schema(rows.model) for key, f in rows.fields.items()}
    if rows.name == citations("").name:
        keys["field"] |= {"pattern": "^[a-z0-9_]*$"}
        # A source on record by its number, or by address and title, where it may be a new one.
        described = {key: keys[key] for key in keys if key != "source"}
        described |= {key: f.schema(Source) for key, f in FIELDS.items()}
        either = [_closed(keys, ["id"], ["source"]), _closed(described, ["url"], ["title"])]
        return {"type": "array", "items": {"anyOf": either}}
    needed = [key for key, f in rows.fields.items() if f.required]
    return {"type": "array", "items": _closed(keys, *([["id"], needed] if needed else ()))}


def _closed(properties: dict, *either: list[str]) -> dict:
    """An object with all the keys of one of the lists, and no other keys: they are refused."""
    closed: dict = {"type": "object", "properties": properties, "additionalProperties": False}
    return closed | ({"anyOf": [{"required": keys} for keys in either]} if either else {})


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
EXTRA_COMPONENTS["DryRun"] = {
    "type": "object",
    "description": "What would become of a write: nothing was written.",
    "properties": {
        "dry_run": {"type": "boolean", "enum": [True]},
        "would": {
            "type": "string",
            "enum": ["create", "update", "propose", "withdraw", "nothing"],
        },
        "record": {
            "type": "object",
            "additionalProperties": True,
            "description": "The record as it would become; one that would be new has no id.",
        },
    },
    "required": ["dry_run", "would", "record"],
}
