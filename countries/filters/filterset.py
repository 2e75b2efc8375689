"""The base of every FilterSet: what a caller may ask of a model, the same on pages and in the API.

``VisitFilterSet(request.GET).qs`` are the published visits that match. When ``is_valid()`` is
false, ``problems()`` says why, ``form.errors`` shows it beside the fields, and ``qs`` is empty:
nothing is ever ignored silently.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from countries.filters.fields import values_of
from countries.filters.generated import parameters_of
from countries.filters.parameters import (
    FilterError,
    Parameter,
    SinceParameter,
    nearest,
    public,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a question was refused: the parameter, a sentence, and what may have been meant."""

    parameter: str
    detail: str
    did_you_mean: str | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter: its parameter and value, in words, and the query string without it."""

    parameter: str
    value: str
    label: str
    remaining: str


class FilterForm(forms.Form):
    """The parameters as a form; it also refuses the parameters that do not exist."""

    filterset: "FilterSet"

    def clean(self):
        cleaned = super().clean()
        for error in self.filterset.unknown_parameters():
            self.add_error(None, error)
        return cleaned


class FilterSet(django_filters.FilterSet):
    """A parameter for each field of ``Meta.model``, and those that the class declares.

    ``main``: the parameters that a page offers in its form. ``reserved``: what else may stand in
    the query string (``page``, ``limit``). ``from_form``: values left blank count as not given, as
    a browser sends every field of a form.
    """

    main: tuple[str, ...] = ()
    _meta: Any
    base_filters: ClassVar[dict[str, Any]]
    declared_filters: ClassVar[dict[str, Any]]

    class Meta:
        form = FilterForm

    def __init__(
        self,
        data=None,
        queryset=None,
        *,
        request=None,
        prefix=None,
        reserved: Iterable[str] = (),
        from_form: bool = False,
    ) -> None:
        # Not super(): it copies every filter, and there are a hundred.
        self.is_bound, self.request, self.form_prefix = True, request, prefix
        self.data = _without_blanks(data or {}) if from_form else (data or QueryDict())
        self.queryset = public(self._meta.model) if queryset is None else queryset
        self.reserved = frozenset(reserved)
        self.filters = self._needed_filters()

    def _needed_filters(self) -> dict[str, Any]:
        names = [*self.main, *(n for n in self.data if n not in self.main)]
        needed = {n: copy.copy(self.base_filters[n]) for n in names if n in self.base_filters}
        for parameter in needed.values():
            parameter.model, parameter.parent = self.queryset.model, self
        return needed

    @classmethod
    def get_filters(cls):
        if not cls._meta.model:
            return cls.declared_filters.copy()
        parameters = {**parameters_of(cls._meta.model), **cls.declared_filters}
        if "updated_at" in parameters:
            parameters["updated_since"] = SinceParameter("updated_at", label=_lazy("written since"))
        families = [parameter.named(name) for name, parameter in parameters.items()]
        return {name: member for family in families for name, member in family.items()}

    @property
    def form(self):
        if not hasattr(self, "_form"):
            self._form = self.get_form_class()(self.data, prefix=self.form_prefix)
            self._form.filterset = self
        return self._form

    @property
    def qs(self):
        if not hasattr(self, "_qs"):
            rows = self.queryset.all()
            self._qs = self.filter_queryset(rows) if self.is_valid() else rows.none()
        return self._qs

    def unknown_parameters(self) -> list[FilterError]:
        names = set(self.data) - set(self.base_filters) - self.reserved
        return [self._unknown(name) for name in sorted(names) if name not in self.filters]

    def _unknown(self, name: str) -> FilterError:
        base, _dash, lookup = name.rpartition("__")
        if base in self.base_filters:
            family = [n for n in self.base_filters if n.startswith(f"{base}__")]
            detail = _("“%(base)s” has no lookup “%(lookup)s”. It has: %(known)s.") % {
                "base": base,
                "lookup": lookup,
                "known": ", ".join(family) or _("none"),
            }
            return FilterError(detail, parameter=name, did_you_mean=nearest(name, family) or base)
        detail = _("There is no parameter “%(name)s”.") % {"name": name}
        known = [*self.base_filters, *self.reserved]
        return FilterError(detail, parameter=name, did_you_mean=nearest(name, known))

    def problems(self) -> list[Problem]:
        """Everything that is wrong with the question; empty when it is valid."""
        return [
            Problem(
                getattr(error, "parameter", "") or ("" if name == "__all__" else name),
                " ".join(error.messages),
                getattr(error, "did_you_mean", None),
            )
            for name, errors in self.form.errors.as_data().items()
            for error in errors
        ]

    def chips(self) -> list[Chip]:
        """The active filters in words, each with the query string that drops it."""
        if not self.is_valid():
            return []
        return [
            Chip(name, value, self.filters[name].describe(read), self.without(name, value))
            for name in self.data
            if name in self.filters
            for value, read in zip(
                values_of(self.data, name), self.form.cleaned_data[name], strict=True
            )
        ]

    def without(self, parameter: str, value: str) -> str:
        """The query string without one value of a parameter, and back on the first page."""
        rest = QueryDict(mutable=True)
        for name in self.data:
            kept = [v for v in values_of(self.data, name) if (name, v) != (parameter, value)]
            if kept and name not in ("page", "offset"):
                rest.setlist(name, kept)
        return rest.urlencode()

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Every parameter by name, lookups included."""
        return dict(cls.base_filters)


def _without_blanks(data) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in data:
        values = [value for value in values_of(data, name) if value != ""]
        if values:
            kept.setlist(name, values)
    return kept
