"""Edit conflicts of records that are reviewed: what is chosen for a published one is proposed."""

from django.contrib import messages
from django.utils.translation import gettext as _

from countries.admin.edit_conflicts import EditConflictMixin
from countries.models import recorded_as
from countries.snapshots import Row, Snapshot, apply, snapshot
from events.actions import reassume_journey
from events.admin.editorial_steps import STEP_BUTTONS
from events.admin.resuming import superseded
from events.editorial import needs_review, propose
from events.models import Visit


class ReviewedEditConflictMixin(EditConflictMixin):
    """Forms of records with an editorial state; a copy is a record of its own."""

    not_on_trial = (*EditConflictMixin.not_on_trial, *STEP_BUTTONS)

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if "_saveasnew" in request.POST:
            _forget_what_is_its_own(request)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _write(self, request, record, payload: Snapshot) -> None:
        user, reason = request.user, request.POST.get("change_reason", "").strip()
        if needs_review(record=record, user=user):
            if propose(record=record, payload=payload, user=user, reason=reason):
                superseded(request)
            text = _("Your change awaits review. The published record stays as it is until then.")
        else:
            moved = _moved(snapshot(record)["fields"], payload["fields"])
            with recorded_as(user.get_username(), reason):
                apply(record, payload)
                if isinstance(record, Visit) and (moved or record.journey_id is None):
                    reassume_journey(visit=record)
            text = _("Saved as you chose.")
        self.message_user(request, text, messages.SUCCESS)


def _moved(before: Row, after: Row) -> bool:
    """Whether a stop's journey has to be found anew: its dates or its sides are other ones."""
    return any(before.get(column) != after.get(column) for column in Visit.moved_by)


def _forget_what_is_its_own(request) -> None:
    """A copy has an external id and an assumed journey of its own, or none."""
    request.POST = request.POST.copy()
    for name in ("external_id", "journey"):
        if name in request.POST:
            request.POST[name] = ""
