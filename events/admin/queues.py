"""The page of what waits for the person who is signed in."""

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from countries.models.base import EditorialModel
from events.admin.editorial_steps import PUBLISH, SEND_BACK, SUBMIT
from events.admin.resuming import PARAMETER
from events.admin.side_by_side import change_url
from events.bundles import Belonging, Bundle
from events.editorial import may_review
from events.queues import SentBack, queues_of

QUEUES = ("sent_back", "mine", "to_review", "revisions")


@require_GET
@staff_member_required
def queues(request: HttpRequest) -> HttpResponse:
    """My drafts, what was sent back with its comment, and for reviewers what awaits them."""
    found = queues_of(request.user)
    returned = {item.record: item for item in found.sent_back if not item.revision}
    belonging = Belonging([*found.mine, *returned, *found.to_review])
    came_back = belonging.bundles(returned)
    return TemplateResponse(
        request,
        "admin/queues.html",
        {
            **admin.site.each_context(request),
            "title": _("What waits for you"),
            "counts": {name: len(getattr(found, name)) for name in QUEUES},
            "mine": belonging.bundles(found.mine),
            "sent_back": [(bundle, _comments(bundle, returned)) for bundle in came_back],
            "declined": [
                (item, f"{change_url(item.record)}?{PARAMETER}={item.revision.pk}")
                for item in found.sent_back
                if item.revision
            ],
            "to_review": belonging.bundles(found.to_review),
            "revisions": found.revisions,
            "reviews": may_review(request.user),
            "authors_steps": [SUBMIT],
            "reviewers_steps": [PUBLISH, SEND_BACK],
        },
    )


def _comments(bundle: Bundle, returned: dict[EditorialModel, SentBack]) -> list[SentBack]:
    """What was said of what came back together: each comment once."""
    items = [returned[record] for record in (bundle.record, *bundle.others)]
    return list({(item.comment, item.reviewer): item for item in reversed(items)}.values())[::-1]
