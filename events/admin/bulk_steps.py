"""An editorial step with several records at once: asked first where a reviewer decides on what
belongs together, then taken with each, with counts of what was refused and why."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from countries.models.base import EditorialModel
from events.admin.editorial_steps import SHOWN, STEPS, Step
from events.admin.side_by_side import change_url, records_of
from events.editorial import Refused
from events.together import changed_meanwhile, rehearse, seen, take_together

Take = Callable[..., list[EditorialModel]]
UNSAID = "…"  # in place of a comment that is asked for on the page itself


@require_POST
@staff_member_required
def together(request: HttpRequest) -> HttpResponse:
    """Take a step with records and what belongs to them, from the queues or from the page that asks
    first. A reviewer is asked first, and decides on what that page showed."""
    step = next((s for s in STEPS if s.queue_label and s.name in request.POST), None)
    if step is None:
        raise Http404
    records = [r for r in records_of(request.POST.getlist("record")) if _may_see(request, r)]
    if step.reviewer and "confirmed" not in request.POST:
        return ask_first(request, step, records)
    take = _take_seen(request.POST.getlist(SHOWN)) if step.reviewer else take_together
    take_each(request, step, records, take, request.POST.get("comment", ""))
    return HttpResponseRedirect(_way_back(request))


def _may_see(request: HttpRequest, record: EditorialModel) -> bool:
    """Who is of the staff and no more is told of no draft, whatever ids they send."""
    return admin.site.get_model_admin(type(record)).has_view_permission(request, record)


def ask_first(request: HttpRequest, step: Step, records: Iterable[EditorialModel]) -> HttpResponse:
    """List what would go and what would be refused, and why, before anything is done."""
    comment = request.POST.get("comment", request.POST.get("change_reason", "")).strip()
    words = {step.says: comment or UNSAID}
    found = rehearse(step=step.run, records=records, user=request.user, **words)
    going = [record for each in found if not each.refused for record, _none in each.lines]
    return TemplateResponse(
        request,
        "admin/take_together.html",
        {
            **admin.site.each_context(request),
            "title": step.action_label,
            "step": step,
            "comment": comment,
            "heads": records,
            "rehearsed": found,
            "going": going,
            "versions": [version_of(record) for record in going],
            "refused": sum(each.refused for each in found),
            "shown": SHOWN,
            "back": _way_back(request),
        },
    )


def _way_back(request: HttpRequest) -> str:
    """The list or the queues from which the step was asked for."""
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return back
    here = request.get_full_path()
    return reverse("queues") if here == reverse("together") else here


def take_alone(*, step, record: EditorialModel, user, **words: str) -> list[EditorialModel]:
    """Take a step with one record and nothing else."""
    step(record=record, user=user, **words)
    return [record]


def version_of(record: EditorialModel) -> str:
    """Which record, as it was last changed: what the page showed."""
    return f"{record.public_id} {record.updated_at.isoformat()}"


def _take_seen(versions: list[str]) -> Take:
    """Take a step with what was shown, as it was shown."""
    shown = {version.split()[0] for version in versions}
    unchanged = {r.public_id for r in records_of(shown) if version_of(r) in versions}

    def take(*, step, record: EditorialModel, user, **words: str) -> list[EditorialModel]:
        others = seen(step=step, record=record, user=user, shown=shown)
        for each in (record, *others):
            if each.public_id in shown - unchanged:
                raise changed_meanwhile(each)
        return take_together(step=step, record=record, user=user, others=others, **words)

    return take


def take_each(
    request: HttpRequest, step: Step, records: Iterable[EditorialModel], take: Take, said: str
) -> None:
    """Take a step with each record; what was said is kept with it. The counts and the reasons of
    what was refused are messages."""
    words = {step.says: said.strip()} if said.strip() else {}
    gone: set[tuple[Any, int]] = set()
    refused = []
    for record in records:
        if (type(record), record.pk) in gone:  # it went with one before it
            continue
        try:
            went = take(step=step.run, record=record, user=request.user, **words)
        except Refused as refusal:
            refused.append((linked(record), " ".join(refusal.reasons)))
        else:
            gone |= {(type(each), each.pk) for each in went}
    _say(request, step, len(gone), refused)


def _say(request: HttpRequest, step: Step, done: int, refused: list[tuple[str, str]]) -> None:
    if done:
        text = ngettext("%(count)d record %(done)s.", "%(count)d records %(done)s.", done)
        messages.success(request, text % {"count": done, "done": step.done})
    if refused:
        text = ngettext("%d record refused:", "%d records refused:", len(refused))
        reasons = format_html_join("", "<br>{}: {}", refused)
        messages.warning(request, format_html("{}{}", text % len(refused), reasons))


def linked(record: EditorialModel) -> str:
    """The record's id and name, as a link to its form."""
    return format_html('<a href="{}">{} {}</a>', change_url(record), record.public_id, record)
