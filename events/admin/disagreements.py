"""Sources that disagree about a record: shown in its list and form, decided on a page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from countries.models.base import SourceState
from events.admin.side_by_side import change_url
from events.editorial import may_review
from events.models import Citation, FieldDecision
from events.models.records import RECORD_TYPES


class SourceStateFilter(admin.SimpleListFilter):
    """By what the sources of a record have to do with one another. Not counted in advance: that
    would read every citation for each list."""

    title = gettext_lazy("sources")
    parameter_name = "source_state"

    def lookups(self, request, model_admin):
        return SourceState.choices

    def queryset(self, request, queryset):
        if self.value() not in SourceState.values:
            return queryset
        return queryset.with_source_state().filter(source_state=self.value())

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("All"),
        }
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }


class SourceStateMixin:
    """Lists with a column and a filter of the state of a record's sources."""

    model: Any

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        return [*shown, "source_state"] if self._cited else shown

    def get_list_filter(self, request):
        shown = super().get_list_filter(request)
        return [*shown, SourceStateFilter] if self._cited else shown

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        match = getattr(request, "resolver_match", None)
        listed = match and (match.url_name or "").endswith("_changelist")
        return rows.with_source_state() if self._cited and listed else rows

    @property
    def _cited(self) -> bool:
        return hasattr(self.model, "citations")

    @admin.display(description=gettext_lazy("sources"))
    def source_state(self, record) -> str:
        state = getattr(record, "source_state", "")
        return str(SourceState(state).label) if state else ""


@require_http_methods(["GET", "POST"])
def decide_disagreement(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """The readings of each contested field side by side; one is followed, for a reason."""
    if kind not in RECORD_TYPES:
        raise Http404
    model: Any = FieldDecision._meta.get_field(kind).related_model
    record = model.objects.filter(pk=key).first()
    if record is None:
        raise Http404
    if not request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
        raise PermissionDenied
    decides = may_review(request.user) and request.user.has_perm("events.add_fielddecision")
    if request.method == "POST":
        if not decides:
            raise PermissionDenied
        return _decide(request, kind, record)
    context = {
        **admin.site.each_context(request),
        "title": _("Sources that disagree"),
        "opts": model._meta,
        "record": record,
        "record_url": change_url(record),
        "decides": decides,
    }
    return TemplateResponse(request, "admin/disagreements.html", context)


def _decide(request: HttpRequest, kind: str, record: Any) -> HttpResponse:
    number = request.POST.get("citation", "")
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    citation = Citation.objects.filter(pk=key, **{kind: record.pk}).exclude(field="").first()
    reason = request.POST.get("reason", "").strip()
    if citation is None or not reason:
        messages.error(request, _("Choose what is followed, and say why."))
        return HttpResponseRedirect(request.path)
    decision = FieldDecision(
        **{kind: record},
        field=citation.field,
        citation=citation,
        value=citation.value,
        reason=reason,
        author=request.user.get_username(),
    )
    decision.full_clean()
    decision.save()
    messages.success(request, _("The decision is on record."))
    return HttpResponseRedirect(request.path)
