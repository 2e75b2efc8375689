"""A country: what it is called, where it belongs, and everything it took part in."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from countries.conditional import ConditionalPageMixin
from countries.models import Country, CountryCode, CountryGroupMembership, CountryName, Tenure
from diplotrack.dashboards.linked import LinkedList, linked
from events.views.prefetches import (
    chairmanship_rows,
    document_rows,
    initiative_rows,
    summit_rows,
    visit_rows,
)


class CountryDetailView(ConditionalPageMixin, DetailView):
    """One country, in both directions. Other spellings of its code lead to the one address."""

    model = Country
    template_name = "countries/country_detail.html"
    context_object_name = "country"
    queryset = Country.objects.select_related("region", "subregion").prefetch_related(
        Prefetch("codes", CountryCode.objects.order_by("scheme", "valid_from", "code")),
        Prefetch("names", CountryName.objects.order_by("language", "kind", "name")),
        Prefetch(
            "memberships",
            CountryGroupMembership.objects.select_related("group__organization").order_by(
                "group__kind", "group__name_en"
            ),
        ),
        "predecessors",
        "successors",
    )

    def get(self, request, *args, **kwargs):
        code = kwargs["code"]
        if country := Country.objects.filter(pk=code).first():
            self.kwargs["pk"] = country.pk
            return super().get(request, *args, **kwargs)
        upper = code.upper()
        spelt = Country.objects.filter(pk=upper).first()
        if spelt is None and len(upper) == 2:
            spelt = Country.objects.filter(iso_alpha2=upper).first()
        if spelt is None:
            raise Http404
        return redirect(spelt.get_absolute_url(), permanent=True)

    def get_context_data(self, **kwargs):
        code = self.object.pk
        tenures = Tenure.objects.filter(
            position__country=code, person__state="published"
        ).select_related("person", "position")
        return super().get_context_data(**kwargs) | {
            "tenures": tenures.order_by("position__level", "-start_date"),
            "lists": records_of(code),
            "home": settings.HOME_COUNTRY,
        }


def records_of(code: str) -> list[LinkedList]:
    """What a country (by code) took part in."""
    asked = f"?country={code}"
    return [
        linked(
            _("Visits abroad"),
            "visit",
            visit_rows().outgoing(code),
            f"/visits/?guest_country={code}",
        ),
        linked(
            _("Visits received"),
            "visit",
            visit_rows().incoming(code),
            f"/visits/?host_country={code}",
        ),
        linked(_("Summits attended"), "summit", summit_rows().attended(code), f"/summits/{asked}"),
        linked(
            _("Summits hosted"),
            "summit",
            summit_rows().hosted(code),
            f"/summits/?host_country={code}",
        ),
        linked(_("Documents"), "document", document_rows().involving(code), f"/documents/{asked}"),
        linked(
            _("Chairmanships"),
            "chairmanship",
            chairmanship_rows().filter(country=code),
            f"/chairmanships/{asked}",
        ),
        linked(
            _("Initiatives"),
            "initiative",
            initiative_rows().filter(country=code),
            f"/initiatives/{asked}",
        ),
    ]
