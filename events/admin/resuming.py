"""A change to a published record that was sent back, taken up again in the record's own form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from countries.snapshots import apply, last_changed
from events.editorial import drop, may_resume, resumed
from events.models import Revision

PARAMETER = "revision"


class ResumeMixin:
    """Forms that open with an author's own change in them: ``?revision=12``.

    The change is written, the form is made of it, and all is taken back: the published row stays.
    """

    def render_change_form(self, request, context, *args, **options):
        context["resumed"] = getattr(request, "resumed", None)
        return super().render_change_form(request, context, *args, **options)

    def _changeform_view(self, request, object_id, form_url, extra_context):
        show = super()._changeform_view
        revision = resumed_by(request)
        record = self.get_object(request, object_id) if object_id else None  # type: ignore[attr-defined]
        if revision is None or record is None or revision.record != record:
            return show(request, object_id, form_url, extra_context)
        with transaction.atomic():
            savepoint = transaction.savepoint()
            request.version_before = last_changed(record)
            try:
                apply(record, resumed(revision), keep_keys=True)
            except ValidationError as error:
                transaction.savepoint_rollback(savepoint)
                text = _("The change can no longer be made: %s") % " ".join(error.messages)
                messages.error(request, text)
                return show(request, object_id, form_url, extra_context)
            request.resumed, request.base_savepoint = revision, savepoint
            response = show(request, object_id, form_url, extra_context)
            if not (hasattr(request, "proposal") or getattr(request, "is_trial", False)):
                if hasattr(response, "render"):
                    response.render()
                transaction.savepoint_rollback(savepoint)
            return response


def resumed_by(request) -> Revision | None:
    """The user's own change that the address names, where it may be taken up again."""
    number = request.GET.get(PARAMETER, "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    revision = Revision.objects.filter(pk=number).first()
    if revision is None or not may_resume(revision=revision, user=request.user):
        return None
    return revision


def superseded(request) -> None:
    """What was taken up and proposed anew waits no longer in its old shape."""
    revision = resumed_by(request)
    if revision and revision.decision == Revision.Decision.PENDING:
        drop(revision=revision, user=request.user)
