from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from countries.admin.base import TrackedInline
from countries.models.base import FoldedField
from events.admin.editorial import RecordPartAdmin
from events.models import Citation
from events.models.records import RECORD_TYPES


class CitationInline(TrackedInline):
    """The sources of a record. A source that is not there yet is added with the plus sign."""

    model = Citation
    fields = ("source", "field", "value", "quote", "page", "accessed_date", "check_state")
    classes = ("citations",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "field":
            return forms.ChoiceField(
                label=db_field.verbose_name,
                required=False,
                choices=[("", _("the whole record")), *citable_fields(self.parent_model)],
            )
        if db_field.name == "quote":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 30})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def citable_fields(model: type[models.Model]) -> list[tuple[str, str]]:
    """The fields of a record for which a source can give a value."""
    return [
        (field.name, str(field.verbose_name))
        for field in model._meta.fields
        if field.editable
        and not field.primary_key
        and not isinstance(field, FoldedField)
        and not field.name.endswith("_precision")
        and field.name not in ("state", "external_id", "note", "confidence")
    ]


@admin.register(Citation)
class CitationAdmin(RecordPartAdmin):
    part_of = "record"
    list_display = ("source", "record", "field", "value", "check_state", "accessed_date")
    list_filter = ("check_state",)
    search_through = ("source", *(name for name in RECORD_TYPES))
    fields = (
        "source",
        *RECORD_TYPES,
        "field",
        "value",
        "quote",
        "page",
        "accessed_date",
        "check_state",
        "copies",
    )
    readonly_fields = ("copies",)

    def has_module_permission(self, request) -> bool:
        return True

    @admin.display(description=_("attached copies"))
    def copies(self, citation) -> str:
        copies = citation.source.copies.all()
        links = ((c.get_absolute_url(), c.file_name, c.sha256) for c in copies)
        return format_html_join("", '<a href="{}">{}</a> <code class="sha256">{}</code><br>', links)

    def shown_relations(self) -> list[str]:
        names = ("visit__visitor", "visit__host_country", "journey__traveller")
        return [*super().shown_relations(), *names, "chairmanship__country"]
