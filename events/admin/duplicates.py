"""The page of suspected pairs, and the page on which two records become one or stay two."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.models.base import EditorialModel
from events.admin.side_by_side import change_url, identifying, side_by_side, with_names
from events.duplicates import KINDS, likelihood, suspected_pairs
from events.duplicates.kinds import Kind, kind_of
from events.editorial import may_review
from events.merging import (
    MergeRefused,
    join_mirror,
    mark_different,
    merge,
    relations_of,
)

PER_PAGE = 20


@require_http_methods(["GET"])
@permission_required("events.view_visit", raise_exception=True)
def suspected(request: HttpRequest) -> HttpResponse:
    """Pairs of records of a type that may be one, the likeliest first."""
    kind = KINDS.get(request.GET.get("kind", "visit"))
    if kind is None:
        raise Http404
    page = Paginator(suspected_pairs(kind), PER_PAGE).get_page(request.GET.get("page"))
    keys = [key for pair in page for key in (pair.first, pair.second)]
    records, names = with_names(kind.model, keys), identifying(kind.model, kind.columns)
    rows = [
        {
            "records": (one, other),
            "likelihood": pair.likelihood,
            "lines": side_by_side([one, other], names),
        }
        for pair in page
        if (one := records.get(pair.first)) and (other := records.get(pair.second))
    ]
    context = {
        "title": _("Suspected duplicates"),
        "kinds": [(k.name, k.model._meta.verbose_name_plural) for k in KINDS.values()],
        "kind": kind.name,
        "page": page,
        "rows": rows,
        "may_merge": may_review(request.user),
    }
    return _page(request, "admin/suspected_pairs.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("events.view_visit", raise_exception=True)
def compare(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Two records side by side: merge them, choosing field by field, join them, or keep them two.

    The first is the one that is kept.
    """
    keep, drop = _record(first), _record(second)
    if type(keep) is not type(drop) or keep.pk == drop.pk:
        raise Http404
    if request.method == "POST" and "_preview" not in request.POST:
        return _decide(request, keep, drop)
    lines = side_by_side([keep, drop])
    taken = {line.name: _takes(request, line) for line in lines}
    context = {
        "title": _("%(one)s and %(other)s") % {"one": keep.public_id, "other": drop.public_id},
        "opts": keep._meta,
        "records": (keep, drop),
        "likelihood": likelihood(keep, drop) if kind_of(keep) else None,
        "lines": [(line, taken[line.name], line.values[taken[line.name]]) for line in lines],
        "moves": _moves(drop),
        "previewed": request.method == "POST",
        "reason": request.POST.get("reason", ""),
        "may_merge": may_review(request.user),
        "may_mirror": hasattr(keep, "mirror_of_id"),
        "standing": keep.state != "withdrawn" and drop.state != "withdrawn",
    }
    return _page(request, "admin/compare_records.html", context)


def _takes(request: HttpRequest, line) -> bool:
    """Whether the dropped record's value is taken: as chosen, else where the kept one has none."""
    chosen = request.POST.get(f"take-{line.name}")
    return chosen == "drop" if chosen else not line.values[0]


def _decide(request: HttpRequest, keep: EditorialModel, drop: EditorialModel) -> HttpResponse:
    user, reason = request.user, request.POST.get("reason", "").strip()
    actor = user.get_username()
    if "_different" in request.POST:
        if not user.has_perm(f"{keep._meta.app_label}.change_{keep._meta.model_name}"):
            raise PermissionDenied
        mark_different(one=keep, other=drop, actor=actor, reason=reason)
        messages.success(request, _("They are kept as two, and nobody is asked again."))
        return _back(request, reverse("suspected-pairs") + f"?kind={_kind_name(keep)}")
    if not may_review(user):
        raise PermissionDenied
    try:
        if "_mirror" in request.POST:
            done = join_mirror(keep=keep, mirror=drop, actor=actor, reason=reason)
        else:
            take = [
                name.removeprefix("take-")
                for name, value in request.POST.items()
                if name.startswith("take-") and value == "drop"
            ]
            done = merge(keep=keep, drop=drop, actor=actor, reason=reason, take=take)
    except MergeRefused as refusal:
        messages.error(request, _("Nothing was changed. %s") % refusal)
        return HttpResponseRedirect(request.path)
    link = format_html(
        '<a href="{}">{}</a>',
        reverse("admin:events_merge_change", args=[done.pk]),
        _("what was changed, and undo"),
    )
    text = _("%(drop)s is now part of %(keep)s") % {
        "drop": drop.public_id,
        "keep": keep.public_id,
    }
    messages.success(request, format_html("{}: {}.", text, link))
    return _back(request, change_url(keep))


def _back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page of pairs that the decision came from, else elsewhere."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(address if address and safe else otherwise)


def _moves(drop: EditorialModel) -> list[tuple[str, int]]:
    """What belongs or points to the dropped record, by type, with its number."""
    found = []
    for link in relations_of(type(drop)):
        count = link.model._default_manager.filter(**{link.name: drop.pk}).count()
        if count:
            found.append((f"{link.model._meta.verbose_name_plural} ({link.verbose_name})", count))
    return found


def _record(public_id: str) -> Any:
    prefix, number = public_id[:1], public_id[1:]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    for model in _models():
        if model.public_id_prefix == prefix:
            found = with_names(model, [int(number)]).get(int(number))
            if found:
                return found
    raise Http404


def _models() -> list[Any]:
    return [kind.model for kind in KINDS.values()]


def _kind_name(record: EditorialModel) -> str:
    kind: Kind | None = kind_of(record)
    return kind.name if kind else "visit"


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})
