"""Saving a record that is likely there already asks first, and remembers the answer."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from countries.filters.fields import values_of
from events.admin.side_by_side import Line, identifying, side_by_side, with_names
from events.duplicates import Likelihood, candidates
from events.duplicates.kinds import Kind, kind_of
from events.merging import mark_different

DIFFERENT = "_different"  # the public ids that the analyst ticked as different


@dataclass(frozen=True)
class Shown:
    """A candidate as the form shows it: the stored record beside what is being saved."""

    record: Any
    likelihood: Likelihood
    lines: list[Line]


class AsksAboutDuplicates(forms.ModelForm):
    """A form that comes back with the likely duplicates until each is said to be different."""

    kind: ClassVar[Kind]
    candidates: tuple[Shown, ...] = ()
    different: tuple[Any, ...] = ()

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self._says_what_it_is():
            return
        found = candidates(self.instance)
        records = with_names(self._meta.model, [candidate.pk for candidate in found])
        ticked = set(values_of(self.data, DIFFERENT))
        self.different = tuple(r for r in records.values() if r.public_id in ticked)
        asked = [c for c in found if records[c.pk].public_id not in ticked]
        if not asked:
            return
        names = identifying(self._meta.model, self.kind.columns)
        self.candidates = tuple(
            Shown(
                records[c.pk],
                c.likelihood,
                side_by_side([self.instance, records[c.pk]], names),
            )
            for c in asked
        )
        text = ngettext(
            "This is likely on record already: look at the record shown. Nothing was saved yet.",
            "This is likely on record already: look at the %(count)d records shown. Nothing was "
            "saved yet.",
            len(asked),
        )
        self.add_error(None, text % {"count": len(asked)})

    def _says_what_it_is(self) -> bool:
        """Whether anything changed by which duplicates are found."""
        names = identifying(self._meta.model, self.kind.columns)
        return self.instance.pk is None or bool(set(names) & set(self.changed_data))


class DuplicateCheckMixin:
    """An admin of records whose forms ask about duplicates, and whose list merges two."""

    model: Any
    change_list_template = "admin/editorial_change_list.html"

    def get_actions(self, request):
        actions = super().get_actions(request)
        if kind_of(self.model) is None:
            actions.pop("compare_selected", None)
        return actions

    def changelist_view(self, request, extra_context=None):
        kind = kind_of(self.model)
        context = {**(extra_context or {}), "duplicate_kind": kind.name if kind else ""}
        return super().changelist_view(request, context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        kind = kind_of(self.model)
        if kind is None:
            return form
        return type(form.__name__, (AsksAboutDuplicates, form), {"kind": kind})

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        for other in getattr(form, "different", ()):
            mark_different(
                one=form.instance, other=other, actor=request.user.get_username(), reason=""
            )

    @admin.action(description=_("Compare the two selected: merge, mirror or different"))
    def compare_selected(self, request, queryset):
        records = list(queryset.order_by("pk")[:3])
        if len(records) != 2:
            messages.warning(request, _("Select just two records to compare."))
            return None
        first, second = (record.public_id for record in records)
        return HttpResponseRedirect(reverse("compare-records", args=[first, second]))
