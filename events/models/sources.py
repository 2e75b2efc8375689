from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models.base import FoldedField, PartialDatesModel
from countries.models.history import TrackedModel, TrackedQuerySet
from countries.partial_dates import (
    PartialDateAttribute,
    date_order_constraint,
    partial_date_constraint,
    partial_date_fields,
)
from events.models.records import (
    RECORD_TYPES,
    RecordLink,
    exactly_one_record,
    record_foreign_key,
)


class SourceQuerySet(TrackedQuerySet):
    def published(self):
        """Sources of at least one published record or reported total.

        A source that only drafts cite would tell what is being drafted.
        """
        cited = Q(reported_totals__state="published")
        for record in RECORD_TYPES:
            cited |= Q(**{f"citations__{record}__state": "published"})
        supporting = self.model._default_manager.filter(cited).order_by()
        return self.filter(pk__in=supporting.values("pk"))

    def titled(self, titles: Iterable[str]):
        """Sources with one of these titles."""
        return self.filter(title__in=titles)


class Source(PartialDatesModel, TrackedModel):
    """A published page, article or register that supports records."""

    belonging = ("copies",)

    url = models.URLField(_("address"), max_length=1000, blank=True)
    title = models.CharField(_("title"), max_length=500)
    title_is_ours = models.BooleanField(
        _("title is our description"),
        default=False,
        help_text=_("Ticked where the page shows no headline of its own."),
    )
    publisher = models.CharField(_("publisher"), max_length=255, blank=True)
    published_date, published_date_precision = partial_date_fields(_("published"), null=True)
    published_date_last = models.DateField(
        _("published: last possible day"), null=True, editable=False
    )
    published_on = PartialDateAttribute("published_date", "first", "published_date_last")
    archive_url = models.URLField(_("archived copy"), max_length=1000, blank=True)
    search_text = FoldedField(sources=("title", "publisher", "url"))

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("publisher", "title", "id")
        constraints = [
            partial_date_constraint("source", "published_date"),
            date_order_constraint("source", "published_date", "published_date_last"),
            # One page may carry several articles (a tag page), so the title is part of the key.
            models.UniqueConstraint(
                fields=["url", "title"],
                condition=~Q(url=""),
                name="source_url_title_unique",
                violation_error_message=_("This source stands in the record already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    def ways_to_write(self) -> list[str]:
        """What tells it from another of its title, ever more exact: who published it, else the
        host of its address; when; where."""
        address = urlsplit(self.url)
        host = address.netloc.removeprefix("www.")
        known = [self.publisher or host, str(self.published_on or "")]
        path = f"{host}{address.path}"
        return [
            str(self),
            self._written(known[0]),
            self._written(*known),
            self._written(*known, "" if path.strip("/") in known else path),
        ]

    def _written(self, *details: str) -> str:
        told = ", ".join(detail for detail in details if detail)
        return f"{self.title} ({told})" if told else self.title


class Citation(RecordLink, TrackedModel):
    """A source's support for one record, or for one field of it with the value that it gives.

    Two sources may disagree: then each citation of the field holds its own value.
    """

    class Check(models.TextChoices):
        READ = "read", _("read")
        CARRIED_OVER = "carried_over", _("carried over unread")

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    visit = record_foreign_key("events.Visit", "citations", _("visit"))
    summit = record_foreign_key("events.Summit", "citations", _("summit"))
    document = record_foreign_key("events.SignedDocument", "citations", _("document"))
    chairmanship = record_foreign_key("events.Chairmanship", "citations", _("chairmanship"))
    initiative = record_foreign_key("events.Initiative", "citations", _("initiative"))
    journey = record_foreign_key("events.Journey", "citations", _("journey"))
    person = record_foreign_key("countries.Person", "citations", _("person"))
    field = models.CharField(
        _("field"), max_length=40, blank=True, help_text=_("Empty = the whole record.")
    )
    value = models.CharField(_("value that the source gives"), max_length=500, blank=True)
    quote = models.TextField(_("quote"), blank=True)
    page = models.CharField(_("page"), max_length=40, blank=True)
    accessed_date = models.DateField(_("read on"), null=True, blank=True)
    check_state = models.CharField(
        _("check"), max_length=12, choices=Check.choices, default=Check.READ
    )

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ("field", "id")
        constraints = [exactly_one_record("citation")]

    def __str__(self) -> str:
        return f"{self.source}: {self.field}" if self.field else str(self.source)

    def clean(self) -> None:
        super().clean()
        record = self.record
        if not self.field or record is None:
            return
        try:
            record._meta.get_field(self.field)
        except FieldDoesNotExist as error:
            raise ValidationError({"field": _("The record has no such field.")}) from error
