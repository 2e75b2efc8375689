"""In which language a page answers: ``?lang=`` for this address and from then on, else the cookie,
else what the browser asks for.

The API reads its own ``lang`` and remembers nothing: a program's question must not depend on what
it asked before.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from countries.filters import Problem
from countries.filters.parameters import nearest

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PARAMETER = "lang"
# The names by which readers find their own language, whatever the page is in, and short ones.
OWN_NAMES = {"en": ("English", "Eng"), "ru": ("Русский", "Рус"), "kk": ("Қазақша", "Қаз")}
OWN_ANSWERS = re.compile(r"/(api/v1/|\w+\.ics$)")  # what reads and refuses ``lang`` by itself
ADMIN = "/admin/"  # where the admin takes any parameter for a filter


class LanguageMiddleware(LocaleMiddleware):
    """Django's, and ``?lang=``, which a page remembers in Django's language cookie."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        code = request.GET.get(PARAMETER)
        if code in LANGUAGES and not OWN_ANSWERS.match(request.path):
            translation.activate(code)
            request.LANGUAGE_CODE = code

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        asked = request.GET.getlist(PARAMETER)
        if not asked or OWN_ANSWERS.match(request.path):
            return None
        if len(asked) > 1 or asked[0] not in LANGUAGES:
            return _refused(request, asked[-1])
        if request.path.startswith(ADMIN) and request.method == "GET":
            return HttpResponseRedirect(address(request, None))
        return None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        answer = super().process_response(request, response)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(answer, ("Cookie",))
            if not OWN_ANSWERS.match(request.path):
                _remember(request, answer)
        return answer


def _remember(request: HttpRequest, response: HttpResponseBase) -> None:
    code = request.GET.get(PARAMETER, "")
    if code in LANGUAGES and code != request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )


def _refused(request: HttpRequest, code: str) -> HttpResponse:
    detail = _("“%(value)s” is not known here. Known: %(known)s.") % {
        "value": code,
        "known": ", ".join(LANGUAGES),
    }
    problem = Problem(PARAMETER, detail, nearest(code.lower()[:2], LANGUAGES))
    context = {"problems": [problem], "back_url": address(request, None)}
    return render(request, "400.html", context, status=400)


def address(request: HttpRequest, code: str | None) -> str:
    """The same address in a language; without one for the language that the reader prefers."""
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    if code:
        query[PARAMETER] = code
    return request.path + (f"?{query.urlencode()}" if query else "")
