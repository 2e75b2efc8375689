"""Search across everything: who exists first, then the records that point to them."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from countries.filters import CountryFilterSet, OrganizationFilterSet, PersonFilterSet
from countries.views import CountryListView, OrganizationListView, PersonListView
from diplotrack.dashboards.asked import Refused, StrictMixin
from diplotrack.dashboards.linked import LinkedList, linked
from events import filters
from events.views.prefetches import (
    chairmanship_rows,
    document_rows,
    initiative_rows,
    summit_rows,
    visit_rows,
)

# Title, noun of the table, address, FilterSet and rows, in the order of the answer.
PLACES = (
    (_("People"), "person", "people", PersonFilterSet, lambda: PersonListView.queryset.all()),
    (
        _("Countries"),
        "country",
        "countries",
        CountryFilterSet,
        lambda: CountryListView.queryset.all(),
    ),
    (
        _("Organizations"),
        "organization",
        "organizations",
        OrganizationFilterSet,
        lambda: OrganizationListView.queryset.all(),
    ),
    (_("Visits"), "visit", "visits", filters.VisitFilterSet, visit_rows),
    (_("Summits"), "summit", "summits", filters.SummitFilterSet, summit_rows),
    (_("Documents"), "document", "documents", filters.SignedDocumentFilterSet, document_rows),
    (
        _("Chairmanships"),
        "chairmanship",
        "chairmanships",
        filters.ChairmanshipFilterSet,
        chairmanship_rows,
    ),
    (_("Initiatives"), "initiative", "initiatives", filters.InitiativeFilterSet, initiative_rows),
)


class SearchView(StrictMixin, TemplateView):
    """What a text in any script is found in."""

    template_name = "dashboards/search.html"
    parameters = ("q",)

    def get_context_data(self, **kwargs):
        text = self.request.GET.get("q", "").strip()
        results = found(self.request.GET) if text else []
        return super().get_context_data(**kwargs) | {"search_text": text, "results": results}


def found(query) -> list[LinkedList]:
    """The places with a hit. Raises Refused where the text cannot be searched for."""
    results = []
    for title, noun, resource, filterset_class, rows in PLACES:
        filterset = filterset_class(query, queryset=rows(), reserved=("lang",))
        if problems := filterset.problems():
            raise Refused(*problems)
        url = f"/{resource}/?{query.urlencode()}"
        results.append(linked(title, noun, filterset.qs, url))
    return [result for result in results if result.count]
