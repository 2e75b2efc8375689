"""An old version of a record made the newest, by the rules that hold for any other change."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from countries.models import EditorialState
from countries.models.base import EditorialModel
from events.editorial import Refused, may_review, needs_review, propose
from events.history import (
    NotRestorable,
    Version,
    deleted,
    proposable,
    restore,
    undelete,
)
from events.models import Revision

PUBLIC = (EditorialState.PUBLISHED, EditorialState.WITHDRAWN)


def waits_for_review(*, record: models.Model, user) -> bool:
    """Whether restoring a version of this record is a change that another person approves."""
    return isinstance(record, EditorialModel) and needs_review(record=record, user=user)


@transaction.atomic
def restore_version(
    *, record: models.Model, version: Version, user, reason: str = ""
) -> Revision | None:
    """Restore a version; of a published record it is proposed, and the revision is the answer.

    Raises Refused where the version cannot be brought back or is what stands there already.
    """
    why = reason or _("version %(number)s restored") % {"number": version.number}
    try:
        if not waits_for_review(record=record, user=user):
            restore(record=record, version=version, actor=user.get_username(), reason=why)
            return None
        held: Any = type(record)._default_manager.select_for_update().get(pk=record.pk)
        payload = proposable(held, version)
    except NotRestorable as obstacle:
        raise Refused(str(obstacle)) from obstacle
    revision = propose(record=held, payload=payload, user=user, reason=why)
    if revision is None:
        raise Refused(_("The record says all this already."))
    return revision


def may_bring_back(*, row: Any, user) -> bool:
    """Whether this user may bring back a deleted record, given its last version.

    What the public knew is a reviewer's to delete and to bring back.
    """
    return getattr(row, "state", "") not in PUBLIC or may_review(user)


@transaction.atomic
def bring_back(*, model: type[models.Model], key: int | str, user, reason: str = ""):
    """Bring a deleted record back. Raises Refused with what stands in the way."""
    last = deleted(model).filter(**{model._meta.pk.attname: key}).first()
    if last is not None and not may_bring_back(row=last, user=user):
        raise Refused(_("It was public: a reviewer brings it back."))
    try:
        return undelete(model=model, key=key, actor=user.get_username(), reason=reason)
    except NotRestorable as obstacle:
        raise Refused(str(obstacle)) from obstacle
