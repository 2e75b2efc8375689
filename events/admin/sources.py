from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from countries.admin.edit_conflicts import DirectAdmin
from countries.admin.list_filters import year_of
from events.admin.source_copies import SourceCopyInline
from events.models import Source


@admin.register(Source)
class SourceAdmin(DirectAdmin):
    list_display = ("title", "publisher", "published_on", "page")
    list_filter = (year_of("published_date"), "title_is_ours")
    search_help_text = _("A title, a publisher or an address.")
    inlines = (SourceCopyInline,)
    fields = (
        "url",
        ("title", "title_is_ours"),
        ("publisher", "published_on"),
        "archive_url",
    )

    @admin.display(description=_("address"))
    def page(self, source) -> str:
        if not source.url:
            return ""
        return format_html('<a href="{}" rel="noreferrer">{}</a>', source.url, source.url[:60])
