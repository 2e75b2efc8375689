"""Records that were public: a merged one leads to what replaces it, a withdrawn one is gone."""

import re
from typing import Any

from rest_framework.response import Response

from countries.filters.parameters import public
from countries.models import EditorialState


def moved(model: Any, conditions: dict[str, Any], request) -> Response | None:
    """301 to the public record that stands for the one of these conditions; None if none does."""
    record = model._default_manager.filter(**conditions).first()
    target = record.replacement() if hasattr(record, "replacement") else None
    if target is None or not public(model).filter(pk=target.pk).exists():
        return None
    path = re.sub(r"[^/]+/$", f"{target.public_id}/", request.path)
    address = request.build_absolute_uri(path)
    query = request.META.get("QUERY_STRING", "")
    location = f"{address}?{query}" if query else address
    return Response({"replaced_by": target.public_id}, 301, headers={"Location": location})


def was_public(model: Any, conditions: dict[str, Any]) -> bool:
    """Whether the record of these conditions is withdrawn and was once published.

    Its address may have been cited. One that was never public is as unknown as none.
    """
    if not hasattr(model, "public_id_prefix"):
        return False
    withdrawn = model._default_manager.filter(state=EditorialState.WITHDRAWN, **conditions)
    past = model.history.filter(state=EditorialState.PUBLISHED, id__in=withdrawn.values("pk"))
    return past.exists()
