"""Browsers ask for /favicon.ico on every page that names no icon, the stock admin's among them."""

from django.templatetags.static import static
from django.views.generic import RedirectView


class FaviconView(RedirectView):
    def get_redirect_url(self, *args, **kwargs) -> str:
        return static("diplotrack/icon.svg")
