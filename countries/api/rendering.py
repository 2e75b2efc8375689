"""JSON by orjson, and the choice of a format."""

import orjson
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from countries.api.errors import invalid
from countries.api.question import single
from countries.filters.parameters import nearest


class JSONRenderer(BaseRenderer):
    """``format=json``, the default."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class FormatNegotiation(DefaultContentNegotiation):
    """As REST framework chooses, but an unknown ``format`` is a bad question, not a 404.

    So is an empty one, and one that stands twice.
    """

    def select_renderer(self, request, renderers, format_suffix=None):
        format = single(request.query_params, "format")
        if format is not None:
            self.filter_renderers(renderers, format)
        return super().select_renderer(request, renderers, format_suffix)

    def filter_renderers(self, renderers, format):
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            known = [renderer.format for renderer in renderers]
            detail = _("“%(format)s” is not a format here. Known formats: %(known)s.") % {
                "format": format,
                "known": ", ".join(known),
            }
            raise invalid("format", detail, nearest(format, known))
        return found
