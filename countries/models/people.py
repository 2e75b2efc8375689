import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models.base import (
    EditorialModel,
    EditorialQuerySet,
    FoldedField,
    NamedModel,
    PartialDatesModel,
)
from countries.models.countries import Country
from countries.models.history import TrackedModel, TrackedQuerySet
from countries.models.organizations import Organization
from countries.names import fold
from countries.partial_dates import (
    PartialDateAttribute,
    date_order_constraint,
    ongoing_constraint,
    partial_date_constraint,
    partial_date_fields,
)


class PersonQuerySet(EditorialQuerySet):
    def search(self, text: str):
        """People with a name in any script that contains ``text``."""
        key = fold(text)
        return self.filter(search_text__contains=key) if key else self.none()


class Person(NamedModel, EditorialModel):
    """Someone who travels, receives, signs, chairs or takes part."""

    belonging = ("tenures", "citations")
    public_id_prefix = "P"

    other_names = models.CharField(
        _("other names"),
        max_length=500,
        blank=True,
        help_text=_("Other spellings, separated by semicolons."),
    )
    wikidata_id = models.CharField(_("Wikidata id"), max_length=12, blank=True)
    search_text = FoldedField(sources=("name_en", "name_ru", "name_kk", "other_names"))

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name_en", "id")

    def get_absolute_url(self) -> str:
        return f"/people/{self.public_id}/"


class PositionLevel(models.TextChoices):
    """What an office is, whatever its title: it decides who counts as a leader."""

    HEAD_OF_STATE = "head_of_state", _("head of state")
    HEAD_OF_GOVERNMENT = "head_of_government", _("head of government")
    MINISTER = "minister", _("minister")
    ORGANIZATION_HEAD = "organization_head", _("head of an organization")
    OTHER = "other", _("other")


LEADERS = (PositionLevel.HEAD_OF_STATE, PositionLevel.HEAD_OF_GOVERNMENT)


class Position(NamedModel, TrackedModel):
    """An office: a title in a country or in an organization."""

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("country"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("organization"),
    )
    level = models.CharField(
        _("level"), max_length=18, choices=PositionLevel.choices, default=PositionLevel.OTHER
    )
    search_text = FoldedField(
        sources=("name_en", "name_ru", "name_kk", "country_id", "organization_id")
    )

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ("name_en", "id")
        constraints = [
            models.CheckConstraint(
                name="position_country_or_organization",
                condition=Q(country__isnull=True) | Q(organization__isnull=True),
                violation_error_message=_(
                    "A position is in a country or in an organization, not in both."
                ),
            ),
            models.UniqueConstraint(
                fields=["name_en", "country"],
                condition=Q(country__isnull=False),
                name="position_unique_in_country",
                violation_error_message=_("This country has that position already."),
            ),
            models.UniqueConstraint(
                fields=["name_en", "organization"],
                condition=Q(organization__isnull=False),
                name="position_unique_in_organization",
                violation_error_message=_("This organization has that position already."),
            ),
            models.UniqueConstraint(
                fields=["name_en"],
                condition=Q(country__isnull=True, organization__isnull=True),
                name="position_unique_elsewhere",
                violation_error_message=_("There is such a position already."),
            ),
        ]

    def __str__(self) -> str:
        place = self.country_id or self.organization_id
        return f"{self.name} ({place})" if place else self.name


class TenureQuerySet(TrackedQuerySet):
    def on(self, date: datetime.date):
        """Tenures in force on a date; one whose end is not known counts as in force."""
        return self.filter(
            Q(start_date__isnull=True) | Q(start_date__lte=date),
            Q(end_date__isnull=True) | Q(end_date__gte=date),
        )


class Tenure(PartialDatesModel, TrackedModel):
    """Who held which office when."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="tenures", verbose_name=_("person")
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="tenures", verbose_name=_("position")
    )
    start_date, start_date_precision = partial_date_fields(_("from"), null=True)
    end_date, end_date_precision = partial_date_fields(_("to"), null=True)
    ongoing = models.BooleanField(
        _("still in office"),
        default=False,
        help_text=_("Leave unticked when the end has passed but is not known."),
    )
    start = PartialDateAttribute("start_date")
    end = PartialDateAttribute("end_date", "last")

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        ordering = ("person", "start_date", "id")
        constraints = [
            partial_date_constraint("tenure", "start_date"),
            partial_date_constraint("tenure", "end_date", "last"),
            date_order_constraint("tenure"),
            ongoing_constraint("tenure"),
            models.UniqueConstraint(
                fields=["person", "position", "start_date"], name="tenure_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.position}"
