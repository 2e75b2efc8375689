from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from countries.models.base import EditorialModel, FoldedField
from countries.models.history import TrackedModel
from events.models.sources import Citation, Source

YEAR_RANGE = (MinValueValidator(1800), MaxValueValidator(2200))


class ReportedTotal(EditorialModel):
    """A figure that an official stated for a country and a year, with its source."""

    public_id_prefix = "R"

    class Measure(models.TextChoices):
        """The measures that we compute too, so that the two figures can stand side by side."""

        OUTGOING_VISITS = "outgoing_visits", _("visits abroad")
        INTERNATIONAL_EVENTS = "international_events", _("international events")
        DOCUMENTS_SIGNED = "documents_signed", _("documents signed")
        INCOMING_LEADERS = "incoming_leaders", _("heads of state and government received")
        DAYS_ABROAD = "days_abroad", _("days abroad")

    class Qualifier(models.TextChoices):
        """How the official hedged the figure."""

        EXACTLY = "exactly", _("exactly")
        ABOUT = "about", _("about")
        AT_LEAST = "at_least", _("at least")
        MORE_THAN = "more_than", _("more than")
        LESS_THAN = "less_than", _("less than")

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="reported_totals", verbose_name=_("country")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_RANGE)
    measure = models.CharField(
        _("measure"),
        max_length=20,
        choices=Measure.choices,
        blank=True,
        help_text=_("Empty where we do not compute it: then say what it is in the label."),
    )
    label = models.CharField(
        _("label"), max_length=255, help_text=_("What the official counted, in our words.")
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=9, choices=Qualifier.choices, default=Qualifier.EXACTLY
    )
    value = models.PositiveBigIntegerField(_("value"))
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="reported_totals", verbose_name=_("source")
    )
    check_state = models.CharField(
        _("check"), max_length=12, choices=Citation.Check.choices, default=Citation.Check.READ
    )
    search_text = FoldedField(sources=("label", "note"))

    class Meta:
        verbose_name = _("reported total")
        verbose_name_plural = _("reported totals")
        ordering = ("-year", "country", "measure", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "label", "source"],
                name="reportedtotal_unique",
                violation_error_message=_("This figure stands there already from that source."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.year}: {self.label} {self.value}"


class YearCoverage(TrackedModel):
    """How much of a country's year is in the record: every figure shows it."""

    class Subject(models.TextChoices):
        OUTGOING_VISITS = "outgoing_visits", _("visits abroad")
        INCOMING_VISITS = "incoming_visits", _("incoming visits")
        SUMMITS = "summits", _("summits")
        DOCUMENTS = "documents", _("documents")
        CHAIRMANSHIPS = "chairmanships", _("chairmanships")
        INITIATIVES = "initiatives", _("initiatives")

    class Coverage(models.TextChoices):
        COMPLETE = "complete", _("complete")
        PARTIAL = "partial", _("partial")
        SAMPLE = "sample", _("sample")

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="year_coverages", verbose_name=_("country")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_RANGE)
    subject = models.CharField(_("subject"), max_length=15, choices=Subject.choices)
    coverage = models.CharField(_("coverage"), max_length=8, choices=Coverage.choices)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("coverage of a year")
        verbose_name_plural = _("coverage of years")
        ordering = ("-year", "country", "subject")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "subject"],
                name="yearcoverage_unique",
                violation_error_message=_("The coverage of that year is stated already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1800, 2200)), name="yearcoverage_year_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.year} {self.subject}: {self.coverage}"
