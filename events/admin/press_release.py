"""The page that turns a press release into drafts: paste, look at what was recognised, choose."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from countries.lookups import label_of
from countries.models import Country, Person
from countries.written_dates import parse_written_date
from events.admin.duplicate_check import DIFFERENT, Asked, ask
from events.admin.log_visit import WRITES
from events.models.choices import Confidence
from events.press.drafts import VisitDraft, draft_visit
from events.press.extraction import Extraction, extract
from events.press.mentions import Kind, Mention
from events.press.recording import Drafts, PublishedText, missing_in, record_drafts
from events.press.tokens import Text

LONGEST_TEXT = 100_000
LONGEST_QUOTE = 1_000  # that an address carries to the form
ROWS = 14


class PressReleaseForm(forms.Form):
    """A press text and where it was published."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": ROWS, "class": "vLargeTextField"}),
        help_text=gettext_lazy("English, Russian or Kazakh. Nothing is saved by reading it."),
    )
    title = forms.CharField(label=gettext_lazy("Title of the page"), max_length=500)
    url = forms.URLField(
        label=gettext_lazy("Address"), max_length=1000, required=False, assume_scheme="https"
    )
    publisher = forms.CharField(label=gettext_lazy("Publisher"), max_length=255, required=False)
    published = forms.CharField(
        label=gettext_lazy("Published on"),
        max_length=60,
        help_text=gettext_lazy("Dates without a year are read as nearest to it: 16 Sept 2022."),
    )

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean_published(self):
        period = parse_written_date(self.cleaned_data["published"])
        if str(period.start) != str(period.end):
            raise ValidationError(_("A page is published on one day, month or year."))
        return period.start

    def published_text(self) -> PublishedText:
        data = self.cleaned_data
        return PublishedText(data["title"], data["url"], data["publisher"], data["published"])


@dataclass(frozen=True, slots=True)
class Found:
    """A mention as a row of the page: its number, and whether it is accepted."""

    number: int
    mention: Mention
    accepted: bool


class Reading:
    """A text as it was read, with what the analyst accepts of it."""

    def __init__(self, form: PressReleaseForm, posted) -> None:
        text, published = form.cleaned_data["text"], form.cleaned_data["published"]
        self.extraction: Extraction = extract(text, published=published.first)
        self.digest = hashlib.sha256(text.encode()).hexdigest()
        chosen = set(posted.getlist("accept")) if posted.get("digest") == self.digest else None
        self.found = [
            Found(number, mention, _is_accepted(number, mention, chosen))
            for number, mention in enumerate(self.extraction.mentions)
        ]
        self.accepted = [row.mention for row in self.found if row.accepted]
        self._text = Text(text, tuple((m.begin, m.finish) for m in self.extraction.of(Kind.DATE)))
        self.visit: VisitDraft | None = draft_visit(self._text, self.accepted)
        self.totals = [m for m in self.accepted if m.kind == Kind.TOTAL]

    def pieces(self) -> list[tuple[str, Found | None]]:
        """The text cut into plain and recognised pieces, in order."""
        pieces: list[tuple[str, Found | None]] = []
        position, content = 0, self.extraction.text
        for row in self.found:
            pieces.append((content[position : row.mention.begin], None))
            pieces.append((row.mention.quote, row))
            position = row.mention.finish
        return [*pieces, (content[position:], None)]

    def quote(self) -> str:
        """The sentence that names the visit."""
        if not self.visit:
            return ""
        number = self._text.sentence_at(self.visit.visit_type.begin)
        return self._text.sentence(number).strip()

    def missing(self) -> list[str]:
        return missing_in(self.visit) if self.visit else []

    def totals_country(self) -> str:
        """The first country that the text names: what a total is most often about."""
        return next((m.key for m in self.accepted if m.kind == Kind.COUNTRY), "")

    def totals_year(self) -> int | None:
        """The year of the last date before the first total, else the year of publication."""
        before = [
            m.period.start.first.year
            for m in self.accepted
            if m.period and self.totals and m.begin < self.totals[0].begin
        ]
        return before[-1] if before else None


def _is_accepted(number: int, mention: Mention, chosen: set[str] | None) -> bool:
    if chosen is None:  # first look at this text: whatever is doubtful is left for the analyst
        return mention.confidence != Confidence.LOW
    return str(number) in chosen


@require_http_methods(["GET", "POST"])
@permission_required("events.add_visit", raise_exception=True)
def press_release(request: HttpRequest) -> HttpResponse:
    """Shows the form; reads a posted text; opens the visit's form or writes drafts when asked."""
    form = PressReleaseForm(request.POST or None)
    reading = Reading(form, request.POST) if form.is_bound and form.is_valid() else None
    if reading and "_open" in request.POST and reading.visit:
        return HttpResponseRedirect(_form_url(request.user, form, reading, reading.visit))
    asked = Asked()
    if reading and "_make" in request.POST:
        made, asked = _make(request, form, reading)
        if made:
            return HttpResponseRedirect(_after(request, made))
    countries = list(Country.objects.order_by("name_en")) if reading else []
    names = {country.code: country for country in countries}
    visit = reading.visit if reading else None
    return TemplateResponse(
        request,
        "admin/events/press_release.html",
        {
            **admin.site.each_context(request),
            "title": _("From a press release"),
            "form": form,
            "reading": reading,
            "posted": request.POST,
            "asked": asked,
            "countries": countries,
            "guest": visit and names.get(visit.guest_code),
            "host": visit and names.get(visit.host_code),
        },
    )


def _form_url(user, form: PressReleaseForm, reading: Reading, visit: VisitDraft) -> str:
    """A form of the visit, filled in as far as the text says: the page that logs it with its
    source, or the visit's own for those who may not use that."""
    if not user.has_perms(WRITES):
        return _url("admin:events_visit_add", _fields(visit))
    fields, data, quote = _fields(visit), form.cleaned_data, reading.quote()
    for name, model in (
        ("visitor", Person),
        ("guest_country", Country),
        ("host_country", Country),
    ):  # that page names rows by what one types
        found = model._default_manager.filter(pk=fields[name] or None).first()
        fields[name] = label_of(found) if found else ""
    fields |= {f"source-{name}": str(data[name]) for name in ("url", "title", "publisher")}
    fields["source-published"] = str(data["published"])
    fields["source-quote"] = quote if len(quote) <= LONGEST_QUOTE else ""
    return _url("log-visit", fields)


def _fields(visit: VisitDraft) -> dict[str, str]:
    period = visit.period
    return {
        "visitor": visit.visitor.key if visit.visitor else "",
        "guest_country": visit.guest_code,
        "host_country": visit.host_code,
        "city": visit.city.key if visit.city else "",
        "visit_type": visit.visit_type.key,
        "start": str(period.start) if period else "",
        "end": str(period.end) if period else "",
    }


def _url(name: str, fields: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"{reverse(name)}?{query}"


def _make(request, form: PressReleaseForm, reading: Reading) -> tuple[Drafts | None, Asked]:
    """Writes what is ticked, or nothing, with the reason as a message. A visit that is likely on
    record already is shown first, until it is said to be another."""
    posted, user = request.POST, request.user
    totals = reading.totals if posted.get("with_totals") else []
    visit = reading.visit if posted.get("with_visit") else None
    if not visit and not totals:
        messages.error(request, _("Tick the visit or the totals: nothing was saved."))
        return None, Asked()
    if (totals and not user.has_perm("events.add_reportedtotal")) or not user.has_perm(
        "events.add_source"
    ):
        messages.error(request, _("You may not add sources or reported totals."))
        return None, Asked()
    year = posted.get("totals_year", "")
    try:
        with transaction.atomic():
            made = record_drafts(
                text=form.published_text(),
                visit=visit,
                quote=reading.quote(),
                totals=totals,
                totals_country=posted.get("totals_country", ""),
                totals_year=int(year) if year.isascii() and year.isdigit() else None,
            )
            asked = ask([made.visit] if made.visit else [], posted.getlist(DIFFERENT))
            if asked.shown:
                transaction.set_rollback(True)
            else:
                asked.note(user.get_username())
    except ValidationError as error:
        messages.error(request, _("Nothing was saved. %s") % " ".join(error.messages))
        return None, Asked()
    if asked.shown:
        messages.error(request, asked.text)
        return None, asked
    return made, asked


def _after(request, made: Drafts) -> str:
    """Where the analyst goes on: the draft visit, else the list of totals."""
    count = len(made.totals) + bool(made.visit)
    messages.success(request, _("%d drafts were made, with their source.") % count)
    if made.visit:
        return reverse("admin:events_visit_change", args=[made.visit.pk])
    return reverse("admin:events_reportedtotal_changelist")
