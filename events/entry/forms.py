"""The parts of the page on which a visit is logged with what came of it."""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from countries.forms import PartialDateField, RecordForm
from countries.lookup_fields import LookupField
from countries.models import Country, Organization, Person, Position
from events.entry.suggestions import suggest
from events.models import (
    DocumentKind,
    EventKind,
    Journey,
    SignedDocument,
    Source,
    Summit,
    SummitParticipant,
    Visit,
    VisitType,
)

FIRST_ROWS, MOST_ROWS, MORE = 4, 40, 4


def new_person(name: str) -> Person:
    """A draft of someone whom the record does not know yet."""
    person = Person(name_en=name)
    person.full_clean()
    person.save()
    return person


class VisitEntryForm(RecordForm):
    """The visit. What the record knows is filled in where a field is left empty."""

    visitor = LookupField(Person, create=new_person, label=_("Visitor"))
    host_country = LookupField(Country, label=_("Host country"))
    start = PartialDateField(
        label=_("Dates"), help_text=_("13–15 Sept 2022, 2022-09-13, сентябрь 2022…")
    )
    end = PartialDateField(
        label=_("Last day"), required=False, help_text=_("Empty: as the dates say.")
    )
    guest_country = LookupField(
        Country, required=False, label=_("Guest country"), help_text=_("Empty: of the office.")
    )
    guest_organization = LookupField(Organization, required=False, label=_("or organization"))
    visitor_position = LookupField(
        Position, required=False, label=_("Position then"), help_text=_("Empty: by the tenure.")
    )
    counterpart = LookupField(Person, create=new_person, required=False, label=_("Received by"))
    visit_type = forms.ModelChoiceField(VisitType.objects.in_use(), label=_("Visit type"))
    own_journey = forms.BooleanField(
        required=False,
        label=_("A journey of its own"),
        help_text=_("The source says so: do not join stops on adjoining days."),
    )

    class Meta:
        model = Visit
        fields = (
            "visitor",
            "host_country",
            "start",
            "end",
            "city",
            "visit_type",
            "guest_country",
            "guest_organization",
            "visitor_position",
            "status",
            "mode",
            "purpose",
            "confidence",
        )
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "city": forms.TextInput(attrs={"list": "cities", "autocomplete": "off"}),
        }

    field_order = (
        "visitor",
        "host_country",
        "start",
        "end",
        "city",
        "visit_type",
        "guest_country",
        "visitor_position",
        "counterpart",
    )
    seldom = (
        "guest_organization",
        "own_journey",
        "status",
        "mode",
        "confidence",
        "purpose",
    )

    def main_fields(self) -> list:
        return [field for field in self if field.name not in self.seldom]

    def seldom_fields(self) -> list:
        """What most visits need not say, folded away."""
        return [self[name] for name in self.seldom]

    def has_seldom_errors(self) -> bool:
        return self.is_bound and any(name in self.errors for name in self.seldom)

    def clean(self):
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("guest_country") and not data.get("guest_organization"):
            known = suggest(
                visitor=data.get("visitor"),
                guest_country=None,
                guest_organization=None,
                host_country=data.get("host_country"),
                start=data.get("start"),
                end=data.get("end"),
            )
            data["guest_country"] = known.guest_country
        if not data.get("visitor_position"):
            data["visitor_position"] = suggest(
                visitor=data.get("visitor"),
                guest_country=data.get("guest_country"),
                guest_organization=data.get("guest_organization"),
                host_country=data.get("host_country"),
                start=data.get("start"),
                end=data.get("end"),
            ).position
        return data


class SummitEntryForm(forms.Form):
    """The summit that the visit was made for, if any: one of the record, or a new one."""

    summit = LookupField(
        Summit,
        create=lambda title: Summit(title=title),
        required=False,
        label=_("Summit"),
        help_text=_("One of the record, or “+ Title” for a new one. Empty: no summit."),
    )
    kind = forms.ModelChoiceField(EventKind.objects.in_use(), required=False, label=_("Kind"))
    level = forms.ChoiceField(choices=Summit.Level.choices, required=False, label=_("Level"))
    organization = LookupField(Organization, required=False, label=_("Organization"))
    visitor_role = forms.ChoiceField(
        choices=SummitParticipant.Role.choices,
        initial=SummitParticipant.Role.MEMBER,
        required=False,
        label=_("The visitor came as"),
    )

    def clean(self):
        data: dict[str, Any] = super().clean() or self.cleaned_data
        summit = data.get("summit")
        if summit and not summit.pk and not data.get("kind"):
            self.add_error("kind", _("Which kind of meeting is the new summit?"))
        return data


class DocumentEntryForm(forms.Form):
    """A document that was signed: the parties are both sides, the signatories as written."""

    title = forms.CharField(max_length=500, required=False, label=_("Title"))
    kind = forms.ModelChoiceField(DocumentKind.objects.in_use(), required=False, label=_("Kind"))
    guest_signatory = LookupField(
        Person, create=new_person, required=False, label=_("Signed for the guest by")
    )
    host_signatory = LookupField(
        Person, create=new_person, required=False, label=_("for the host by")
    )

    def clean(self):
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("title") and not data.get("kind"):
            self.add_error("kind", _("Which kind of document is it?"))
        if data.get("kind") and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Write the title, or empty the row."))
        first, second = data.get("guest_signatory"), data.get("host_signatory")
        if first and first == second:
            self.add_error("host_signatory", _("The same person does not sign for both sides."))
        return data

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("title"))


class DocumentsFormSet(BaseFormSet):
    """Rows of documents, of which empty ones are left out."""

    def filled(self) -> list[DocumentEntryForm]:
        return [form for form in self.forms if form.is_filled]


DocumentEntryFormSet = formset_factory(
    DocumentEntryForm,
    formset=DocumentsFormSet,
    extra=FIRST_ROWS,
    max_num=MOST_ROWS,
    validate_max=True,
)


class DocumentsForm(forms.Form):
    """What all documents of the page have in common."""

    signed = PartialDateField(
        required=False,
        label=_("Signed on"),
        help_text=_("Empty: on the day of a visit of one day."),
    )
    came_of = forms.ChoiceField(
        choices=[("visit", _("the visit")), ("summit", _("the summit")), ("both", _("both"))],
        initial="visit",
        label=_("They came of"),
    )
    conclusion = forms.ChoiceField(
        choices=SignedDocument.Conclusion.choices, label=_("Concluded by")
    )


class SourceEntryForm(forms.Form):
    """The page that everything here is taken from: one of the record, or a new one."""

    source = LookupField(
        Source,
        required=False,
        label=_("A source of the record"),
        help_text=_("A part of its title or address."),
    )
    url = forms.URLField(
        max_length=1000, required=False, assume_scheme="https", label=_("or a new one: address")
    )
    title = forms.CharField(max_length=500, required=False, label=_("Title of the page"))
    publisher = forms.CharField(max_length=255, required=False, label=_("Publisher"))
    published = PartialDateField(required=False, label=_("Published on"))
    quote = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Quote")
    )

    def clean(self):
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("source") and (data.get("url") or data.get("title")):
            self.add_error("source", _("Choose a source or write a new one, not both."))
        elif data.get("url") and not data.get("source") and not data.get("title"):
            known = list(Source.objects.filter(url=data["url"])[:2])
            if len(known) == 1:
                data["source"] = known[0]
            else:
                self.add_error("title", _("Write the title of the page."))
        return data

    def made(self) -> Source | None:
        """The source, written if it is new; None where none is named."""
        data = self.cleaned_data
        if data.get("source") or not data.get("title"):
            return data.get("source")
        if data["url"] and (
            known := Source.objects.filter(url=data["url"], title=data["title"]).first()
        ):
            return known
        source = Source(title=data["title"], url=data["url"], publisher=data["publisher"])
        source.published_on = data.get("published")
        source.full_clean()
        source.save()
        return source


def journey_text(journey: Journey) -> str:
    """``J9, 2022-11-28 – 2022-11-29``"""
    return f"{journey.public_id}, {journey.start} – {journey.end or '?'}"
