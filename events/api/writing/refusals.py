"""Refusals that only writes have, as ``application/problem+json``."""

from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from countries.api.errors import handle_exception
from events.editorial import Refused


class WriteRefused(APIException):
    """A write that may not be done as it stands; ``more`` is what the answer holds beside."""

    def __init__(self, status: int, kind: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status_code, self.kind, self.more = status, kind, more


def precondition_required() -> WriteRefused:
    detail = _(
        "Send If-Match with the ETag of the record as you read it with your key "
        "(…?state=published, for instance), so that nobody's change is lost."
    )
    return WriteRefused(428, "precondition-required", detail)


def precondition_failed(tag: str) -> WriteRefused:
    detail = _(
        "The record is not as you read it. Read it anew with your key, and send the ETag that "
        "comes with it."
    )
    return WriteRefused(412, "precondition-failed", detail, current=tag)


def possible_duplicate(candidates: list[dict]) -> WriteRefused:
    detail = _(
        "This may be on record already. Look at the candidates; if it is another record, send it "
        "again with confirm_not_duplicate=true."
    )
    return WriteRefused(409, "possible-duplicate", detail, candidates=candidates)


def merged_away(public_id: str) -> WriteRefused:
    detail = _("It was merged into %(id)s: change that record.") % {"id": public_id}
    return WriteRefused(409, "merged", detail, replaced_by=public_id)


def handle_write_exception(exception, context) -> HttpResponse | None:
    if isinstance(exception, Refused):
        exception = WriteRefused(
            409, "editorial-rule", str(exception), reasons=list(map(str, exception.reasons))
        )
    if not isinstance(exception, WriteRefused):
        return handle_exception(exception, context)
    body = {
        "type": f"urn:diplotrack:problem:{exception.kind}",
        "title": HTTPStatus(exception.status_code).phrase,
        "status": exception.status_code,
        "parameter": None,
        "detail": str(exception.detail),
        "did_you_mean": None,
        **exception.more,
    }
    return HttpResponse(
        orjson.dumps(body), status=exception.status_code, content_type="application/problem+json"
    )
