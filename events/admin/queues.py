"""The page of what waits for the person who is signed in."""

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from countries.models.base import EditorialModel
from events.admin.resuming import PARAMETER
from events.editorial import may_review
from events.queues import SentBack, queues_of


@require_GET
@staff_member_required
def queues(request: HttpRequest) -> HttpResponse:
    """My drafts, what was sent back with its comment, and for reviewers what awaits them."""
    found = queues_of(request.user)
    return TemplateResponse(
        request,
        "admin/queues.html",
        {
            **admin.site.each_context(request),
            "title": _("What waits for you"),
            "mine": [(record, form_url(record)) for record in found.mine],
            "sent_back": [(item, _resume_url(item)) for item in found.sent_back],
            "to_review": [(record, form_url(record)) for record in found.to_review],
            "revisions": found.revisions,
            "reviews": may_review(request.user),
        },
    )


def _resume_url(item: SentBack) -> str:
    """The form in which the author goes on: with the change in it, where one was declined."""
    url = form_url(item.record)
    return f"{url}?{PARAMETER}={item.revision.pk}" if item.revision else url


def form_url(record: EditorialModel) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
