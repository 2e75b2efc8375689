"""Forms over our models: a partial date is one text field, an error stands at its field."""

from itertools import pairwise

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import InlineForeignKeyField
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from countries.partial_dates import PATTERN, PartialDate, PartialDateAttribute
from countries.written_dates import Period, parse_written_date


class PartialDateInput(forms.TextInput):
    """A date as text, with how it is read beside it: while it is typed, and on redisplay."""

    reading_url = reverse_lazy("read-date")

    class Media:
        js = ("diplotrack/written-dates.js",)

    def render(self, name, value, attrs=None, renderer=None):
        box = super().render(name, value, attrs, renderer)
        reading = read_back(str(value or ""))
        target = (attrs or {}).get("id", "")
        return format_html(
            '{}<output class="date-reading" for="{}" data-url="{}">{}</output>',
            box,
            target,
            self.reading_url,
            reading,
        )


def read_back(text: str) -> str:
    """How a written date is read, where that is not just what was written; why it is not read."""
    if not text.strip() or PATTERN.fullmatch(text.strip()):
        return ""
    try:
        return f"= {parse_written_date(text)}"
    except ValidationError:
        return ""  # the field's error says it


class PartialDateField(forms.CharField):
    """A date as far as it is known and as people write it: ``2022``, ``13 Sept 2022``.

    ``takes_period``: ``13–15 Sept 2022`` is taken too, as the period that it is; ``RecordForm``
    puts its last day into the end beside this start.
    """

    takes_period = False

    def __init__(self, **options) -> None:
        widget = PartialDateInput(
            attrs={"placeholder": "2022-04-13", "class": "partial-date", "autocomplete": "off"}
        )
        super().__init__(**{"max_length": 80, "widget": widget, **options})
        if not self.help_text:
            self.help_text = _("As you write it: 2022-04-13, 13 April 2022, 2022-04 or 2022.")

    @classmethod
    def of(cls, model: type[models.Model], attribute: PartialDateAttribute) -> "PartialDateField":
        """The form field of a model's partial date."""
        column = next(f for f in model._meta.fields if f.name == attribute.column)
        return cls(
            label=capfirst(column.verbose_name),
            required=not column.null,
            help_text=column.help_text,
        )

    def prepare_value(self, value):
        return str(value) if value else ""

    def to_python(self, value) -> PartialDate | Period | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        if PATTERN.fullmatch(text):
            return PartialDate.parse(text)
        period = parse_written_date(text)
        if str(period.start) == str(period.end):
            return period.start
        if not self.takes_period:
            raise ValidationError(_("One date belongs here, not %s.") % str(period), code="period")
        return period

    def run_validators(self, value) -> None:
        """A parsed date has no length to check."""

    def has_changed(self, initial, data) -> bool:
        before, text = self.prepare_value(initial), (data or "").strip()
        if before == text:
            return False
        try:
            return before != self.prepare_value(self.to_python(text))
        except ValidationError:
            return True


class RecordForm(forms.ModelForm):
    """A form whose partial dates are declared fields, and whose errors stand at their fields.

    The database's constraints are checked too: each message stands at the last field that its
    rule names, so that "the end is before the start" stands at the end.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self._dates():
            self.initial.setdefault(name, getattr(self.instance, name))
        self._offer_known_choices()
        for start, _end in self._periods():
            self.fields[start].takes_period = True  # type: ignore[attr-defined]

    def _periods(self) -> list[tuple[str, str]]:
        """The pairs of fields that are the start and the end of one period."""
        names = [name for name in self._dates() if name in self.fields]
        return [
            (first, second)
            for first, second in pairwise(names)
            if self._dates()[first].bound == "first" and self._dates()[second].bound == "last"
        ]

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for start, end in self._periods():
            if isinstance(self.cleaned_data.get(start), Period):
                self._part_period(start, end)

    def _part_period(self, start: str, end: str) -> None:
        """A period that was written into the start gives the end as well."""
        period: Period = self.cleaned_data[start]
        self.cleaned_data[start] = period.start
        typed = self.cleaned_data.get(end)
        if not str(self.data.get(self.add_prefix(end), "")).strip():
            self.cleaned_data[end] = period.end
        elif typed is not None and str(typed) != str(period.end):
            self.add_error(
                end, _("The start says %s: leave this empty or write the same.") % str(period)
            )

    def _offer_known_choices(self) -> None:
        """Lets a widget show a related row that is loaded already, without a query of its own."""
        if self.is_bound:
            return
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if widget is not None and hasattr(widget, "known"):
                related = self.instance._state.fields_cache.get(name)
                widget.known = {str(related.pk): str(related)} if related else {}

    @classmethod
    def _dates(cls) -> dict[str, PartialDateAttribute]:
        model = cls._meta.model
        declared = model.partial_dates() if hasattr(model, "partial_dates") else {}
        return {name: date for name, date in declared.items() if name in cls.base_fields}

    def _field_of(self, column: str) -> str:
        """The form field that shows a column, or the place for errors of the whole form."""
        for name, date in self._dates().items():
            if column in _columns(date):
                return name
        return column if column in self.fields else NON_FIELD_ERRORS

    def _post_clean(self) -> None:
        for name in self._dates():
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()
        self._place_constraint_errors()

    def _get_validation_exclusions(self) -> set[str]:
        checked = {
            column
            for name, date in self._dates().items()
            if name in self.fields and name not in self.errors
            for column in _columns(date)
        }
        return set(super()._get_validation_exclusions()) - checked

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            placed: dict[str, list] = {}
            for column, messages in errors.error_dict.items():
                placed.setdefault(self._field_of(column), []).extend(messages)
            errors.error_dict = placed
        super()._update_errors(errors)

    def _place_constraint_errors(self) -> None:
        """Move the message of a broken constraint from the top of the form to a field."""
        general = self.errors.get(NON_FIELD_ERRORS)
        if not general:
            return
        exclude = self._get_validation_exclusions()
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                place = self._place_of(constraint)
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    if place:
                        said = set(error.messages)
                        general.data[:] = [
                            e for e in general.as_data() if not said & set(e.messages)
                        ]
                        self.add_error(place, error)
        if not general:
            del self.errors[NON_FIELD_ERRORS]

    def _place_of(self, constraint: models.BaseConstraint) -> str:
        """The last field that the constraint names, so that an end is blamed, not its start."""
        names = [self._field_of(column) for column in constraint_columns(constraint)]
        shown = [
            name
            for name in names
            if name in self.fields and not isinstance(self.fields[name], InlineForeignKeyField)
        ]
        return shown[-1] if shown else ""


def record_form(model: type[models.Model], base: type[forms.ModelForm] = RecordForm):
    """The form class of a model, with a text field for each of its partial dates."""
    dates = model.partial_dates() if hasattr(model, "partial_dates") else {}
    fields = {name: PartialDateField.of(model, date) for name, date in dates.items()}
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Form", (base,), {**fields, "Meta": meta})


def partial_date_columns(model: type[models.Model]) -> list[str]:
    """The columns behind a model's partial dates, which no form shows by themselves."""
    dates = model.partial_dates() if hasattr(model, "partial_dates") else {}
    return [column for date in dates.values() for column in _columns(date)]


def _columns(date: PartialDateAttribute) -> list[str]:
    columns = [date.column, f"{date.column}_precision", date.last_column]
    return [column for column in columns if column]


def constraint_columns(constraint: models.BaseConstraint) -> list[str]:
    """The columns that a constraint names, each once, in the order in which it names them."""
    if isinstance(constraint, models.UniqueConstraint):
        return list(constraint.fields)
    condition = getattr(constraint, "condition", None)
    return list(dict.fromkeys(_named_in(condition))) if isinstance(condition, Q) else []


def _named_in(condition: Q):
    for part in condition.children:
        if isinstance(part, Q):
            yield from _named_in(part)
        elif isinstance(part, tuple):
            yield part[0].split("__")[0]


class RowsFormSet(forms.BaseInlineFormSet):
    """Rows of a record, of which no two may break a unique constraint that has a condition.

    Django compares the rows of one form for unconditional constraints only; the database would
    refuse the second row with an error page.
    """

    model: type[models.Model]

    def clean(self) -> None:
        super().clean()
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and constraint.condition:
                self._refuse_twins(constraint, constraint.condition)

    def kept(self) -> list[forms.ModelForm]:
        """The forms with a row that stays."""
        return [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed())
            and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]

    def _refuse_twins(self, constraint: models.UniqueConstraint, condition: Q) -> None:
        columns = [name for name in constraint.fields if name != self.fk.name]
        attnames = [f.attname for f in self.model._meta.fields if f.name in columns]
        seen = set()
        for form in self.kept():
            row = form.instance
            key = tuple(getattr(row, attname) for attname in attnames)
            if form.errors or not _holds(condition, row):
                continue
            if key in seen:
                form.add_error(columns[-1], str(constraint.get_violation_error_message()))
            seen.add(key)


def _holds(condition: Q, row: models.Model) -> bool:
    """Whether a row meets a condition that only asks which foreign keys are empty."""
    attnames = {field.name: field.attname for field in row._meta.fields}
    for part in condition.children:
        lookup, expected = part if isinstance(part, tuple) else (str(part), None)
        name, _separator, kind = lookup.rpartition("__")
        if kind != "isnull":
            raise NotImplementedError(lookup)
        if (getattr(row, attnames[name]) is None) != expected:
            return False
    return True
