"""A form field in which a row is named by typing: found, or made as a draft on the spot."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from countries.lookups import NEW, find, label_of
from countries.names import fold


class LookupField(forms.CharField):
    """One row of a model, by a part of its name, its code or its public id.

    With ``create``, ``+ Name`` makes a new row by calling it with the name: the caller's
    transaction has to take that back when the form is refused. The same name twice is one row.
    """

    def __init__(
        self, model: type, *, create: Callable[[str], Any] | None = None, **options
    ) -> None:
        self.model, self.create = model, create
        super().__init__(**{"max_length": 500, **options})

    def widget_attrs(self, widget) -> dict:
        meta = self.model._meta  # type: ignore[attr-defined]
        attrs = {
            **super().widget_attrs(widget),
            "class": "vTextField lookup",
            "autocomplete": "off",
            "spellcheck": "false",
            "data-lookup": reverse_lazy("lookup", args=[meta.label_lower]),
        }
        return {**attrs, "data-create": "1"} if self.create else attrs

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        if text.startswith(NEW):
            return self._made(text[len(NEW) :].strip())
        try:
            return find(self.model, text)
        except ValidationError as error:
            if self.create and error.code == "unknown":
                hint = _("Write “+ %s” to make it new, as a draft.") % text
                raise ValidationError([*error.messages, hint]) from error
            raise

    def _made(self, name: str):
        if self.create is None:
            raise ValidationError(_("Nothing new can be made here: choose what is there."))
        if not name:
            raise ValidationError(_("Write the name after the plus."))
        rows = self.model._default_manager  # type: ignore[attr-defined]
        known = rows.filter(search_text__contains=fold(name)) if fold(name) else ()
        same = next((row for row in known if fold(str(row)) == fold(name)), None)
        return same or self.create(name)

    def prepare_value(self, value):
        return label_of(value) if hasattr(value, "pk") else value
