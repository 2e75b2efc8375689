import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models.base import FoldedField, NamedModel, PartialDatesModel
from countries.models.countries import Country
from countries.models.history import TrackedModel, TrackedQuerySet
from countries.models.organizations import Organization
from countries.partial_dates import (
    PartialDateAttribute,
    date_order_constraint,
    ongoing_constraint,
    partial_date_constraint,
    partial_date_fields,
)


class CountryGroup(NamedModel, TrackedModel):
    """A named set of countries with dated membership; a foreign-policy vector is a group."""

    belonging = ("memberships",)

    class Kind(models.TextChoices):
        REGION = "region", _("region")
        ORGANIZATION = "organization", _("members of an organization")
        VECTOR = "vector", _("foreign-policy vector")

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    organization = models.OneToOneField(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="group",
        verbose_name=_("organization"),
        help_text=_("The body whose members these are."),
    )
    countries = models.ManyToManyField(
        Country,
        through="CountryGroupMembership",
        related_name="groups",
        verbose_name=_("countries"),
    )
    search_text = FoldedField(sources=("name_en", "name_ru", "name_kk", "code"))

    class Meta:
        verbose_name = _("country group")
        verbose_name_plural = _("country groups")
        ordering = ("kind", "name_en", "code")


class CountryGroupMembershipQuerySet(TrackedQuerySet):
    def on(self, date: datetime.date | models.F | models.OuterRef):
        """Memberships in force on a date (or on a column's date, row by row)."""
        return self.filter(
            Q(joined__isnull=True) | Q(joined__lte=date), Q(left__isnull=True) | Q(left__gte=date)
        )


class CountryGroupMembership(PartialDatesModel, TrackedModel):
    """A country's membership in a group, from the day it joined to the last day."""

    group = models.ForeignKey(
        CountryGroup, models.CASCADE, related_name="memberships", verbose_name=_("group")
    )
    country = models.ForeignKey(
        Country, models.CASCADE, related_name="memberships", verbose_name=_("country")
    )
    joined, joined_precision = partial_date_fields(_("joined"), null=True)
    left, left_precision = partial_date_fields(_("last day of membership"), null=True)
    ongoing = models.BooleanField(_("still a member"), default=True)
    joining = PartialDateAttribute("joined")
    leaving = PartialDateAttribute("left", "last")

    objects = CountryGroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("group", "country", "joined")
        constraints = [
            partial_date_constraint("membership", "joined"),
            partial_date_constraint("membership", "left", "last"),
            date_order_constraint("membership", "joined", "left"),
            ongoing_constraint("membership", "left"),
            models.UniqueConstraint(
                fields=["group", "country", "joined"], name="membership_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} in {self.group_id}"
