"""The public lists of who exists. Their single pages show events too and live in dashboards."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from countries.filters import CountryFilterSet, OrganizationFilterSet, PersonFilterSet
from countries.models import Country, Organization, Person, Tenure
from countries.pages import RecordListView


class CountryListView(RecordListView):
    model = Country
    filterset_class = CountryFilterSet
    queryset = Country.objects.select_related("region", "subregion")
    title = _("Countries")
    intro = _("States and territories, present and former, by the names and codes they have had.")
    table = "components/country_table.html"
    sorts = ("name_en", "code", "kind")
    default_sort = "name_en"


class OrganizationListView(RecordListView):
    model = Organization
    filterset_class = OrganizationFilterSet
    queryset = Organization.objects.select_related("headquarters_country")
    title = _("Organizations")
    intro = _("Intergovernmental bodies and recurring formats.")
    table = "components/organization_table.html"
    sorts = ("name_en", "code", "kind", "founded")
    default_sort = "name_en"


class PersonListView(RecordListView):
    model = Person
    filterset_class = PersonFilterSet
    queryset = Person.objects.published().prefetch_related(
        Prefetch(
            "tenures",
            Tenure.objects.select_related("position__country", "position__organization"),
        )
    )
    title = _("People")
    intro = _("Who travels, receives, signs, chairs and takes part, and the offices they held.")
    table = "components/person_table.html"
    sorts = ("name_en",)
    default_sort = "name_en"
