"""Errors as ``application/problem+json`` (RFC 9457), whatever format was asked for."""

import logging
from collections.abc import Sequence
from http import HTTPStatus

import orjson
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
)
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound

from countries.filters import Problem

TYPES = {
    400: "invalid-parameter",
    401: "not-authenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    410: "gone",
    413: "content-too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
    500: "server-error",
    503: "busy",
}


class InvalidQuestion(APIException):
    """The query string asks for something that does not exist: 400, naming the parameter."""

    status_code = 400

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(problems[0].detail)


log = logging.getLogger("django.request")


class Gone(APIException):
    """What was public and is withdrawn: its address may have been cited."""

    status_code = 410


class NotModified(Exception):
    """The caller has this very answer already: 304."""


def invalid(parameter: str, detail: str, did_you_mean: str | None = None) -> InvalidQuestion:
    return InvalidQuestion(Problem(parameter, str(detail), did_you_mean))


def problem_response(status: int, detail: str, problems: Sequence[Problem] = ()) -> HttpResponse:
    """``detail`` stands for the first problem; ``problems`` lists all where there are several."""
    body = {
        "type": f"urn:diplotrack:problem:{TYPES.get(status, 'error')}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "parameter": problems[0].parameter if problems else None,
        "detail": detail,
        "did_you_mean": problems[0].did_you_mean if problems else None,
    }
    if len(problems) > 1:
        body["problems"] = [
            {"parameter": p.parameter, "detail": p.detail, "did_you_mean": p.did_you_mean}
            for p in problems
        ]
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")


def handle_exception(exception, context) -> HttpResponse | None:
    """REST framework's exception handler, for the errors that nobody foresaw too."""
    if isinstance(exception, NotModified):
        return HttpResponseNotModified()
    if isinstance(exception, Http404):
        exception = NotFound()
    if isinstance(exception, PermissionDenied):
        return problem_response(403, _("You may not do that."))
    if not isinstance(exception, APIException):
        return _unforeseen(context["request"])
    problems = exception.problems if isinstance(exception, InvalidQuestion) else ()
    response = problem_response(exception.status_code, _sentence(exception), problems)
    for name, value in _headers(exception, context["view"]).items():
        response[name] = value
    return response


def _unforeseen(request) -> HttpResponse:
    """Logged with its traceback; the caller learns nothing of the inside."""
    got_request_exception.send(sender=None, request=request)
    log.exception("Internal Server Error: %s", request.path)
    return problem_response(500, _("Something went wrong here. It has been logged."))


def _headers(exception: APIException, view) -> dict[str, str]:
    if isinstance(exception, MethodNotAllowed):
        return {"Allow": ", ".join(view.allowed_methods)}
    if scheme := getattr(exception, "auth_header", None):
        return {"WWW-Authenticate": scheme}
    if wait := getattr(exception, "wait", None):
        return {"Retry-After": str(int(wait) + 1)}
    return {}


def _sentence(exception: APIException) -> str:
    if isinstance(exception, NotAcceptable):
        return _("There is no such representation. Ask for JSON or CSV.")
    return str(exception.detail)


@csrf_exempt
def no_such_address(request, path: str = "") -> HttpResponse:
    """Every address under /api/ that nothing else answers."""
    return problem_response(404, _("There is nothing at this address. See /api/v1/."))


@csrf_exempt
def without_slash(request, path: str = "") -> HttpResponse:
    """A read is led to the address with a slash; a write is refused, or its body would be lost."""
    if request.method not in ("GET", "HEAD"):
        return problem_response(404, _("Every address of the API ends in a slash: add it."))
    address = f"{request.path}/"
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
