"""Who writes: a token with its scopes, which acts for a user with permissions."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, PermissionDenied

from countries.filters.parameters import public
from countries.models.history import REASON_LENGTH
from events.editorial import may_review


@dataclass(frozen=True)
class Caller:
    """The user and the token that write, and why (``X-Change-Reason``)."""

    user: Any
    token: Any
    note: str = ""

    @property
    def name(self) -> str:
        return self.user.get_username()

    @property
    def reason(self) -> str:
        text = f"API token {self.token.name}"
        return (f"{text}: {self.note}" if self.note else text)[:REASON_LENGTH]

    @property
    def publishes(self) -> bool:
        """Whether this caller publishes and withdraws what others made."""
        return self.token.allows("publish") and may_review(self.user)

    @property
    def publishes_own(self) -> bool:
        """Whether what this caller makes and changes itself is public at once."""
        return self.publishes and not settings.AUTHOR_CANNOT_PUBLISH

    def reachable(self, model: Any):
        """The records that this caller may change: public ones and its own; a reviewer's are all.

        An unpublished record of someone else is, to a caller who is no reviewer, not there.
        """
        rows = model._default_manager.all()
        if may_review(self.user):
            return rows
        own = model.history.filter(history_type="+", history_user_id=self.name).values("id")
        return rows.filter(pk__in=public(model).order_by().values("pk")) | rows.filter(pk__in=own)


def writes(request, resource: str) -> bool:
    """Whether a request comes with a key that may write the resource."""
    return request.auth is not None and request.auth.allows(f"write:{resource}")


def caller_of(request, resource: str, model: Any, *permissions: str) -> Caller:
    """The caller of a write; NotAuthenticated or PermissionDenied says what is missing.

    ``permissions``: the actions (add, change, view) of which the user must hold one.
    """
    if request.auth is None:
        raise NotAuthenticated(
            _("Writing, and reading drafts, needs a key: Authorization: Bearer dt_…")
        )
    scope = f"write:{resource}"
    if not request.auth.allows(scope):
        raise PermissionDenied(_("The key lacks the scope %(scope)s.") % {"scope": scope})
    meta = model._meta
    wanted = [f"{meta.app_label}.{action}_{meta.model_name}" for action in permissions]
    if not any(request.user.has_perm(one) for one in wanted):
        detail = _("The key's user lacks the permission %(permission)s.")
        raise PermissionDenied(detail % {"permission": wanted[0]})
    note = unquote(request.headers.get("X-Change-Reason", ""))  # a header holds ASCII only
    return Caller(request.user, request.auth, note.strip())
