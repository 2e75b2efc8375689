from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from countries.admin.base import PartAdmin, TrackedInline
from countries.forms import RecordForm
from events.models import SourceCopy
from events.source_copies import plain_name, store


class SourceCopyForm(RecordForm):
    """Takes the file of a new copy. What is attached is not exchanged: another copy is another."""

    upload = forms.FileField(
        label=_("file"), required=False, help_text=_("PDF, PNG, JPEG or WebP.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].disabled = self.instance.pk is not None

    def clean(self) -> dict:
        data = super().clean() or {}
        upload = data.get("upload")
        if self.instance.pk is not None or self.errors:
            return data
        if not upload:
            self.add_error("upload", _("Choose a file."))
            return data
        try:
            stored = store(upload)
        except forms.ValidationError as error:
            self.add_error("upload", error)
            return data
        copy = self.instance
        copy.sha256, copy.size = stored.sha256, stored.size
        copy.content_type = stored.content_type
        copy.file_name = plain_name(upload.name, stored.content_type)
        source = copy.source_id
        if source and SourceCopy.objects.filter(source=source, sha256=stored.sha256).exists():
            self.add_error("upload", _("This copy is attached already."))
        return data


class SourceCopyInline(TrackedInline):
    """The copies of a source: the file once, then what it is and whether the public may have it."""

    model = SourceCopy
    form = SourceCopyForm
    fields = ("upload", "attached", "is_public")
    readonly_fields = ("attached",)

    @admin.display(description=_("attached"))
    def attached(self, copy) -> str:
        if not copy.sha256:
            return ""
        return format_html(
            '<a href="{}">{}</a><br>{}, {} B<br><code class="sha256">{}</code>',
            copy.get_absolute_url(),
            copy.file_name,
            copy.get_content_type_display(),
            copy.size,
            copy.sha256,
        )


@admin.register(SourceCopy)
class SourceCopyAdmin(PartAdmin):
    list_display = ("file_name", "source", "content_type", "size", "is_public", "sha256")
    list_filter = ("content_type", "is_public")
    search_through = ("source",)
    fields = ("source", "file_name", "content_type", "size", "sha256", "is_public")
