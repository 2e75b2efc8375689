"""A page that shows that a long step goes on: it is sent piece by piece while the step runs.

Without a script, a queue or a second process; a browser that is closed ends the step, which then
has written nothing.
"""

import time
from collections.abc import Callable, Iterator

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

EVERY = 1  # second between two lines of progress
SMALL = 400_000  # bytes of a file whose steps take a second or two
HERE = "<!-- progress -->"
Failed = Callable[[Exception], str | None]


def run(
    request: HttpRequest,
    steps: Iterator[int],
    *,
    title: str,
    then: Callable[[], str],
    failed: Failed,
    small: bool,
) -> HttpResponseBase:
    """Go through ``steps`` and on to the address ``then()``; a large step shows how far it is.

    ``failed`` says what to tell of an exception, or None for one that is nobody's mistake.
    """
    if not small:
        return _streamed(request, steps, title, then, failed)
    if text := _finished(steps, failed):
        messages.error(request, text)
    return HttpResponseRedirect(then())


def _finished(steps: Iterator[int], failed: Failed) -> str:
    try:
        for _count in steps:
            pass
    except Exception as error:
        text = failed(error)
        if text is None:
            raise
        return text
    return ""


def _streamed(
    request, steps, title: str, then: Callable[[], str], failed: Failed
) -> StreamingHttpResponse:
    page = render_to_string(
        "admin/events/import_running.html",
        {**admin.site.each_context(request), "title": title, "place": HERE},
        request,
    )
    before, _here, after = page.partition(HERE)
    pieces = _pieces(before, after, steps, then, failed, translation.get_language() or "en")
    response = StreamingHttpResponse(pieces)
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy in front should pass each piece on
    return response


def _told_now_and_then(steps: Iterator[int]) -> Iterator[str]:
    """How far a step is, once a second; always that it writes (0)."""
    told = 0.0
    for count in steps:
        if not count:
            yield _("Writing")
        elif time.monotonic() - told >= EVERY:
            told = time.monotonic()
            yield _("%s lines read") % number_format(count, force_grouping=True)


def _pieces(
    before: str,
    after: str,
    steps: Iterator[int],
    then: Callable[[], str],
    failed: Failed,
    language: str,
) -> Iterator[str]:
    translation.activate(language)  # the request's own is over when the first piece is made
    yield before
    error = ""
    try:
        for text in _told_now_and_then(steps):
            yield format_html("<li>{}</li>\n", text)
            translation.activate(language)
    except Exception as problem:
        told = failed(problem)
        if told is None:
            raise
        error = told
    if error:
        yield format_html('</ol><p class="errornote">{}</p><ol>', error)
    else:
        yield format_html('<meta http-equiv="refresh" content="0;url={}">', then())
    yield format_html('</ol><p><a class="button" href="{}">{}</a></p><ol>', then(), _("Go on"))
    yield after
