"""A list of the admin as a file: what it shows, drafts included, for those who may see them."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from rest_framework.exceptions import APIException

from countries.api.columns import Choice
from countries.api.context import RowContext
from countries.api.exports import FORMATS, export_response
from countries.api.exports.resources import resource_table
from countries.api.serializers import RowSerializer
from countries.models.base import EditorialModel, EditorialState

LONGEST_SEARCH = 60


@require_safe
def export_list(request: HttpRequest, label: str, form: str) -> HttpResponseBase:
    """The rows of a model's list, with the list's own filters, search and order.

    404 for a model without an export or another format, 403 without the permission to view it,
    400 where the format cannot hold the rows, 503 while too many downloads are sent.
    """
    model_admin, serializer_class = _exported(label)
    if form not in FORMATS:
        raise Http404
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    try:
        shown = model_admin.get_changelist_instance(request)
    except IncorrectLookupParameters:
        raise BadRequest from None
    rows = shown.queryset.select_related(None).prefetch_related(None)
    try:
        return export_response(_table(request, rows, serializer_class, form), form)
    except APIException as refused:
        page = {"detail": refused.detail, **admin.site.each_context(request)}
        status = refused.status_code
        return render(request, "admin/export_refused.html", page, status=status)


def has_export(model: type[Model]) -> bool:
    """Whether the rows of a model can be downloaded: whether they are rows of the API too."""
    return any(one.model is model for one in RowSerializer.known.values())


def _exported(label: str) -> tuple[Any, type[RowSerializer]]:
    by_model = {one.model._meta.label_lower: one for one in RowSerializer.known.values()}
    if label not in by_model or not admin.site.is_registered(apps.get_model(label)):
        raise Http404
    return admin.site.get_model_admin(apps.get_model(label)), by_model[label]


def _table(request: HttpRequest, rows, serializer_class: type[RowSerializer], form: str):
    language = (get_language() or "en").split("-")[0]
    site = request.build_absolute_uri("/").rstrip("/")
    context = RowContext(language, site, unpublished=True)
    model = serializer_class.model
    more = [Choice("state", EditorialState.choices)] if issubclass(model, EditorialModel) else []
    serializer = serializer_class(context, more=more)
    asked = slugify(request.GET.get("q", ""), allow_unicode=False)[:LONGEST_SEARCH]
    name = "_".join(filter(None, (serializer.resource, "admin", asked, localdate().isoformat())))
    return resource_table(serializer, rows, name, form)
