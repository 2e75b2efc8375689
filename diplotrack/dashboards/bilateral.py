"""Two countries: everything between them on one line of time, and figures by year."""

from django.db.models import Prefetch, Q
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from countries.models import Country
from diplotrack.dashboards import timeline
from diplotrack.dashboards.asked import StrictMixin
from diplotrack.dashboards.charts.visits import both_ways
from diplotrack.dashboards.remembered import Memory
from events.filters import SignedDocumentFilterSet, SummitFilterSet
from events.models import DocumentAction, Visit
from events.statistics import partners_of
from events.views.prefetches import document_rows, initiative_rows, summit_rows, visit_rows

MOST_ENTRIES = 400  # of a kind; the lists have all of them


class BilateralView(StrictMixin, TemplateView):
    """``/countries/KAZ/UZB/``: the first country's side of the relation."""

    template_name = "dashboards/bilateral.html"
    parameters = ("lang",)

    def get(self, request, *args, **kwargs):
        code, other = kwargs["code"].upper(), kwargs["other"].upper()
        if code == other or Country.objects.filter(pk__in=(code, other)).count() < 2:
            raise Http404
        if (code, other) != (kwargs["code"], kwargs["other"]):
            return redirect("bilateral", code=code, other=other, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        country = Country.objects.get(pk=kwargs["code"])
        other = Country.objects.get(pk=kwargs["other"])
        memory, chart = Memory(), both_ways(country, other)
        memory.prepare(chart)
        today = timezone.now().date()
        visits = Visit.objects.published().held().in_person().filter(between(country, other))
        partner = next(iter(partners_of(visits, country.pk, today)), None)
        entries = entries_between(country, other)
        both = f"country__all={country.pk}&country__all={other.pk}"
        return super().get_context_data(**kwargs) | {
            "country": country,
            "other": other,
            "chart": chart,
            "partner": partner,
            "years": timeline.by_year(entries),
            "both": both,
            "summits": SummitFilterSet(QueryDict(both)).qs.count(),
            "documents": SignedDocumentFilterSet(QueryDict(both)).qs.count(),
            "initiatives": sum(entry.kind == "initiative" for entry in entries),
        }


def between(country: Country, other: Country) -> Q:
    """Visits of either country to the other."""
    return Q(guest_country=country, host_country=other) | Q(
        guest_country=other, host_country=country
    )


def entries_between(country: Country, other: Country) -> list[timeline.Entry]:
    """Visits both ways, events and documents of both, initiatives of one at the other's forum."""
    visits = visit_rows().filter(between(country, other)).order_by("-start_date")
    summits = summit_rows().attended(country.pk).attended(other.pk).order_by("-start_date")
    actions = DocumentAction.objects.select_related("action_type").order_by("date", "id")
    documents = (
        document_rows()
        .involving(country.pk)
        .involving(other.pk)
        .prefetch_related(Prefetch("actions", actions))
        .order_by("-signed_date")
    )
    initiatives = initiative_rows().filter(
        Q(country=country, forum_summit__host_country=other)
        | Q(country=other, forum_summit__host_country=country)
        | Q(country=country, forum_summit__participants__country=other)
        | Q(country=other, forum_summit__participants__country=country)
    )
    return [
        *timeline.of_visits(visits[:MOST_ENTRIES], country.pk),
        *timeline.of_summits(summits[:MOST_ENTRIES]),
        *timeline.of_documents(documents[:MOST_ENTRIES], with_actions=True),
        *timeline.of_initiatives(initiatives.distinct()[:MOST_ENTRIES]),
    ]
