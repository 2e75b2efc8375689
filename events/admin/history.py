"""The history of a record with its children: who, when, why; compare, restore, bring back."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.admin.base import PartAdmin, TrackedAdmin
from countries.models.history import REASON_LENGTH
from events.editorial import Refused
from events.history import Version, deleted, difference, timeline
from events.restoring import (
    bring_back,
    may_bring_back,
    restore_version,
    waits_for_review,
)

PER_PAGE, DELETED_PER_PAGE = 40, 50


@require_http_methods(["GET", "POST"])
def record_history(request: HttpRequest, app: str, model: str, key: str) -> HttpResponse:
    """Every version of a record; two of them side by side; the way back to one."""
    manager = _manager(app, model)
    if not isinstance(manager, TrackedAdmin):
        return manager.history_view(request, key)
    record, exists = _record(manager.model, unquote(key))
    if not manager.has_view_or_change_permission(request, record):
        raise PermissionDenied
    story = timeline(record)
    if request.method == "POST":
        return _act(request, manager, record, [version for version, _changes in story])
    page = Paginator(story[::-1], PER_PAGE).get_page(request.GET.get("p"))
    old, new = _chosen(request, story)
    may_change = exists and manager.has_change_permission(request, record)
    context = {
        **admin.site.each_context(request),
        "opts": manager.opts,
        "title": _("History: %s") % _text(record),
        "record": record,
        "exists": exists,
        "record_url": _url(record, "change"),
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "old": old,
        "new": new,
        "newest": story[-1][0] if story else None,
        "compared": difference(record, old, new) if old and new else [],
        "may_restore": may_change and not isinstance(manager, PartAdmin),
        "may_bring_back": not exists and _may_bring_back(request, manager, record),
        "proposes": may_change and waits_for_review(record=record, user=request.user),
        "reason_length": REASON_LENGTH,
    }
    return TemplateResponse(request, "admin/record_history.html", context)


def _manager(app: str, model: str) -> Any:
    try:
        return admin.site.get_model_admin(apps.get_model(app, model))
    except (LookupError, NotRegistered) as error:
        raise Http404 from error


def _record(model: Any, key: str) -> tuple[Any, bool]:
    """A record, or its last version where it is deleted; and whether it exists."""
    name = model._meta.pk.attname
    try:
        found = model._default_manager.filter(pk=key).first()
        last = model.history.filter(**{name: key}).order_by("history_date", "history_id").last()
    except (ValueError, ValidationError) as error:
        raise Http404 from error
    if found is None and last is None:
        raise Http404
    return (found, True) if found is not None else (last.instance, False)


def _text(record: Any) -> str:
    try:
        text = str(record)
    except models.ObjectDoesNotExist:  # it names a row that is gone too
        text = str(record._meta.verbose_name)
    return f"{getattr(record, 'public_id', record.pk)} {text}"


def _chosen(request: HttpRequest, story) -> tuple[Version | None, Version | None]:
    """The two versions to compare, the older first; of one that is named, with the newest."""
    by_number = {str(version.number): version for version, _changes in story}
    found = [by_number.get(request.GET.get(name, "")) for name in ("old", "new")]
    if found[0] is not None and found[1] is None:
        found[1] = story[-1][0]
    if found[0] is None or found[1] is None:
        return None, None
    first, second = sorted((found[0], found[1]), key=lambda version: version.number)
    return first, second


def _act(request, manager, record, versions: list[Version]) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:REASON_LENGTH]
    try:
        if "_bring_back" in request.POST:
            return _bring_back(request, manager, record, reason)
        return _restore(request, manager, record, versions, reason)
    except Refused as refusal:
        for text in refusal.reasons:
            messages.error(request, _("Nothing was changed. %s") % text)
        return HttpResponseRedirect(request.get_full_path())


def _restore(request, manager, record, versions: list[Version], reason: str) -> HttpResponse:
    if isinstance(manager, PartAdmin) or not manager.has_change_permission(request, record):
        raise PermissionDenied
    number, instant = request.POST.get("version", ""), request.POST.get("instant", "")
    version = next((v for v in versions if str(v.number) == number), None)
    if version is None or version.instant.isoformat() != instant:
        raise Http404
    revision = restore_version(record=record, version=version, user=request.user, reason=reason)
    if revision is None:
        text = _("Version %(number)s stands again.") % {"number": version.number}
        messages.success(request, text)
    else:
        text = _("Version %(number)s awaits review as {}. The published record stays until then.")
        url = reverse("admin:events_revision_change", args=[revision.pk])
        link = format_html('<a href="{}">{}</a>', url, _("revision %d") % revision.pk)
        messages.success(request, format_html(text % {"number": version.number}, link))
    return HttpResponseRedirect(request.path)


def _may_bring_back(request, manager, record: Any) -> bool:
    return (
        not isinstance(manager, PartAdmin)
        and manager.has_add_permission(request)
        and request.user.has_perm(f"{manager.opts.app_label}.delete_{manager.opts.model_name}")
        and may_bring_back(row=record, user=request.user)
    )


def _bring_back(request, manager, record: Any, reason: str) -> HttpResponse:
    if not _may_bring_back(request, manager, record):
        raise PermissionDenied
    found = bring_back(model=manager.model, key=record.pk, user=request.user, reason=reason)
    url = _url(found, "change")
    text = format_html('<a href="{}">{}</a>: {}', url, _text(found), _("brought back"))
    messages.success(request, text)
    return HttpResponseRedirect(request.path)


def _url(record: Any, page: str) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[quote(record.pk)])


@require_http_methods(["GET"])
def deleted_records(request: HttpRequest) -> HttpResponse:
    """What was deleted, by type, the latest first: by whom, when, why, and the way back."""
    managers = {m.opts.label_lower: m for m in _with_deletions(request)}
    if not managers:
        raise PermissionDenied
    name = request.GET.get("type", next(iter(managers)))
    if name not in managers:
        raise Http404
    manager = managers[name]
    page = Paginator(deleted(manager.model), DELETED_PER_PAGE).get_page(request.GET.get("p"))
    rows = [(row, row.instance) for row in page]
    # What the records' names are made of, for all of them at once.
    models.prefetch_related_objects([record for _row, record in rows], *manager.shown_relations())
    context = {
        **admin.site.each_context(request),
        "title": _("Deleted records"),
        "types": [(label, m.opts.verbose_name_plural) for label, m in managers.items()],
        "chosen": name,
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [_deleted_row(request, manager, row, record) for row, record in rows],
    }
    return TemplateResponse(request, "admin/deleted_records.html", context)


def _with_deletions(request) -> list[Any]:
    """The admins of the records that this user may enter, in the order of the first page."""
    order = [
        model["model"]
        for group in admin.site.get_app_list(request)
        for model in group["models"]
        if model.get("model")
    ]
    found = [admin.site.get_model_admin(model) for model in order]
    return [m for m in found if isinstance(m, TrackedAdmin) and m.has_add_permission(request)]


def _deleted_row(request, manager, row: Any, record: Any) -> dict[str, Any]:
    return {
        "text": _text(record),
        "when": row.history_date,
        "who": row.history_user_id,
        "why": row.history_change_reason,
        "url": _url(record, "history"),
        "may": _may_bring_back(request, manager, row),
    }
