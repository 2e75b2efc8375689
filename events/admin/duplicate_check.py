"""Saving a record that is likely there already asks first, and remembers the answer."""

from collections.abc import Iterable, Sequence
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
from events.duplicates import Likelihood, candidates_of_many
from events.duplicates.kinds import Kind, kind_of
from events.merging import mark_different

DIFFERENT = "_different"  # the public ids that the analyst ticked as different


@dataclass(frozen=True)
class Shown:
    """A candidate as the form shows it: the stored record beside what is being saved."""

    record: Any
    likelihood: Likelihood
    lines: list[Line]


@dataclass(frozen=True)
class Asked:
    """What is likely on record already, and what was ticked as different from it."""

    shown: tuple[Shown, ...] = ()
    different: tuple[tuple[Any, Any], ...] = ()
    """What was entered, with the stored record that it is not."""

    @property
    def others(self) -> dict[str, Any]:
        """The stored records that were ticked, by their public ids."""
        return {other.public_id: other for _entered, other in self.different}

    @property
    def text(self) -> str:
        text = ngettext(
            "This is likely on record already: look at the record shown. Nothing was saved yet.",
            "This is likely on record already: look at the %(count)d records shown. Nothing was "
            "saved yet.",
            len(self.shown),
        )
        return text % {"count": len(self.shown)}

    def note(self, actor: str) -> None:
        """Remember what was found to be different, so that nobody is asked again."""
        for entered, other in self.different:
            mark_different(one=entered, other=other, actor=actor, reason="")


def ask(entered: Sequence[Any], ticked: Iterable[str]) -> Asked:
    """The likely duplicates of records of one type, apart from each other, saved or not.

    ``ticked``: the public ids of those that are said to be different.
    """
    if not entered or not (kind := kind_of(entered[0])):
        return Asked()
    model, own = type(entered[0]), {record.pk for record in entered}
    found = [
        (record, candidate)
        for record, some in zip(entered, candidates_of_many(entered), strict=True)
        for candidate in some
        if candidate.pk not in own
    ]
    records = with_names(model, [candidate.pk for _record, candidate in found])
    names, said = identifying(model, kind.columns), set(ticked)
    shown, different = [], []
    for record, candidate in found:
        other = records[candidate.pk]
        if other.public_id in said:
            different.append((record, other))
        else:
            lines = side_by_side([record, other], names)
            shown.append(Shown(other, candidate.likelihood, lines))
    return Asked(tuple(shown), tuple(different))


class AsksAboutDuplicates(forms.ModelForm):
    """A form that comes back with the likely duplicates until each is said to be different."""

    kind: ClassVar[Kind]
    asked = Asked()

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self._says_what_it_is():
            return
        self.asked = ask([self.instance], values_of(self.data, DIFFERENT))
        if self.asked.shown:
            self.add_error(None, self.asked.text)

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
        if isinstance(form, AsksAboutDuplicates):
            form.asked.note(request.user.get_username())

    @admin.action(description=_("Compare the two selected: merge, mirror or different"))
    def compare_selected(self, request, queryset):
        records = list(queryset.order_by("pk")[:3])
        if len(records) != 2:
            messages.warning(request, _("Select just two records to compare."))
            return None
        first, second = (record.public_id for record in records)
        return HttpResponseRedirect(reverse("compare-records", args=[first, second]))
