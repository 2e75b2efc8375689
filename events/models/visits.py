from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Organization, Person, Position
from countries.models.base import FoldedField
from countries.models.history import TrackedModel
from countries.partial_dates import date_order_constraint, partial_date_constraint
from events.models.choices import Mode, Status
from events.models.journeys import Journey
from events.models.records import DatedRecord, PeriodQuerySet, one_side
from events.models.vocabulary import VisitType


class VisitQuerySet(PeriodQuerySet):
    def published(self):
        """Published visits of published people."""
        return super().published().filter(visitor__state="published")

    def held(self):
        return self.filter(status=Status.HELD)

    def outgoing(self, country: str):
        """Stops abroad of a country's visitors (``country`` is its code)."""
        return self.filter(guest_country=country)

    def incoming(self, country: str):
        """Stops of foreign visitors in a country."""
        return self.filter(host_country=country)

    def in_person(self):
        return self.exclude(mode=Mode.ONLINE)

    def with_participant(self, person: Person):
        """Visits on which someone else was the visitor: in the delegation, or receiving them."""
        return self.filter(pk__in=VisitParticipant.objects.filter(person=person.pk).values("visit"))


class Visit(DatedRecord):
    """One stop: one visitor, of one guest country or organization, in one host country."""

    belonging = ("participants", "citations")
    public_id_prefix = "V"
    # What decides to which assumed journey a stop belongs, as columns.
    moved_by = frozenset(
        {
            "start_date",
            "start_date_precision",
            "end_date",
            "end_date_precision",
            "visitor_id",
            "guest_country_id",
            "guest_organization_id",
            "mode",
            "status",
        }
    )

    visitor = models.ForeignKey(
        Person, models.PROTECT, related_name="visits", verbose_name=_("visitor")
    )
    visitor_position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("visitor's position then"),
        help_text=_("Left empty, it is taken from the visitor's tenure on the first day."),
    )
    guest_country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits_abroad",
        verbose_name=_("guest country"),
        help_text=_("The country the visitor came for."),
    )
    guest_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits_made",
        verbose_name=_("guest organization"),
        help_text=_("Instead of a country: the body the visitor came for, such as the EU."),
    )
    host_country = models.ForeignKey(
        Country, models.PROTECT, related_name="visits_received", verbose_name=_("host country")
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    other_cities = models.CharField(
        _("other cities"),
        max_length=255,
        blank=True,
        help_text=_("In the same country, separated by semicolons."),
    )
    visit_type = models.ForeignKey(
        VisitType, models.PROTECT, related_name="visits", verbose_name=_("visit type")
    )
    mode = models.CharField(_("mode"), max_length=9, choices=Mode.choices, default=Mode.IN_PERSON)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.HELD
    )
    journey = models.ForeignKey(
        Journey,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("journey"),
        help_text=_("The trip this stop belongs to. Left empty, one is assumed from the dates."),
    )
    purpose = models.TextField(_("purpose"), blank=True)
    people = models.ManyToManyField(
        Person, through="VisitParticipant", related_name="visits_taken_part_in"
    )
    search_text = FoldedField(sources=("city", "other_cities", "purpose", "note"))

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ("-start_date", "-id")
        constraints = [
            partial_date_constraint("visit", "start_date"),
            partial_date_constraint("visit", "end_date", "last"),
            date_order_constraint("visit"),
            models.CheckConstraint(
                condition=one_side("guest_country", "guest_organization"),
                name="visit_one_guest",
                violation_error_message=_(
                    "A visit has one guest: choose a guest country or a guest organization."
                ),
            ),
            models.CheckConstraint(
                condition=Q(guest_country__isnull=True) | ~Q(guest_country=F("host_country")),
                name="visit_guest_is_not_host",
                violation_error_message=_("The guest country and the host country are the same."),
            ),
        ]
        indexes = [
            models.Index(fields=["-start_date", "-id"], name="visit_newest"),
            models.Index(fields=["host_country", "start_date", "id"], name="visit_host_start"),
            models.Index(fields=["guest_country", "start_date", "id"], name="visit_guest_start"),
        ]

    def __str__(self) -> str:
        return f"{self.visitor}: {self.host_country}, {self.start}"

    def travels_anew(self, changed: Iterable[str]) -> bool:
        """Whether its journey has to be found anew after these changed: columns, fields, or dates
        as a form names them (``start``). A journey that was just chosen stays."""
        changed = set(changed)
        if "journey" in changed:
            return self.journey_id is None
        dates = self.partial_dates()
        return any(
            name in dates or name in self.moved_by or f"{name}_id" in self.moved_by
            for name in changed
        )

    def get_absolute_url(self) -> str:
        return f"/visits/{self.public_id}/"

    def clean(self) -> None:
        super().clean()
        if self.journey and self.journey.traveller_id != self.visitor_id:
            raise ValidationError({"journey": _("That is a journey of another traveller.")})


class VisitParticipant(TrackedModel):
    """Someone in the visitor's delegation, or a counterpart on the host's side."""

    class Role(models.TextChoices):
        DELEGATION = "delegation", _("delegation")
        COUNTERPART = "counterpart", _("host counterpart")

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="participants", verbose_name=_("visit")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="visit_participations", verbose_name=_("person")
    )
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_participations",
        verbose_name=_("position then"),
    )
    role = models.CharField(_("role"), max_length=11, choices=Role.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("visit", "role", "order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "person"],
                name="visitparticipant_once",
                violation_error_message=_("This person is on the visit already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
