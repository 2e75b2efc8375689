from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Organization, Person, Position
from countries.models.base import FoldedField, NamedModel
from countries.models.history import TrackedModel
from countries.partial_dates import date_order_constraint, partial_date_constraint
from events.models.choices import Mode, Status
from events.models.records import DatedRecord, PeriodQuerySet, Titled
from events.models.visits import Visit
from events.models.vocabulary import EventKind


class SummitSeries(NamedModel, TrackedModel):
    """Meetings that follow one another under one name, such as the SCO's councils of heads."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("organization"),
    )
    kind = models.ForeignKey(
        EventKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("usual kind"),
    )
    search_text = FoldedField(sources=("name_en", "name_ru", "name_kk", "code"))

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("name_en", "code")


class SummitQuerySet(PeriodQuerySet):
    def held(self):
        return self.filter(status=Status.HELD)

    def hosted(self, country: str):
        """Events in a country (``country`` is its code)."""
        return self.filter(host_country=country)

    def attended(self, country: str):
        """Events in which a country took part, in person or online."""
        return self.filter(
            pk__in=SummitParticipant.objects.filter(country=country).values("summit")
        )

    def with_person(self, person: Person):
        """Events in which a person took part."""
        return self.filter(
            pk__in=SummitParticipant.objects.filter(person=person.pk).values("summit")
        )


class Summit(Titled, DatedRecord):
    """An international event with several parties, in person or online."""

    belonging = ("participants", "citations")
    public_id_prefix = "S"

    class Level(models.TextChoices):
        HEADS_OF_STATE = "heads_of_state", _("heads of state")
        HEADS_OF_GOVERNMENT = "heads_of_government", _("heads of government")
        MINISTERS = "ministers", _("ministers")
        MIXED = "mixed", _("mixed")

    title = models.CharField(_("title"), max_length=255)
    title_ru = models.CharField(_("title in Russian"), max_length=255, blank=True)
    title_kk = models.CharField(_("title in Kazakh"), max_length=255, blank=True)
    kind = models.ForeignKey(
        EventKind, models.PROTECT, related_name="summits", verbose_name=_("kind")
    )
    series = models.ForeignKey(
        SummitSeries,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summits",
        verbose_name=_("series"),
    )
    ordinal = models.PositiveSmallIntegerField(
        _("ordinal"), null=True, blank=True, help_text=_("19 for the nineteenth of its series")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summits",
        verbose_name=_("organization"),
    )
    host_country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summits_hosted",
        verbose_name=_("host country"),
        help_text=_("Empty where nobody hosts, as often online."),
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    mode = models.CharField(_("mode"), max_length=9, choices=Mode.choices, default=Mode.IN_PERSON)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.HELD
    )
    level = models.CharField(
        _("level"), max_length=19, choices=Level.choices, default=Level.HEADS_OF_STATE
    )
    search_text = FoldedField(sources=("title", "title_ru", "title_kk", "city", "note"))

    objects = SummitQuerySet.as_manager()

    class Meta:
        verbose_name = _("summit")
        verbose_name_plural = _("summits")
        ordering = ("-start_date", "-id")
        constraints = [
            partial_date_constraint("summit", "start_date"),
            partial_date_constraint("summit", "end_date", "last"),
            date_order_constraint("summit"),
        ]
        indexes = [models.Index(fields=["-start_date", "-id"], name="summit_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/summits/{self.public_id}/"


class SummitParticipant(TrackedModel):
    """A country or an organization at a summit, with the person who spoke for it."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        MEMBER = "member", _("member")
        OBSERVER = "observer", _("observer")
        GUEST = "guest", _("guest")

    summit = models.ForeignKey(
        Summit, models.CASCADE, related_name="participants", verbose_name=_("summit")
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summit_participations",
        verbose_name=_("country"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summit_participations",
        verbose_name=_("organization"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summit_participations",
        verbose_name=_("person"),
    )
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summit_participations",
        verbose_name=_("position then"),
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.MEMBER)
    mode = models.CharField(
        _("mode"), max_length=9, choices=Mode.choices, blank=True, help_text=_("Empty = not known.")
    )
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summit_participations",
        verbose_name=_("visit"),
        help_text=_("The stay during which the person took part."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("summit", "order", "id")
        constraints = [
            models.CheckConstraint(
                name="summitparticipant_party",
                condition=Q(country__isnull=False) | Q(organization__isnull=False),
                violation_error_message=_("Name the country or the organization."),
            ),
            models.UniqueConstraint(
                fields=["summit", "person"],
                condition=Q(person__isnull=False),
                name="summitparticipant_person_once",
                violation_error_message=_("This person takes part in the summit already."),
            ),
            models.UniqueConstraint(
                fields=["summit", "country"],
                condition=Q(person__isnull=True, country__isnull=False),
                name="summitparticipant_country_once",
                violation_error_message=_("This country stands there already without a person."),
            ),
            models.UniqueConstraint(
                fields=["summit", "organization"],
                condition=Q(person__isnull=True, country__isnull=True, organization__isnull=False),
                name="summitparticipant_organization_once",
                violation_error_message=_(
                    "This organization stands there already without a person."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.country or self.organization} ({self.get_role_display()})"

    def clean(self) -> None:
        super().clean()
        if self.visit and self.person_id and self.visit.visitor_id != self.person_id:
            raise ValidationError({"visit": _("That is a visit of another person.")})
