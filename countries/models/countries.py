from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models.base import FoldedField, NamedModel
from countries.models.history import TrackedModel
from countries.models.resolve import CountryQuerySet
from countries.models.validity import Validity, validity_constraints


class Region(NamedModel, TrackedModel):
    """A geographical region of the UN's M49 standard, a continent or a part of one."""

    code = models.CharField(_("M49 code"), max_length=3, primary_key=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("name_en",)


class CountryKind(models.TextChoices):
    """A label for reading the tables; no position on anyone's status."""

    STATE = "state", pgettext_lazy("kind of country", "state")
    NOT_RECOGNISED_BY_ALL = "state_not_recognised_by_all", _("state not recognised by all")
    FORMER_STATE = "former_state", _("former state")
    TERRITORY = "territory", _("territory")
    NON_STATE = "non_state", _("other subject")


class Country(NamedModel, Validity, TrackedModel):
    """A state or territory, present or former. The code is ISO alpha-3 where there is one.

    Validity is statehood and never a filter for events: places were visited before it.
    """

    belonging = ("names", "codes", "memberships", "successions")

    code = models.CharField(
        _("code"),
        max_length=4,
        primary_key=True,
        help_text=_("ISO alpha-3, ISO 3166-3 for a former state, or ours (X…)"),
    )
    iso_alpha2 = models.CharField(_("ISO alpha-2"), max_length=2, blank=True, db_index=True)
    iso_alpha3 = models.CharField(_("ISO alpha-3"), max_length=3, blank=True)
    iso_numeric = models.CharField(_("ISO numeric"), max_length=3, blank=True)
    official_name_en = models.CharField(_("official name"), max_length=255, blank=True)
    kind = models.CharField(_("kind"), max_length=27, choices=CountryKind.choices)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="countries",
        verbose_name=_("continent"),
    )
    subregion = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subregion_countries",
        verbose_name=_("region"),
    )
    un_member_since = models.DateField(_("UN member since"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        through="Succession",
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("successors"),
    )
    capital = models.CharField(_("capital"), max_length=100, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    wikidata_id = models.CharField(_("Wikidata id"), max_length=12, blank=True)
    search_text = FoldedField(
        sources=("name_en", "name_ru", "name_kk", "official_name_en", "code", "iso_alpha2")
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("name_en", "code")
        constraints = [
            *validity_constraints("country"),
            models.UniqueConstraint(
                fields=["iso_alpha2"],
                condition=~models.Q(iso_alpha2=""),
                name="country_iso_alpha2_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90)) | models.Q(latitude__isnull=True),
                name="country_latitude_range",
                violation_error_message=_("A latitude lies between -90 and 90."),
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__range=(-180, 180)) | models.Q(longitude__isnull=True),
                name="country_longitude_range",
                violation_error_message=_("A longitude lies between -180 and 180."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"/countries/{self.code}/"


class Succession(TrackedModel):
    """A former state and one of the states that followed it on its territory."""

    predecessor = models.ForeignKey(
        Country, models.CASCADE, related_name="successions", verbose_name=_("former state")
    )
    successor = models.ForeignKey(
        Country, models.PROTECT, related_name="origins", verbose_name=_("successor")
    )

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_unique")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class CountryCode(Validity, TrackedModel):
    """A code of a country in a scheme (ISO, COW, Gleditsch–Ward, M49), from when to when."""

    class Scheme(models.TextChoices):
        ISO_ALPHA2 = "iso_alpha2", "ISO 3166-1 alpha-2"
        ISO_ALPHA3 = "iso_alpha3", "ISO 3166-1 alpha-3"
        ISO_NUMERIC = "iso_numeric", "ISO 3166-1 numeric"
        M49 = "m49", "UN M49"
        COW = "cow", "Correlates of War"
        GW = "gw", "Gleditsch–Ward"

    country = models.ForeignKey(
        Country, models.CASCADE, related_name="codes", verbose_name=_("country")
    )
    scheme = models.CharField(_("scheme"), max_length=11, choices=Scheme.choices)
    code = models.CharField(_("code"), max_length=4)

    class Meta:
        verbose_name = _("country code")
        verbose_name_plural = _("country codes")
        ordering = ("scheme", "code", "valid_from")
        constraints = [
            *validity_constraints("countrycode"),
            models.UniqueConstraint(
                fields=["country", "scheme", "code", "valid_from"], name="countrycode_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"
