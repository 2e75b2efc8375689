from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models.history import TrackedModel
from events.models.records import RecordLink, exactly_one_record, record_foreign_key
from events.models.sources import Citation


class FieldDecision(RecordLink, TrackedModel):
    """Which of several sources that disagree on a field of a record is followed, and why.

    The last decision on a field holds; earlier ones stay on record.
    """

    visit = record_foreign_key("events.Visit", "field_decisions", _("visit"))
    summit = record_foreign_key("events.Summit", "field_decisions", _("summit"))
    document = record_foreign_key("events.SignedDocument", "field_decisions", _("document"))
    chairmanship = record_foreign_key("events.Chairmanship", "field_decisions", _("chairmanship"))
    initiative = record_foreign_key("events.Initiative", "field_decisions", _("initiative"))
    journey = record_foreign_key("events.Journey", "field_decisions", _("journey"))
    person = record_foreign_key("countries.Person", "field_decisions", _("person"))
    field = models.CharField(_("field"), max_length=40)
    citation = models.ForeignKey(
        Citation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("citation followed"),
    )
    value = models.CharField(_("value then"), max_length=500, blank=True, editable=False)
    reason = models.TextField(_("reason"))
    author = models.CharField(_("decided by"), max_length=150, editable=False)
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on a field")
        verbose_name_plural = _("decisions on fields")
        ordering = ("-decided_at", "-id")
        constraints = [exactly_one_record("fielddecision")]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"

    def clean(self) -> None:
        super().clean()
        if self.citation and (
            self.citation.record != self.record or self.citation.field != self.field
        ):
            raise ValidationError({"citation": _("That is a citation for something else.")})
