"""How a parameter, which may be repeated, is read from and drawn in a page's form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


def values_of(data, name: str) -> list[str]:
    """All values of a parameter in a QueryDict or in a plain dictionary."""
    if hasattr(data, "getlist"):
        return data.getlist(name)
    value = data.get(name, [])
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]


class ParameterInput(forms.TextInput):
    """A text box of a page's form for a parameter that may be repeated; it shows the first."""

    def value_from_datadict(self, data, files, name):
        return values_of(data, name)

    def format_value(self, value):
        return value[0] if value else None


class ParameterSelect(forms.Select):
    """A list of a page's form; it takes several values when the address has several."""

    def value_from_datadict(self, data, files, name):
        return values_of(data, name)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if isinstance(value, list) and len(value) > 1:
            context["widget"]["attrs"]["multiple"] = True
        return context

    def optgroups(self, name, value, attrs=None):
        self.allow_multiple_selected = len(value) > 1
        return super().optgroups(name, value, attrs)

    def create_option(self, name, value, label, *args, **kwargs):
        """The blank choice says what it means."""
        shown = label if value or label else _("any")
        return super().create_option(name, value, shown, *args, **kwargs)


class ParameterField(forms.Field):
    """Hands the values to the parameter, which knows how to read them."""

    def __init__(self, *, parameter: Any, **options) -> None:
        self.parameter = parameter
        super().__init__(required=False, widget=parameter.widget(), **options)

    def clean(self, value):
        return self.parameter.clean(value or [])
