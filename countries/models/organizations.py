from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models.base import FoldedField, NamedModel, PartialDatesModel
from countries.models.countries import Country
from countries.models.history import TrackedModel, TrackedQuerySet
from countries.names import fold
from countries.partial_dates import (
    PartialDateAttribute,
    date_order_constraint,
    partial_date_constraint,
    partial_date_fields,
)


class OrganizationQuerySet(TrackedQuerySet):
    def search(self, text: str):
        """Organizations with a name, a former name or a code that contains ``text``."""
        key = fold(text)
        if not key:
            return self.none()
        return self.filter(
            Q(search_text__contains=key)
            | Q(pk__in=OrganizationName.objects.filter(folded__contains=key).values("organization"))
        )


class Organization(NamedModel, PartialDatesModel, TrackedModel):
    """An intergovernmental body or a recurring format (SCO, OTS, C5+1).

    An organization can itself be a guest or a party, as the EU is.
    """

    belonging = ("names",)

    class Kind(models.TextChoices):
        ORGANIZATION = "organization", _("organization")
        ORGAN = "organ", _("organ of an organization")
        SUMMIT_FORMAT = "summit_format", _("recurring format")
        FORUM = "forum", _("forum")
        PROGRAMME = "programme", _("programme")
        TREATY = "treaty", _("treaty with meetings of its parties")

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices)
    founded, founded_precision = partial_date_fields(_("founded"), null=True)
    ended, ended_precision = partial_date_fields(_("ended"), null=True)
    founding = PartialDateAttribute("founded")
    ending = PartialDateAttribute("ended", "last")
    headquarters_country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seated_organizations",
        verbose_name=_("seat: country"),
    )
    headquarters_city = models.CharField(_("seat: city"), max_length=100, blank=True)
    cow_igo = models.CharField(_("COW IGO number"), max_length=6, blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=12, blank=True)
    website = models.URLField(_("website"), blank=True)
    search_text = FoldedField(sources=("name_en", "name_ru", "name_kk", "code"))

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ("name_en", "code")
        constraints = [
            partial_date_constraint("organization", "founded"),
            partial_date_constraint("organization", "ended", "last"),
            date_order_constraint("organization", "founded", "ended"),
        ]

    def get_absolute_url(self) -> str:
        return f"/organizations/{self.code}/"


class OrganizationName(TrackedModel):
    """Another name of an organization: a former one, an acronym, a spelling that sources use."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="names", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=255)
    language = models.CharField(_("language"), max_length=2, blank=True)
    folded = FoldedField(sources=("name",))

    class Meta:
        verbose_name = _("organization name")
        verbose_name_plural = _("organization names")
        ordering = ("organization", "name")
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="organizationname_unique")
        ]

    def __str__(self) -> str:
        return self.name
