"""What all event records share."""

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.models.base import EditorialModel, EditorialQuerySet
from countries.partial_dates import PartialDateAttribute, partial_date_fields
from events.models.choices import Confidence


class PeriodQuerySet(EditorialQuerySet):
    """Records that last from ``start_date`` to ``end_date``; an unknown end is the start's."""

    def during(self, first, last):
        """Records of which at least a part lies between two days, both included."""
        return self.filter(
            Q(end_date__gte=first) | Q(end_date__isnull=True, start_date__gte=first),
            start_date__lte=last,
        )

    def starting(self, first, last):
        """Records that start between two days, both included."""
        return self.filter(start_date__gte=first, start_date__lte=last)

    def with_last_day(self):
        """Adds ``last_day``: the end, or the start where no end is known."""
        return self.annotate(last_day=Coalesce(F("end_date"), F("start_date")))


class EventRecord(EditorialModel):
    """A record of something that happened: it has a confidence and citations."""

    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence.choices, default=Confidence.HIGH
    )
    # The same event as another capital logged it: kept whole, shown with that record's sources
    # and counted with it, once (docs/decisions/0061).
    mirror_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="mirrors",
        verbose_name=_("mirror of"),
    )

    class Meta:
        abstract = True


class Titled:
    """A record with a title, which may be there in Russian and Kazakh too."""

    title: str

    @property
    def local_title(self) -> str:
        """The title in the active language where there is one, else as it stands."""
        return getattr(self, f"title_{(get_language() or 'en')[:2]}", "") or self.title


class DatedRecord(EventRecord):
    """An event record that lasts from a start to an end."""

    start_date, start_date_precision = partial_date_fields(_("start"))
    end_date, end_date_precision = partial_date_fields(
        _("end"), null=True, help_text=_("Last day. Empty = not known.")
    )
    start = PartialDateAttribute("start_date")
    end = PartialDateAttribute("end_date", "last")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True


def one_side(first: str, second: str) -> Q:
    """Exactly one of two foreign keys is set."""
    return Q(**{f"{first}__isnull": False, f"{second}__isnull": True}) | Q(
        **{f"{first}__isnull": True, f"{second}__isnull": False}
    )


RECORD_TYPES = ("visit", "summit", "document", "chairmanship", "initiative", "journey", "person")


class RecordLink(models.Model):
    """Points to exactly one record, of any type, by one foreign key per type."""

    record_types: tuple[str, ...] = RECORD_TYPES

    class Meta:
        abstract = True

    @property
    @display(description=_("record"))
    def record(self):
        """The record that this row is about."""
        return next(
            (
                getattr(self, name)
                for name in self.record_types
                if getattr(self, f"{name}_id") is not None
            ),
            None,
        )

    def clean(self) -> None:
        super().clean()
        if sum(getattr(self, f"{name}_id") is not None for name in self.record_types) > 1:
            raise ValidationError(_("Choose just one record."))


def exactly_one_record(model: str, types: tuple[str, ...] = RECORD_TYPES) -> models.CheckConstraint:
    """The database's rule that just one of the record foreign keys is set."""
    condition = Q()
    for chosen in types:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in types})
    return models.CheckConstraint(
        name=f"{model}_exactly_one_record",
        condition=condition,
        violation_error_message=_("Choose just one record."),
    )


def record_foreign_key(to: str, related_name: str, label, on_delete=models.CASCADE):
    return models.ForeignKey(
        to, on_delete, null=True, blank=True, related_name=related_name, verbose_name=label
    )
