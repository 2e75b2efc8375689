from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models.base import FoldedField
from countries.models.history import TrackedModel
from countries.models.validity import Validity, validity_constraints
from countries.names import normalise


class NormalisedField(models.CharField):
    """The row's name in the form by which labels are resolved, kept in step on every save."""

    def pre_save(self, model_instance, add):
        key = normalise(model_instance.name)
        setattr(model_instance, self.attname, key)
        return key


class CountryName(Validity, TrackedModel):
    """A name by which a country is or was known, in one language, from when to when."""

    class Kind(models.TextChoices):
        COMMON = "common", _("common")
        OFFICIAL = "official", _("official")
        ALTERNATIVE = "alternative", _("alternative")
        HISTORICAL = "historical", _("historical")
        RECORD_LABEL = "record_label", _("label of a record office")
        DEMONYM = "demonym", _("name of its people")

    country = models.ForeignKey(
        "countries.Country", models.CASCADE, related_name="names", verbose_name=_("country")
    )
    name = models.CharField(_("name"), max_length=255)
    language = models.CharField(_("language"), max_length=2)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    normalised = NormalisedField(max_length=255, editable=False, db_index=True)
    folded = FoldedField(sources=("name",))

    class Meta:
        verbose_name = _("country name")
        verbose_name_plural = _("country names")
        ordering = ("country", "language", "name")
        constraints = [
            *validity_constraints("countryname"),
            models.UniqueConstraint(
                fields=["country", "name", "language", "kind", "valid_from"],
                name="countryname_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name
