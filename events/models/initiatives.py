from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Country, Organization, Person
from countries.models.base import EditorialQuerySet, FoldedField, PartialDatesModel
from countries.models.history import TrackedModel
from countries.partial_dates import (
    PartialDateAttribute,
    date_order_constraint,
    partial_date_constraint,
    partial_date_fields,
)
from events.models.documents import SignedDocument
from events.models.records import EventRecord, Titled
from events.models.summits import Summit


class InitiativeQuerySet(EditorialQuerySet):
    def known_by(self, day):
        """Initiatives made by a day; without a date of proposal, those with a status by then."""
        statuses = InitiativeStatus.objects.filter(date__lte=day).values("initiative")
        return self.filter(
            Q(proposed_date__lte=day) | Q(proposed_date__isnull=True, pk__in=statuses)
        )

    def with_status(self, on=None):
        """Adds ``current_status`` and ``status_date``: the latest dated status, up to ``on``."""
        statuses = InitiativeStatus.objects.filter(initiative=OuterRef("pk"))
        if on is not None:
            statuses = statuses.filter(Q(date__lte=on) | Q(date__isnull=True))
        latest = statuses.order_by(F("date").desc(nulls_last=True), "-id")
        return self.annotate(
            current_status=Coalesce(Subquery(latest.values("status")[:1]), models.Value("")),
            status_date=Subquery(latest.values("date")[:1]),
        )


class Initiative(Titled, EventRecord):
    """A proposal that a country promotes in a forum, with its dated statuses."""

    belonging = ("statuses", "citations")
    public_id_prefix = "I"

    title = models.CharField(_("title"), max_length=255)
    title_ru = models.CharField(_("title in Russian"), max_length=255, blank=True)
    title_kk = models.CharField(_("title in Kazakh"), max_length=255, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="initiatives", verbose_name=_("proposing country")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("proposed by"),
    )
    forum_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("forum"),
        help_text=_("Where it was proposed."),
    )
    forum_summit = models.ForeignKey(
        Summit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("forum: summit"),
    )
    forum_note = models.CharField(_("forum: note"), max_length=255, blank=True)
    proposed_date, proposed_date_precision = partial_date_fields(_("proposed"), null=True)
    proposed_date_last = models.DateField(
        _("proposed: last possible day"), null=True, editable=False
    )
    proposed = PartialDateAttribute("proposed_date", "first", "proposed_date_last")
    search_text = FoldedField(sources=("title", "title_ru", "title_kk", "forum_note", "note"))

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = (F("proposed_date").desc(nulls_last=True), "-id")
        constraints = [
            partial_date_constraint("initiative", "proposed_date"),
            date_order_constraint("initiative", "proposed_date", "proposed_date_last"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/initiatives/{self.public_id}/"


class InitiativeStatus(PartialDatesModel, TrackedModel):
    """Where an initiative stood from a date on."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("an initiative stands at", "proposed")
        UNDER_NEGOTIATION = "under_negotiation", _("under negotiation")
        ADOPTED = "adopted", _("adopted")
        ESTABLISHED = "established", _("established")
        WITHDRAWN = "withdrawn", _("withdrawn")

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="statuses", verbose_name=_("initiative")
    )
    status = models.CharField(_("status"), max_length=17, choices=Status.choices)
    date, date_precision = partial_date_fields(_("since"), null=True)
    date_last = models.DateField(_("last possible day"), null=True, editable=False)
    since = PartialDateAttribute("date", "first", "date_last")
    document = models.ForeignKey(
        SignedDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiative_statuses",
        verbose_name=_("document"),
    )
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("status")
        verbose_name_plural = _("statuses")
        ordering = ("initiative", F("date").asc(nulls_first=True), "id")
        constraints = [
            partial_date_constraint("initiativestatus", "date"),
            date_order_constraint("initiativestatus", "date", "date_last"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.since or '?'}"
