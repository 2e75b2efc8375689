"""What templates need beyond Django's own tags. Nothing here queries."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from countries.partial_dates import PartialDate
from countries.partial_dates_text import after_preposition, in_words, period_in_words
from events.models import InitiativeStatus
from events.statistics import RULES

register = template.Library()

SECTIONS = (
    ("year_list", _("Years")),
    ("vectors", _("Vectors")),
    ("trends", _("Trends")),
    ("upcoming", _("Upcoming")),
    ("visit_list", _("Visits")),
    ("summit_list", _("Summits")),
    ("document_list", _("Documents")),
    ("chairmanship_list", _("Chairmanships")),
    ("initiative_list", _("Initiatives")),
    ("country_list", _("Countries")),
    ("organization_list", _("Organizations")),
    ("person_list", _("People")),
)


@dataclass(frozen=True)
class Section:
    """A link of the navigation; ``current`` is ``page`` on its own page, ``true`` below it."""

    url: str
    label: str | Promise
    current: str

    @property
    def is_current(self) -> bool:
        return bool(self.current)


@register.simple_tag(takes_context=True)
def navigation(context) -> list[Section]:
    """The sections of the site; the one that the reader is in is marked."""
    request = context.get("request")
    path = request.path if request else ""
    return [
        Section(
            url := reverse(name),
            label,
            "page" if path == url else "true" if path.startswith(url) else "",
        )
        for name, label in SECTIONS
    ]


@register.filter
def human(date) -> str:
    """A partial date in words; a summary hands it over as ISO text."""
    return in_words(PartialDate.parse(date) if isinstance(date, str) and date else date or None)


@register.filter
def spaced(code: str) -> str:
    """A code as it is read: ``C5_JPN`` as C5 JPN."""
    return code.replace("_", " ")


@register.filter
def period(record) -> str:
    """The start and end of a record in words."""
    return period_in_words(record.start, record.end)


@register.filter
def term(record) -> str:
    """From when to when something lasts that may be going on, or whose end may not be known."""
    return _span(record.start, record.end, ongoing=record.ongoing)


@register.filter
def membership_term(membership) -> str:
    """From when to when a country belongs to a group; empty where neither is known."""
    return _span(membership.joining, membership.leaving, ongoing=membership.ongoing)


@register.filter
def validity(row) -> str:
    """From when to when a name, a code or a state holds; empty where it is not limited."""
    return _span(row.valid_since, row.valid_until, ongoing=True)


def _span(start: PartialDate | None, end: PartialDate | None, *, ongoing: bool) -> str:
    if start is None:
        if end is None:
            return ""
        return _("until %(end)s") % {"end": after_preposition(end)}
    if end is None and ongoing:
        return _("since %(start)s") % {"start": after_preposition(start)}
    if end is None:
        return _("from %(start)s, end not known") % {"start": after_preposition(start)}
    return period_in_words(start, end)


@register.filter
def initiative_status(code: str) -> str:
    """A status of an initiative in words; one that has none says so."""
    return str(dict(InitiativeStatus.Status.choices).get(code, _("not recorded")))


@register.filter
def counted(number: int) -> str:
    """``1,234 records``."""
    return ngettext("%(number)s record", "%(number)s records", number) % {
        "number": intcomma(number)
    }


@register.simple_tag(takes_context=True)
def sort_heading(context, column: str, label: str) -> str:
    """A column's heading; on a list that can be sorted by it, a link that does."""
    sorting = context.get("sorting")
    if sorting is None or column not in sorting.allowed:
        return format_html('<th scope="col">{}</th>', label)
    if not sorting.sorts_by(column):
        state, arrow = "", ""
    elif sorting.descending:
        state, arrow = mark_safe(' aria-sort="descending"'), " ↓"
    else:
        state, arrow = mark_safe(' aria-sort="ascending"'), " ↑"
    return format_html(
        '<th scope="col"{}><a href="{}">{}</a>{}</th>', state, sorting.url(column), label, arrow
    )


@register.filter
def field_label(citation) -> str:
    """What a citation supports, as the form calls the field or the kind of children."""
    field = citation.record._meta.get_field(citation.field)
    if field.auto_created:
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)


@register.filter
def records_url(counted) -> str:
    """The page that lists the records behind a figure, a group or another rule's value."""
    if counted.parameters is None:
        return ""
    return f"/{counted.resource}/?{urlencode(counted.parameters, doseq=True)}"


@register.filter
def group_url(group, resource: str) -> str:
    """The page that lists the records of a group; empty where no filter can say it."""
    if group.parameters is None:
        return ""
    return f"/{resource}/?{urlencode(group.parameters, doseq=True)}"


# The figures of a row of years, in the order of its columns: rule, and the country's side.
YEAR_COLUMNS = (
    ("visits", "visits", "guest_country"),
    ("journeys", "journeys", "guest_country"),
    ("countries", "countries", "guest_country"),
    ("received", "visits", "host_country"),
    ("summits", "summits", "country"),
    ("documents", "documents", "country"),
)


@register.filter
def linked_figures(row, country: str) -> list[tuple[int, str]]:
    """A year's figures, each with the page that lists the records counted."""
    linked = []
    for name, code, subject in YEAR_COLUMNS:
        rule = RULES[code]
        query = urlencode(rule.for_year(subject, country, row.year), doseq=True)
        linked.append((getattr(row, name), f"/{rule.resource}/?{query}"))
    return linked


@register.filter
def percent_of(value: int, most: int) -> int:
    """How long a bar is, of the longest one."""
    return round(100 * value / most) if most else 0


PHRASES = {
    "visits_abroad": ngettext_lazy("%(n)s visit abroad", "%(n)s visits abroad", "n"),
    "journeys_abroad": ngettext_lazy("%(n)s journey", "%(n)s journeys", "n"),
    "countries_visited": ngettext_lazy("%(n)s country", "%(n)s countries", "n"),
    "summits_attended": ngettext_lazy(
        "%(n)s international event", "%(n)s international events", "n"
    ),
    "documents_signed": ngettext_lazy("%(n)s document", "%(n)s documents", "n"),
    "summits_hosted": ngettext_lazy("%(n)s event at home", "%(n)s events at home", "n"),
    "visits_received": ngettext_lazy("%(n)s visit", "%(n)s visits", "n"),
    "chairmanships": ngettext_lazy("%(n)s chairmanship", "%(n)s chairmanships", "n"),
    "chairmanships_coming": ngettext_lazy("%(n)s to come", "%(n)s to come", "n"),
    "initiatives": ngettext_lazy("%(n)s initiative", "%(n)s initiatives", "n"),
}


@register.filter
def phrase(figure) -> str:
    """A figure as a part of the sentence, which leads to where it is explained."""
    words = PHRASES[figure.code] % {"n": figure.value}
    before, number, after = str(words).partition(str(figure.value))
    counted = after.replace(" ", "\N{NO-BREAK SPACE}", 1)  # never parted from its number
    return format_html(
        '<a href="#{}">{}<strong>{}</strong>{}</a>', figure.code, before, number, counted
    )


@register.simple_tag
def chart_file(chart, form: str, view: str = "", theme: str = "") -> str:
    """The address of a chart's file; of its first drawing where no view is named."""
    asked = {"view": view or (chart.views[0][0] if chart.views and form != "csv" else "")}
    asked["theme"] = theme
    return chart.address(form, **{name: value for name, value in asked.items() if value})


@register.filter
def external(value: str) -> str:
    """A value as an address, where it is one that a link may hold."""
    return value if value.startswith(("https://", "http://")) else ""
