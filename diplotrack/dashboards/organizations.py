"""An organization: who belongs to it, who chaired it, what it held and signed."""

import datetime
from itertools import groupby

from django.conf import settings
from django.db.models import F, Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from countries.conditional import ConditionalPageMixin
from countries.models import CountryGroupMembership, Organization, Tenure
from diplotrack.dashboards.charts.records import terms
from diplotrack.dashboards.linked import LinkedList, linked
from diplotrack.dashboards.remembered import Memory
from diplotrack.dashboards.spans import MOST_BARS, spans_of
from events.statistics import changes_of
from events.views.prefetches import (
    chairmanship_rows,
    document_rows,
    initiative_rows,
    summit_rows,
    visit_rows,
)


class OrganizationDetailView(ConditionalPageMixin, DetailView):
    """One organization. A code in other letters leads to the one address."""

    model = Organization
    template_name = "countries/organization_detail.html"
    context_object_name = "organization"
    queryset = Organization.objects.select_related("headquarters_country").prefetch_related(
        "names",
        Prefetch(
            "group__memberships",
            CountryGroupMembership.objects.select_related("country").order_by("country__name_en"),
        ),
    )

    def get(self, request, *args, **kwargs):
        code = kwargs["code"]
        found = Organization.objects.filter(pk__iexact=code).first()
        if found is None:
            raise Http404
        if found.pk != code:
            return redirect(found.get_absolute_url(), permanent=True)
        self.kwargs["pk"] = code
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        organization = self.object
        group = getattr(organization, "group", None)
        memberships = list(group.memberships.all()) if group else []
        today = timezone.now().date()
        chart = terms(settings.HOME_COUNTRY, today, organization)
        Memory().prepare(chart)
        tenures = Tenure.objects.filter(
            position__organization=organization, person__state="published"
        ).select_related("person", "position")
        return super().get_context_data(**kwargs) | {
            "memberships": [one for one in memberships if one.ongoing],
            "former": [one for one in memberships if not one.ongoing],
            "tenures": tenures.order_by("-start_date"),
            "lists": records_of(organization.pk),
            "chart": chart,
            **membership_over_time(memberships, today),
            "series": series_of(organization.pk),
        }


def membership_over_time(memberships: list[CountryGroupMembership], today: datetime.date) -> dict:
    """Bars of the members, or the years of change of an organization that has many."""
    if len(memberships) <= MOST_BARS:
        return {"spans": spans_of(memberships, today)}
    changes = changes_of(memberships, today)
    most = max((change.members for change in changes), default=0)
    return {"changes": changes, "most_members": most}


def records_of(code: str) -> list[LinkedList]:
    """What an organization (by code) held, chaired, signed and made."""
    return [
        linked(
            _("Chairmanships"),
            "chairmanship",
            chairmanship_rows().filter(organization=code),
            f"/chairmanships/?organization={code}",
        ),
        linked(
            _("Summits"),
            "summit",
            summit_rows().filter(organization=code),
            f"/summits/?organization={code}",
        ),
        linked(
            _("Documents"),
            "document",
            document_rows().of_organization(code),
            f"/documents/?organization={code}",
        ),
        linked(
            _("Initiatives proposed here"),
            "initiative",
            initiative_rows().filter(forum_organization=code),
            f"/initiatives/?forum_organization={code}",
        ),
        linked(
            _("Visits made for it"),
            "visit",
            visit_rows().filter(guest_organization=code),
            f"/visits/?guest_organization={code}",
        ),
    ]


def series_of(code: str) -> list[tuple[str, list]]:
    """The organization's meetings that follow one another, by series, with their ordinals."""
    rows = summit_rows().filter(organization=code, series__isnull=False).select_related("series")
    ordered = rows.order_by(
        "series__name_en", "series", F("ordinal").asc(nulls_last=True), "start_date"
    )
    grouped = groupby(ordered, key=lambda summit: summit.series)
    return [(series.name, list(some)) for series, some in grouped]
