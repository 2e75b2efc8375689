from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Organization, Person
from countries.models.base import FoldedField
from countries.partial_dates import date_order_constraint, partial_date_constraint
from events.models.records import DatedRecord, PeriodQuerySet, one_side


class JourneyQuerySet(PeriodQuerySet):
    def published(self):
        """Published journeys of published people."""
        return super().published().filter(traveller__state="published")


class Journey(DatedRecord):
    """One trip abroad, from departure to return, of one or more stops.

    *Sourced* when a source ties the stops together, *assumed* when only their dates adjoin.
    """

    belonging = ("citations",)
    public_id_prefix = "J"

    class Basis(models.TextChoices):
        SOURCED = "sourced", _("sourced")
        ASSUMED = "assumed", _("assumed from adjoining dates")

    traveller = models.ForeignKey(
        Person, models.PROTECT, related_name="journeys", verbose_name=_("traveller")
    )
    guest_country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="journeys",
        verbose_name=_("from country"),
    )
    guest_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="journeys",
        verbose_name=_("from organization"),
    )
    title = models.CharField(_("title"), max_length=255, blank=True)
    basis = models.CharField(_("basis"), max_length=7, choices=Basis.choices, default=Basis.SOURCED)
    search_text = FoldedField(sources=("title", "note"))

    objects = JourneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        ordering = ("-start_date", "-id")
        constraints = [
            partial_date_constraint("journey", "start_date"),
            partial_date_constraint("journey", "end_date", "last"),
            date_order_constraint("journey"),
            models.CheckConstraint(
                condition=one_side("guest_country", "guest_organization"),
                name="journey_one_guest",
                violation_error_message=_(
                    "A journey is made for a country or for an organization: choose one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.traveller}, {self.start}"

    def get_absolute_url(self) -> str:
        return f"/journeys/{self.public_id}/"
