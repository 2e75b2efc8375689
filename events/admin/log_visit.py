"""One page on which a visit is logged with its summit, its documents and their source."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from countries.lookups import label_of
from countries.models import Person
from countries.models.base import EditorialModel
from events.admin.duplicate_check import DIFFERENT, Asked, ask
from events.editorial import Refused, submit
from events.entry.forms import (
    MORE,
    DocumentEntryFormSet,
    DocumentsForm,
    SourceEntryForm,
    SummitEntryForm,
    VisitEntryForm,
    journey_text,
)
from events.entry.recording import (
    DocumentEntry,
    DocumentsEntry,
    Recorded,
    SummitEntry,
    record_visit,
)
from events.entry.suggestions import suggest
from events.models import Journey, Source
from events.together import take_together

SUBMIT_ALL = "_submit_all"
WRITES = [f"events.add_{name}" for name in ("visit", "summit", "signeddocument", "source")]
WRITES += ["events.add_citation", "countries.add_person"]


@dataclass
class Entry:
    """The forms of the page, bound to what was posted or empty."""

    visit: VisitEntryForm
    summit: SummitEntryForm
    documents: DocumentsForm
    rows: Any
    source: SourceEntryForm

    @classmethod
    def of(cls, data=None, initial=None) -> "Entry":
        first = initial or {}
        of_source = {name.removeprefix("source-"): value for name, value in first.items()}
        return cls(
            VisitEntryForm(data, initial=first),
            SummitEntryForm(data, prefix="summit"),
            DocumentsForm(data, prefix="documents"),
            DocumentEntryFormSet(data, prefix="rows"),
            SourceEntryForm(data, prefix="source", initial=of_source),
        )

    def forms(self) -> list:
        return [self.visit, self.summit, self.documents, self.rows, self.source]

    def is_valid(self) -> bool:
        """Whether every part is; all are asked, so that every error is shown at once."""
        answers = [form.is_valid() for form in self.forms()]
        return self._has_signing_day() and self._meets_the_summit() and all(answers)

    def _meets_the_summit(self) -> bool:
        if not self.visit.is_valid() or not self.summit.is_valid():
            return True  # nothing to say yet
        summit, visit = self.summit.cleaned_data.get("summit"), self.visit.instance
        if not summit or not summit.pk:
            return True
        first, last = visit.start_date, visit.end_date or visit.start_date
        if summit.start_date <= last and first <= (summit.end_date or summit.start_date):
            return True
        text = _("That summit was not on these days but on %s.") % summit.start
        self.summit.add_error("summit", text)
        return False

    def _has_signing_day(self) -> bool:
        if not self.visit.is_valid() or not self.documents.is_valid() or not self.rows.is_valid():
            return True  # nothing to say yet
        data = self.documents.cleaned_data
        if self.rows.filled() and not data.get("signed"):
            start, end = self.visit.cleaned_data["start"], self.visit.cleaned_data.get("end")
            if end and str(end) != str(start):
                text = _("On which of these days were they signed?")
                self.documents.add_error("signed", text)
                return False
            data["signed"] = start
        if data["came_of"] != "visit" and not self.summit.cleaned_data.get("summit"):
            self.documents.add_error("came_of", _("No summit is named above."))
            return False
        return True

    def has_errors(self) -> bool:
        return any(form.is_bound and any(form.errors) for form in self.forms())

    def with_more_rows(self, posted) -> "Entry":
        """The same page with more rows; nothing is checked or lost."""
        data = posted.copy()
        data["rows-TOTAL_FORMS"] = str(self.rows.total_form_count() + MORE)
        return Entry.of(data)

    def record(self, user) -> Recorded:
        visit, common = self.visit.cleaned_data, self.documents.cleaned_data
        rows = [
            DocumentEntry(
                row.cleaned_data["title"],
                row.cleaned_data["kind"],
                row.cleaned_data["guest_signatory"],
                row.cleaned_data["host_signatory"],
            )
            for row in self.rows.filled()
        ]
        return record_visit(
            visit=self.visit.instance,
            user=user,
            counterpart=visit["counterpart"],
            own_journey=visit["own_journey"],
            summit=self._summit(),
            documents=DocumentsEntry(
                rows, common.get("signed"), common["came_of"], common["conclusion"]
            ),
            source=self.source.made(),
            quote=self.source.cleaned_data["quote"],
        )

    def _summit(self) -> SummitEntry | None:
        data = self.summit.cleaned_data
        summit = data.get("summit")
        if summit is None:
            return None
        role = data["visitor_role"] or "member"
        if summit.pk:
            return SummitEntry(summit, role)
        summit.level = data["level"] or summit.level
        summit.organization = data["organization"]
        return SummitEntry(summit, role, data["kind"])


@require_http_methods(["GET", "POST"])
@permission_required(WRITES, raise_exception=True)
def log_visit(request: HttpRequest) -> HttpResponse:
    """Shows the page; writes all that is on it, or shows every error at its field."""
    if request.method == "GET":
        return _page(request, Entry.of(initial=request.GET.dict()))
    entry, asked = Entry.of(request.POST), Asked()
    if "_more" in request.POST:
        return _page(request, entry.with_more_rows(request.POST), checked=False)
    try:
        with transaction.atomic():
            # People who are made on the spot are written while the form is checked.
            if entry.is_valid():
                recorded = entry.record(request.user)
                asked = _ask(request, recorded)
                if not asked.shown:
                    asked.note(request.user.get_username())
                    return _after(request, entry, recorded, _submitted(request, recorded))
            transaction.set_rollback(True)
    except ValidationError as error:
        messages.error(request, _("Nothing was saved. %s") % " ".join(error.messages))
    except Refused as refusal:
        messages.error(request, _("Nothing was saved. %s") % " ".join(refusal.reasons))
    return _page(request, entry, asked=asked)


def _ask(request, recorded: Recorded) -> Asked:
    """What of all that was just written is likely on record already."""
    new_summits = [recorded.summit] if recorded.summit and recorded.summit_is_new else []
    parts = [
        ask(records, request.POST.getlist(DIFFERENT))
        for records in ([recorded.visit], new_summits, recorded.documents)
    ]
    return Asked(
        tuple(shown for part in parts for shown in part.shown),
        tuple(pair for part in parts for pair in part.different),
    )


def _submitted(request, recorded: Recorded) -> list[EditorialModel]:
    """What went to review at once, if the button asks for that."""
    if SUBMIT_ALL not in request.POST:
        return []
    return take_together(step=submit, record=recorded.visit, user=request.user)


def _page(request, entry: Entry, *, checked: bool = True, asked: Asked | None = None):
    return TemplateResponse(
        request,
        "admin/events/log_visit.html",
        {
            **admin.site.each_context(request),
            "title": _("Log a visit"),
            "entry": entry,
            "checked": checked,
            "has_errors": checked and entry.has_errors(),
            "asked": asked,
        },
    )


def _after(
    request, entry: Entry, recorded: Recorded, submitted: list[EditorialModel]
) -> HttpResponse:
    visit, count = recorded.visit, len(recorded.documents)
    documents = ngettext("%d document", "%d documents", count) % count
    url = reverse("admin:events_visit_change", args=[visit.pk])
    done = _("saved and submitted for review") if submitted else _("saved as a draft")
    text = format_html('<a href="{}">{} {}</a>: {}', url, visit.public_id, visit, done)
    parts = [documents] if count else []
    if recorded.summit:
        parts.insert(0, f"{recorded.summit.public_id} {recorded.summit}")
    parts += [f"{r.public_id} {r}" for r in submitted if isinstance(r, Person | Journey)]
    if parts:
        text = format_html("{}, {}", text, _("with %s") % ", ".join(parts))
    messages.success(request, text)
    if recorded.waits:
        messages.info(request, _("The summit is published: its new participants await review."))
    if "_addanother" not in request.POST:
        return HttpResponseRedirect(url)
    source = entry.source.cleaned_data.get("source") or _source_of(visit)
    kept = {"visitor": label_of(visit.visitor), "source": label_of(source) if source else ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    return HttpResponseRedirect(f"{reverse('log-visit')}?{query}")


def _source_of(visit) -> Source | None:
    return Source.objects.filter(citations__visit=visit).first()


@require_GET
@permission_required(WRITES, raise_exception=True)
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the record knows about the visit so far, as texts for the fields of the page."""
    form = VisitEntryForm(request.GET)
    with transaction.atomic():
        form.is_valid()  # most fields are still empty; what can be read is read
        transaction.set_rollback(True)  # a “+ Name” is made on saving, not on typing
    data = form.cleaned_data
    known = suggest(
        visitor=data.get("visitor"),
        guest_country=data.get("guest_country"),
        guest_organization=data.get("guest_organization"),
        host_country=data.get("host_country"),
        start=data.get("start"),
        end=data.get("end"),
    )
    journey = (
        _("Once published, it joins journey %s.") % journey_text(known.journey)
        if known.journey
        else ""
    )
    return JsonResponse(
        {
            "fields": {
                "guest_country": label_of(known.guest_country) if known.guest_country else "",
                "visitor_position": label_of(known.position) if known.position else "",
                "counterpart": label_of(known.counterpart) if known.counterpart else "",
            },
            "journey": journey,
            "cities": known.cities,
            "summits": [label_of(summit) for summit in known.summits],
        }
    )
