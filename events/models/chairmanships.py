from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Organization, Person
from countries.models.base import FoldedField
from countries.partial_dates import (
    date_order_constraint,
    ongoing_constraint,
    partial_date_constraint,
)
from events.models.records import DatedRecord, PeriodQuerySet
from events.models.vocabulary import ChairmanshipConvention


class ChairmanshipQuerySet(PeriodQuerySet):
    def during(self, first, last):
        """Terms of which a part lies between two days; an open end reaches beyond them."""
        return self.filter(
            Q(end_date__gte=first)
            | Q(end_date__isnull=True, ongoing=True)
            | Q(end_date__isnull=True, start_date__gte=first),
            start_date__lte=last,
        )

    def overlapping(self, chairmanship: "Chairmanship"):
        """Other terms of the same organization at the same time.

        The day of handing over belongs to both terms and is no overlap. An overlap is a reason to
        warn, not to refuse: organizations have co-chairs.
        """
        others = (
            self.filter(organization=chairmanship.organization_id)
            .exclude(pk=chairmanship.pk)
            .exclude(state="withdrawn")
        )
        if chairmanship.end_date:
            others = others.filter(start_date__lt=chairmanship.end_date)
        return others.filter(
            Q(end_date__gt=chairmanship.start_date) | Q(end_date__isnull=True, ongoing=True)
        )


class Chairmanship(DatedRecord):
    """A country chairs an organization from a day to a day."""

    belonging = ("citations",)
    public_id_prefix = "C"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="chairmanships", verbose_name=_("organization")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="chairmanships", verbose_name=_("country")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chairmanships",
        verbose_name=_("in the chair"),
    )
    ongoing = models.BooleanField(
        _("ongoing"),
        default=False,
        help_text=_("Still in the chair. Unticked with an empty end: the end is not known."),
    )
    convention = models.ForeignKey(
        ChairmanshipConvention,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chairmanships",
        verbose_name=_("convention"),
    )
    convention_note = models.CharField(_("convention: note"), max_length=255, blank=True)
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, help_text=_("2 for the country's second term")
    )
    theme = models.CharField(_("theme"), max_length=255, blank=True)
    search_text = FoldedField(sources=("theme", "convention_note", "note"))

    objects = ChairmanshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("chairmanship")
        verbose_name_plural = _("chairmanships")
        ordering = ("-start_date", "-id")
        constraints = [
            partial_date_constraint("chairmanship", "start_date"),
            partial_date_constraint("chairmanship", "end_date", "last"),
            date_order_constraint("chairmanship"),
            ongoing_constraint("chairmanship"),
            models.UniqueConstraint(
                fields=["organization", "country", "start_date"],
                name="chairmanship_unique",
                violation_error_message=_(
                    "This country's term from that day stands there already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.organization_id}, {self.start}"

    def get_absolute_url(self) -> str:
        return f"/chairmanships/{self.public_id}/"
