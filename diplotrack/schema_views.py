"""The OpenAPI document and the page that shows it: long to make, so made once for who has it."""

from django.http import HttpRequest
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from countries.conditional import ConditionalPageMixin


class SchemaView(ConditionalPageMixin, SpectacularAPIView):
    """``/api/v1/schema/``, as YAML or JSON by ``format`` or the Accept header."""

    def tag_facts(self, request: HttpRequest) -> tuple[str, ...]:
        return (request.headers.get("Accept", ""),)


class SchemaPageView(ConditionalPageMixin, SpectacularSwaggerSplitView):
    """``/api/v1/docs/``. Split: the script has an address of its own, for the policy allows none
    inside a page."""
