from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models.history import TrackedModel
from events.models.records import (
    RECORD_TYPES,
    RecordLink,
    exactly_one_record,
    record_foreign_key,
)

# Everything with an editorial state: a reported total has its source in a field of its own and no
# citation, but its change waits for review as any other.
REVISED_TYPES = (*RECORD_TYPES, "reported_total")


class Revision(RecordLink, TrackedModel):
    """A pending change to a published record, children included, until it is approved.

    ``payload`` is the record as it would become: ``{"fields": {column: value}, "children":
    {relation: [{column: value}]}}``. The record's own row stays as it was published.
    """

    record_types = REVISED_TYPES

    class Decision(models.TextChoices):
        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        DROPPED = "dropped", _("dropped by its author")

    visit = record_foreign_key("events.Visit", "revisions", _("visit"))
    summit = record_foreign_key("events.Summit", "revisions", _("summit"))
    document = record_foreign_key("events.SignedDocument", "revisions", _("document"))
    chairmanship = record_foreign_key("events.Chairmanship", "revisions", _("chairmanship"))
    initiative = record_foreign_key("events.Initiative", "revisions", _("initiative"))
    journey = record_foreign_key("events.Journey", "revisions", _("journey"))
    person = record_foreign_key("countries.Person", "revisions", _("person"))
    reported_total = record_foreign_key("events.ReportedTotal", "revisions", _("reported total"))
    payload = models.JSONField(_("proposed record"))
    based_on = models.DateTimeField(
        _("based on the record of"),
        help_text=_("When the published record was last changed before this was proposed."),
    )
    author = models.CharField(_("author"), max_length=150)
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decision = models.CharField(
        _("decision"),
        max_length=8,
        choices=Decision.choices,
        default=Decision.PENDING,
        db_index=True,
    )
    reviewer = models.CharField(_("reviewer"), max_length=150, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-created_at", "-id")
        constraints = [exactly_one_record("revision", REVISED_TYPES)]
        permissions = [("publish_record", "Can publish, withdraw and review records")]

    def __str__(self) -> str:
        return f"{self.record}: {self.get_decision_display()}"
