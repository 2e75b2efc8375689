"""The downloads that an admin list offers."""

from typing import Any

from django import template
from django.urls import reverse

from countries.api.exports import FORMATS
from diplotrack.admin_exports import has_export

register = template.Library()


@register.inclusion_tag("admin/export_links.html", takes_context=True)
def export_links(context, cl) -> dict[str, Any]:
    """One link for each format, with the filters, search and order of the list."""
    asked = context["request"].GET.urlencode()
    label = cl.opts.label_lower
    formats = FORMATS if has_export(cl.model) else ()
    links = [
        (name, reverse("export-list", args=[label, name]) + (f"?{asked}" if asked else ""))
        for name in formats
    ]
    return {"links": links}
