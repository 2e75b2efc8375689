"""What the boxes for typing a row's name offer."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from countries.lookups import labels_of, offered
from countries.models.history import TrackedModel


@require_GET
@staff_member_required
def lookup(request: HttpRequest, label: str) -> JsonResponse:
    """``{"results": ["Kassym-Jomart Tokayev (P8)", …]}`` for ``?q=``, best first."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not issubclass(model, TrackedModel) or not admin.site.is_registered(model):
        raise Http404
    if not admin.site.get_model_admin(model).has_view_permission(request):
        raise PermissionDenied
    text = request.GET.get("q", "").replace("\0", "")[:200].strip()
    rows = offered(model, text) if text else []
    return JsonResponse({"results": labels_of(rows)})
