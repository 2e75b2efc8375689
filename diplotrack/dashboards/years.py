"""A country's year as a sentence and as figures, and its years side by side."""

import datetime
from functools import partial
from itertools import chain

from django.db.models import Q
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import TemplateView

from countries.models import Country
from diplotrack.dashboards import timeline
from diplotrack.dashboards.asked import FIRST_YEAR, LAST_YEAR, StrictMixin, country_of
from diplotrack.dashboards.charts.months import months
from diplotrack.dashboards.charts.visits import counterparts, visits_per_year
from diplotrack.dashboards.remembered import Memory
from events.models import SignedDocument, Summit, Visit
from events.statistics import (
    YearSummary,
    finding_firsts,
    newest_complete_year,
    summarising,
    years_of,
)

# The order of reading; what is told elsewhere on the page (events by mode) is left out.
CARDS = (
    "visits_abroad",
    "journeys_abroad",
    "countries_visited",
    "days_abroad",
    "summits_attended",
    "summits_hosted",
    "documents_signed",
    "visits_received",
    "leaders_received",
    "chairmanships",
    "chairmanships_coming",
    "initiatives",
)
# Of a kind on the line of time: more than a busy year of one country has (Kazakhstan reported 175
# documents for 2022), and no more than somebody reads. The page links to the lists, which have all.
MOST_ENTRIES = 200
MODES = ("summits_in_person", "summits_online", "summits_hybrid")


class YearPage(StrictMixin, TemplateView):
    """The summary of one year."""

    template_name = "dashboards/year_detail.html"
    parameters = ("country",)

    def year_of(self, country: Country) -> int | None:
        return self.kwargs["year"]

    def get_context_data(self, **kwargs):
        country = country_of(self.request)
        year = self.year_of(country)
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        context = super().get_context_data(**kwargs) | {"country": country, "year": year}
        if year is None:
            return context
        return context | story_context(Memory(), country, year)


class HomeView(YearPage):
    """The newest complete year of the home country."""

    extra_context = {"is_home": True}

    def year_of(self, country: Country) -> int | None:
        return newest_complete_year(country, timezone.now().date())


def summary_context(summary: YearSummary, country: Country) -> dict:
    """What the template of a year shows, in its order."""
    return {
        "summary": summary,
        "figures": {figure.code: figure for figure in summary.figures},
        "cards": [summary.figure(code) for code in CARDS],
        "by_mode": [summary.figure(code) for code in MODES],
        "compared": [figure for figure in summary.figures if figure.reported],
        "most_of_a_kind": max((group.value for group in summary.documents_by_kind), default=0),
        "previous_year": summary.year - 1,
        "next_year": summary.year + 1,
    }


def story_context(memory: Memory, country: Country, year: int) -> dict:
    """The summary, firsts, charts and the line of time, most of it read in two queries."""
    charts = {
        "chart": visits_per_year(country, year),
        "counterparts": counterparts(country, year),
        "months": months(country, year),
    }
    counted = Visit.objects.published().held().in_person()
    ways = {
        "abroad": (counted.outgoing(country.pk), "host_country"),
        "received": (counted.incoming(country.pk), "guest_country"),
    }
    summary = summary_name(country, year)
    firsts = {way: f"firsts {way} {country.pk} {year}" for way in ways}
    found = memory.prepare(
        *charts.values(),
        also={
            summary: partial(summarising, country, year),
            **{
                firsts[way]: partial(finding_firsts, rows, year, side)
                for way, (rows, side) in ways.items()
            },
        },
    )
    return {
        **charts,
        **summary_context(found[summary], country),
        "firsts": {way: found[name] for way, name in firsts.items()},
        **memory.recall(f"line {country.pk} {year}", lambda: line_of(country, year)),
        "most_entries": MOST_ENTRIES,
    }


def summary_name(country: Country, year: int) -> str:
    """Under which a year's summary is remembered."""
    return f"summary {country.pk} {year}"


def line_of(country: Country, year: int) -> dict:
    """The year's visits, events and documents, month by month, and whether some are left out.

    As HTML, since hundreds of entries take longer to write than everything else on the page.
    """
    code = country.pk
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    started = {"start_date__gte": first, "start_date__lte": last}
    visits = (
        Visit.objects.published()
        .select_related(*timeline.VISIT_LINKS)
        .only(*timeline.VISIT_COLUMNS)
        .filter(Q(guest_country=code) | Q(host_country=code), **started)
    )
    summits = (
        Summit.objects.published()
        .select_related(*timeline.SUMMIT_LINKS)
        .only(*timeline.SUMMIT_COLUMNS)
        .attended(code)
        .filter(**started)
    )
    documents = (
        SignedDocument.objects.published()
        .select_related("kind")
        .only(*timeline.DOCUMENT_COLUMNS)
        .involving(code)
        .signed_between(first, last)
    )
    kinds = [
        timeline.of_visits(visits.order_by("start_date", "pk")[: MOST_ENTRIES + 1], code),
        timeline.of_summits(summits.order_by("start_date", "pk")[: MOST_ENTRIES + 1]),
        timeline.of_documents(documents.order_by("signed_date", "pk")[: MOST_ENTRIES + 1]),
    ]
    months = timeline.by_month(chain.from_iterable(one[:MOST_ENTRIES] for one in kinds))
    return {
        "timeline": render_to_string("components/timeline_by_month.html", {"months": months})
        if months
        else "",
        "timeline_is_cut": any(len(one) > MOST_ENTRIES for one in kinds),
    }


class YearListView(StrictMixin, TemplateView):
    """All years of a country with their key figures."""

    template_name = "dashboards/year_list.html"
    parameters = ("country",)

    def get_context_data(self, **kwargs):
        country = country_of(self.request)
        return super().get_context_data(**kwargs) | {
            "country": country,
            "years": years_of(country),
            "chart": visits_per_year(country),
        }
