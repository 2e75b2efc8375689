"""The languages of a page: the switch in the header, and the same page for search engines."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from diplotrack.languages import OWN_NAMES, address

register = template.Library()


@dataclass(frozen=True)
class Choice:
    """One language that the page can be read in."""

    code: str
    name: str
    short: str
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def languages(context) -> list[Choice]:
    """The page's languages; none where there is no request to answer."""
    request = context.get("request")
    if request is None:
        return []
    active = (get_language() or settings.LANGUAGE_CODE)[:2]
    return [
        Choice(code, *OWN_NAMES[code], address(request, code), code == active)
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag
def absolute(request: HttpRequest, url: str) -> str:
    return request.build_absolute_uri(url)


@register.simple_tag
def neutral(request: HttpRequest) -> str:
    """The page's address without a language: each reader gets their own."""
    return request.build_absolute_uri(address(request, None))
