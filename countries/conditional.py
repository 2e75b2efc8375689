"""Strong ETags for answers that depend on the record, its code and the request, and on no session.

A tag costs one query and is known before anything else is read, so an unchanged answer (304) costs
hardly more (docs/decisions/0041).
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from countries.models.data_version import data_version

CODE_FOLDERS = ("countries", "events", "diplotrack", "templates", "locale")
CODE_SUFFIXES = {".py", ".html", ".css", ".js", ".json", ".po"}
# Kept by browsers and proxies, but never shown without asking whether it is still so.
REVALIDATE = "no-cache"


@cache
def code_stamp() -> str:
    """A name for the code that makes the answers: a new release must not look like the old one."""
    digest = hashlib.sha256()
    for folder in CODE_FOLDERS:
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.suffix in CODE_SUFFIXES and file.is_file():
                digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + file.read_bytes())
    return digest.hexdigest()


def entity_tag(request: HttpRequest, version: str, *more: str) -> str:
    """The strong ETag of the answer to a request: by host, address, language and what is given."""
    facts = (code_stamp(), version, request.build_absolute_uri(), get_language() or "", *more)
    name = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]
    return f'"{name}"'


def is_unchanged(request: HttpRequest, tag: str) -> bool:
    """Whether the caller has this very answer. ``*`` proves nothing: it may never have had one."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return tag in (one.removeprefix("W/") for one in known)


def tagged(response: HttpResponse, tag: str, *, private: bool = False) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = f"private, {REVALIDATE}" if private else REVALIDATE
    patch_vary_headers(response, ("Accept", "Accept-Language", "Cookie", "Authorization"))
    return response


class ConditionalPageMixin:
    """A page that is made of the record alone answers 304 while neither changes.

    Someone who is signed in gets the page made anew: it may show more, or a message. The day is
    part of the tag, since pages speak of today. ``tag_facts`` are what else an answer depends on.
    """

    is_conditional = True

    def tag_facts(self, request: HttpRequest) -> tuple[str, ...]:
        return ()

    def dispatch(self, request, *args, **kwargs):
        handle = super().dispatch
        is_read = self.is_conditional and request.method in ("GET", "HEAD")
        if settings.DEBUG or not is_read or _has_session(request):
            return handle(request, *args, **kwargs)
        facts = self.tag_facts(request)
        tag = entity_tag(request, data_version(), timezone.now().date().isoformat(), *facts)
        if is_unchanged(request, tag):
            return tagged(HttpResponseNotModified(), tag)
        response = handle(request, *args, **kwargs)
        return tagged(response, tag) if response.status_code == 200 else response


def _has_session(request: HttpRequest) -> bool:
    names = (settings.SESSION_COOKIE_NAME, "messages")
    return any(name in request.COOKIES for name in names)
