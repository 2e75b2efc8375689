"""What every page of the admin shares: entry of partial dates, search in any script, history."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from countries.admin.deleting import DeletingMixin
from countries.forms import RecordForm, RowsFormSet, partial_date_columns, record_form
from countries.models.base import FoldedField, NamedModel
from countries.names import fold


class KnownAutocompleteSelect(AutocompleteSelect):
    """An autocomplete that need not ask for the chosen row's name where the form knows it.

    The stock widget asks once for each row of an inline.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, str] = {}

    def optgroups(self, name, value, attr=None):
        chosen = {str(v) for v in value} - {"", "None"}
        if not chosen or not chosen <= self.known.keys():
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, v, self.known[v], True, 1) for v in sorted(chosen)]
        return [(None, options, 0)]


class RowForms:
    """Forms of a model: partial dates as text, an autocomplete for every foreign key."""

    model: type[models.Model]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def __init__(self, *args) -> None:
        super().__init__(*args)
        own = getattr(self, "form", RecordForm)
        self.form = record_form(self.model, own if issubclass(own, RecordForm) else RecordForm)
        self.autocomplete_fields = [
            field.name
            for field in self.model._meta.fields
            if isinstance(field, models.ForeignKey) and field.editable
        ]

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or ()), *partial_date_columns(self.model)]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", KnownAutocompleteSelect(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field and field.widget, RelatedFieldWidgetWrapper):
            # Beside a choice stand “change” and “add”: deleting a person is not a way to clear it.
            field.widget.can_delete_related = field.widget.can_view_related = False
            if isinstance(self, admin.TabularInline):  # where width is short
                field.widget.can_change_related = False
        return field

    def get_queryset(self, request):
        """Loads what the autocompletes show, so that five rows cost no more than one."""
        return super().get_queryset(request).select_related(*self.shown_relations())

    def shown_relations(self) -> list[str]:
        """The relations whose names the form shows; a subclass adds those behind a ``__str__``."""
        return list(self.autocomplete_fields)


class TrackedAdmin(DeletingMixin, RowForms, SimpleHistoryAdmin):
    """Lists and forms of a model with history. Its key, where it is a code, is set once."""

    change_form_template = "admin/tracked_change_form.html"
    change_list_template = "admin/tracked_change_list.html"
    show_facets = admin.ShowFacets.ALWAYS
    save_on_top = False
    list_per_page = 50
    actions: tuple[str, ...] = ("delete_selected",)
    search_fields = ("pk",)  # only says that there is a search box: found_by() does the searching
    # Foreign keys through which a search goes too: a visit is found by its visitor.
    search_through: tuple[str, ...] = ()

    def get_readonly_fields(self, request, obj=None):
        code = self.model._meta.pk
        fixed = [code.name] if obj and code and code.editable and not code.auto_created else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(self.found_by(word))
        if is_autocomplete(request) and search_term.strip():
            queryset = best_first(queryset, search_term)
        return queryset, False

    def found_by(self, word: str) -> Q:
        """Rows that a word finds: by their own texts, or by those that they point to."""
        found = names_containing(self.model, word) | public_id_is(self.model, word)
        for name in self.search_through:
            related: Any = self.model._meta.get_field(name).related_model
            found |= Q(
                **{f"{name}__in": related._default_manager.filter(names_containing(related, word))}
            )
        return found

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["change_reason"] = request.POST.get("change_reason", "")
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Reverting from here would pass by review; restoring has its own place.
    def revert_disabled(self, request, obj=None) -> bool:
        return True

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)


class TrackedInline(RowForms, admin.TabularInline):
    """Rows of a record inside its form."""

    formset = RowsFormSet
    extra = 0


class PartAdmin(TrackedAdmin):
    """Rows that are entered inside another record's form: here they can be looked up only.

    Changed here, a row of a published record would pass by review.
    """

    def has_module_permission(self, request) -> bool:
        return False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


def is_autocomplete(request) -> bool:
    match = getattr(request, "resolver_match", None)
    return bool(match and match.url_name == "autocomplete")


def names_containing(model: Any, word: str) -> Q:
    """Rows of a model with a name, a code or a text in any script that contains ``word``."""
    manager, key = model._default_manager, fold(word)
    if hasattr(manager, "search"):
        return Q(pk__in=manager.search(word).values("pk"))
    if not key:
        return Q(pk__in=[])
    for field in model._meta.fields:
        if isinstance(field, FoldedField):
            return Q(**{f"{field.name}__contains": key})
    if issubclass(model, NamedModel):  # a vocabulary: too few rows to be worth a search key
        return Q(pk__in=[row.pk for row in manager.all() if key in fold(_all_names(row))])
    return Q(pk__in=[])


def _all_names(row) -> str:
    return f"{row.name_en} | {row.name_ru} | {row.name_kk} | {row.pk}"


def public_id_is(model: type[models.Model], word: str) -> Q:
    """The row whose public id (V12) is ``word``."""
    prefix, number = getattr(model, "public_id_prefix", ""), word[1:]
    if prefix and word[:1].upper() == prefix and number.isascii() and number.isdigit():
        return Q(pk=int(number[:18]))
    return Q(pk__in=[])


def best_first(queryset, text: str):
    """The row whose code is ``text`` first, then names that begin with it."""
    code, names = text.strip().upper(), {f.name for f in queryset.model._meta.get_fields()}
    exact = [When(pk=code, then=Value(0))] if "code" in names else []
    if "iso_alpha2" in names and len(code) == 2:
        exact.append(When(iso_alpha2=code, then=Value(0)))
    if "search_text" in names:
        exact.append(When(search_text__startswith=fold(text), then=Value(1)))
    ordering = queryset.query.order_by or queryset.model._meta.ordering
    return queryset.order_by(Case(*exact, default=Value(2)), *ordering) if exact else queryset


@admin.display(description=_("id"), ordering="pk")
def public_id(record) -> str:
    return record.public_id


@admin.display(description=_("dates"), ordering="start_date")
def dates(record) -> str:
    """``2022-04-13 – 2022-04-15``; one date where start and end are the same."""
    start, end = str(record.start or "?"), str(record.end) if record.end else ""
    if getattr(record, "ongoing", False):
        end = "…"
    text = start if end in ("", start) else f"{start} – {end}"
    return format_html('<span class="dates">{}</span>', text)
