"""What code or constraints branch on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Whether an event took place."""

    ANNOUNCED = "announced", _("announced")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Mode(models.TextChoices):
    """How people took part."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


class Confidence(models.TextChoices):
    """How well the record stands on its sources."""

    HIGH = "high", _("high: date and place in a source")
    MEDIUM = "medium", _("medium: a day or the type not in the source")
    LOW = "low", _("low: doubtful")
