"""The second of two people who save one record sees both versions and chooses, field by field."""

import datetime
import json

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import quote, unquote
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.admin.base import TrackedAdmin
from countries.edit_conflicts import merged, pieces
from countries.models import recorded_as
from countries.snapshots import Snapshot, apply, last_changed, snapshot, without_new_keys

VERSION = "_version"
PACKED = "_mine"
CHOICE = "_choose:"


def is_trial(request) -> bool:
    """Whether a form is saved only to see what it would make of the record."""
    return getattr(request, "is_trial", False)


class EditConflictMixin:
    """Forms that know which version they show: a later one is never overwritten unseen."""

    not_on_trial: tuple[str, ...] = ("_addanother", IS_POPUP_VAR)
    """Buttons that do more than save: not pressed where a form is saved only to be compared."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            posted = request.POST.get(VERSION)
            seen = getattr(request, "version_before", None)
            context["version"] = posted or (seen or last_changed(obj)).isoformat()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def message_user(self, request, *args, **options) -> None:
        if not is_trial(request):
            super().message_user(request, *args, **options)

    def _changeform_view(self, request, object_id, form_url, extra_context):
        seen = _instant(request.POST.get(VERSION, "")) if object_id else None
        if request.method != "POST" or seen is None or "_saveasnew" in request.POST:
            return super()._changeform_view(request, object_id, form_url, extra_context)
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if record is None:
            return super()._changeform_view(request, object_id, form_url, extra_context)
        if not self.has_change_permission(request, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        # Held until the answer is given: whoever saves next waits and is then compared with us.
        record = type(record).objects.select_for_update().get(pk=record.pk)
        now = last_changed(record)
        if PACKED in request.POST:
            return self._resolve(request, record, seen, now)
        if now == seen:
            return super()._changeform_view(request, object_id, form_url, extra_context)
        before, theirs = snapshot(record, seen), snapshot(record)
        response, mine = self._try(request, record, before, object_id, form_url, extra_context)
        return response or self._ask(request, record, before, theirs, mine, now)

    def _try(self, request, record, before: Snapshot, object_id, form_url, extra_context):
        """What the form makes of the record as its author saw it; or the form with its errors."""
        savepoint = transaction.savepoint()
        request.is_trial = True
        posted = request.POST
        # No editorial step is taken on the way.
        request.POST = posted.copy()
        for name in self.not_on_trial:
            request.POST.pop(name, None)
        try:
            apply(record, before, keep_keys=True)
            response = super()._changeform_view(request, object_id, form_url, extra_context)
            if not isinstance(response, HttpResponseRedirect):
                return response.render(), {}
            return None, snapshot(record)
        finally:
            request.POST = posted
            request.is_trial = False
            transaction.savepoint_rollback(savepoint)

    def _ask(self, request, record, before, theirs, mine, now) -> TemplateResponse:
        record.refresh_from_db()
        packed = signing.dumps(json.dumps([before, mine]), salt=_salt(request, record))
        last = record.history.order_by("-history_date").first()
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": _("Somebody changed this record meanwhile"),
            "opts": self.opts,  # type: ignore[attr-defined]
            "record": record,
            "pieces": pieces(record, before, theirs, mine),
            "who": last.history_user_id if last else "",
            "when": now,
            "version": now.isoformat(),
            "packed": packed,
            "is_popup": IS_POPUP_VAR in request.POST,
            "change_reason": request.POST.get("change_reason", ""),
        }
        return TemplateResponse(request, "admin/edit_conflict.html", context, status=409)

    def _resolve(self, request, record, seen, now):
        """Write what was chosen; asked again where the record was changed once more."""
        try:
            packed = signing.loads(request.POST[PACKED], salt=_salt(request, record))
        except signing.BadSignature as error:
            raise PermissionDenied from error
        before, mine = json.loads(packed)
        theirs = snapshot(record)
        if now != seen:
            return self._ask(request, record, before, theirs, mine, now)
        chosen = {
            key.removeprefix(CHOICE): value
            for key, value in request.POST.items()
            if key.startswith(CHOICE)
        }
        whole = request.POST.get("_all")
        if whole:
            chosen = {piece.key: whole for piece in pieces(record, before, theirs, mine)}
        payload = without_new_keys(merged(record, before, theirs, mine, chosen), theirs)
        try:
            with transaction.atomic():
                self._write(request, record, payload)
        except (ValidationError, IntegrityError) as error:
            texts = error.messages if isinstance(error, ValidationError) else [str(error)]
            self.message_user(request, " ".join(texts), messages.ERROR)
            return self._ask(request, record, before, theirs, mine, now)
        label = f"{self.opts.app_label}_{self.opts.model_name}"  # type: ignore[attr-defined]
        url = reverse(f"admin:{label}_change", args=[quote(record.pk)])
        popup = f"?{IS_POPUP_VAR}=1" if IS_POPUP_VAR in request.POST else ""
        return HttpResponseRedirect(f"{url}{popup}")

    def _write(self, request, record, payload: Snapshot) -> None:
        """Make the record what was chosen; where changes are reviewed, a subclass proposes it."""
        reason = request.POST.get("change_reason", "").strip()
        with recorded_as(request.user.get_username(), reason):
            apply(record, payload)
        self.message_user(request, _("Saved as you chose."), messages.SUCCESS)


class DirectAdmin(EditConflictMixin, TrackedAdmin):
    """Rows without a review: what is saved stands at once, but over nobody's unseen change."""


def _instant(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


def _salt(request, record) -> str:
    return f"edit-conflict:{request.user.pk}:{record._meta.label_lower}:{record.pk}"
