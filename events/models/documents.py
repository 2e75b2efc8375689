from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Country, CountryGroupMembership, Organization, Person, Position
from countries.models.base import EditorialQuerySet, FoldedField, PartialDatesModel
from countries.models.history import TrackedModel, TrackedQuerySet
from countries.partial_dates import (
    PartialDateAttribute,
    date_order_constraint,
    partial_date_constraint,
    partial_date_fields,
)
from events.models.records import EventRecord, Titled, one_side
from events.models.summits import Summit
from events.models.visits import Visit
from events.models.vocabulary import ActionType, DocumentKind


class SignedDocumentQuerySet(EditorialQuerySet):
    def signed_between(self, first, last):
        """Documents whose first possible signing day lies between two days, both included."""
        return self.filter(signed_date__gte=first, signed_date__lte=last)

    def of_country(self, country: str):
        """Documents to which a country (by code) is itself a party."""
        return self.filter(pk__in=DocumentParty.objects.filter(country=country).values("document"))

    def of_organization(self, organization: str):
        """Documents to which an organization (by code) is a party."""
        parties = DocumentParty.objects.filter(organization=organization)
        return self.filter(pk__in=parties.values("document"))

    def signed_by(self, person: Person):
        """Documents that a person signed."""
        return self.filter(
            pk__in=DocumentParty.objects.filter(signatory=person.pk).values("document")
        )

    def involving(self, country: str):
        """Documents of which a country is a party, itself or as a member of an organization.

        Membership is that of the day of signing (the first possible one).
        """
        parties = DocumentParty.objects.binding(country, OuterRef("document__signed_date"))
        return self.filter(pk__in=parties.values("document"))


class SignedDocument(Titled, EventRecord):
    """A treaty, agreement, memorandum, declaration… with its parties and what became of it."""

    belonging = ("parties", "actions", "citations")
    public_id_prefix = "D"

    class Conclusion(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("how it was concluded", "signed")
        ADOPTED = "adopted", _("adopted without signature")

    title = models.CharField(_("title"), max_length=500)
    title_ru = models.CharField(_("title in Russian"), max_length=500, blank=True)
    title_kk = models.CharField(_("title in Kazakh"), max_length=500, blank=True)
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, related_name="documents", verbose_name=_("kind")
    )
    conclusion = models.CharField(
        _("concluded by"), max_length=7, choices=Conclusion.choices, default=Conclusion.SIGNED
    )
    signed_date, signed_date_precision = partial_date_fields(_("signed"))
    signed_date_last = models.DateField(_("signed: last possible day"), editable=False)
    signed = PartialDateAttribute("signed_date", "first", "signed_date_last")
    host_country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents_hosted",
        verbose_name=_("signed in: country"),
    )
    city = models.CharField(_("signed in: city"), max_length=100, blank=True)
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("visit that produced it"),
    )
    summit = models.ForeignKey(
        Summit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("summit that produced it"),
    )
    search_text = FoldedField(sources=("title", "title_ru", "title_kk", "city", "note"))

    objects = SignedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed document")
        verbose_name_plural = _("signed documents")
        ordering = ("-signed_date", "-id")
        constraints = [
            partial_date_constraint("document", "signed_date"),
            date_order_constraint("document", "signed_date", "signed_date_last"),
        ]
        indexes = [models.Index(fields=["-signed_date", "-id"], name="document_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/documents/{self.public_id}/"


class DocumentPartyQuerySet(TrackedQuerySet):
    def binding(self, country: str, signed):
        """Parties by which a country is bound: itself, or an organization of which it is a member
        on the day ``signed``, a reference as a subquery of the party makes it.
        """
        memberships = CountryGroupMembership.objects.filter(
            country=country, group__organization=OuterRef("organization")
        ).on(signed)
        return self.filter(Q(country=country) | models.Exists(memberships))


class DocumentParty(TrackedModel):
    """A country or an organization that is a party to a document, and who signed for it."""

    document = models.ForeignKey(
        SignedDocument, models.CASCADE, related_name="parties", verbose_name=_("document")
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document_parties",
        verbose_name=_("country"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document_parties",
        verbose_name=_("organization"),
    )
    signatory = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("signatory"),
    )
    signatory_position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("signatory's position then"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = DocumentPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("document", "order", "id")
        constraints = [
            models.CheckConstraint(
                condition=one_side("country", "organization"),
                name="documentparty_one_side",
                violation_error_message=_("A party is a country or an organization."),
            ),
            models.UniqueConstraint(
                fields=["document", "signatory"],
                condition=Q(signatory__isnull=False),
                name="documentparty_signatory_once",
                violation_error_message=_("This person signs the document already."),
            ),
            models.UniqueConstraint(
                fields=["document", "country"],
                condition=Q(signatory__isnull=True, country__isnull=False),
                name="documentparty_country_once",
                violation_error_message=_("This country is a party already."),
            ),
            models.UniqueConstraint(
                fields=["document", "organization"],
                condition=Q(signatory__isnull=True, organization__isnull=False),
                name="documentparty_organization_once",
                violation_error_message=_("This organization is a party already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.country or self.organization)


class DocumentAction(PartialDatesModel, TrackedModel):
    """What happened to a document after it was signed, for all parties or for one."""

    document = models.ForeignKey(
        SignedDocument, models.CASCADE, related_name="actions", verbose_name=_("document")
    )
    action_type = models.ForeignKey(
        ActionType, models.PROTECT, related_name="actions", verbose_name=_("action")
    )
    date, date_precision = partial_date_fields(_("date"), null=True)
    date_last = models.DateField(_("last possible day"), null=True, editable=False)
    when = PartialDateAttribute("date", "first", "date_last")
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document_actions",
        verbose_name=_("by"),
        help_text=_("Empty = for all parties."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ("document", "date", "id")
        constraints = [
            partial_date_constraint("documentaction", "date"),
            date_order_constraint("documentaction", "date", "date_last"),
            models.CheckConstraint(
                condition=Q(date__isnull=True, date_last__isnull=True)
                | Q(date__isnull=False, date_last__isnull=False),
                name="documentaction_both_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_type}, {self.when or '?'}"

    def clean(self) -> None:
        super().clean()
        signed = self.document.signed_date  # None while the form has no valid date
        if self.date_last and signed and signed > self.date_last:
            raise ValidationError({"date": _("That is before the document was signed.")})
