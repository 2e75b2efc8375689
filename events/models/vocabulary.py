"""Descriptive terms: rows with a stable code and names in three languages.

What code or constraints branch on is an enum in ``choices.py`` instead.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models.base import NamedModel
from countries.models.history import TrackedModel, TrackedQuerySet


class TermQuerySet(TrackedQuerySet):
    def in_use(self):
        """Terms that may still be chosen."""
        return self.filter(retired=False)


class Term(NamedModel, TrackedModel):
    """A word of a vocabulary. Retired when no longer wanted, never deleted."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    retired = models.BooleanField(
        _("retired"), default=False, help_text=_("Kept for old records, no longer offered.")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("order", "code")


class VisitType(Term):
    """The protocol rank of a visit: state, official, working, private, multilateral, transit."""

    class Meta(Term.Meta):
        verbose_name = _("visit type")
        verbose_name_plural = _("visit types")


class EventKind(Term):
    """What sort of meeting a summit is: summit, council session, congress, forum, conference…"""

    class Meta(Term.Meta):
        verbose_name = _("event kind")
        verbose_name_plural = _("event kinds")


class DocumentKind(Term):
    """What sort of document was signed: treaty, agreement, memorandum, declaration…"""

    class Meta(Term.Meta):
        verbose_name = _("document kind")
        verbose_name_plural = _("document kinds")


class ActionType(Term):
    """What happened to a document after it was signed: ratified, in force, terminated…"""

    class Meta(Term.Meta):
        verbose_name = _("action type")
        verbose_name_plural = _("action types")


class ChairmanshipConvention(Term):
    """How a chairmanship's term is counted: calendar year, summit to summit…"""

    class Meta(Term.Meta):
        verbose_name = _("chairmanship convention")
        verbose_name_plural = _("chairmanship conventions")
