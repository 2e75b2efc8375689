from django.urls import path
from django.views.generic import TemplateView

from diplotrack.dashboards import countries, organizations, people, rules, search, years
from diplotrack.report.views import YearReportView

urlpatterns = [
    path("", years.HomeView.as_view(), name="home"),
    path("years/", years.YearListView.as_view(), name="year_list"),
    path("years/<int:year>/", years.YearPage.as_view(), name="year_detail"),
    path("years/<int:year>/report.pdf", YearReportView.as_view(), name="year_report"),
    path(
        "charts/visits_per_year.json",
        years.VisitsPerYearSpecificationView.as_view(),
        name="visits_per_year_specification",
    ),
    path("rules/", rules.RulesView.as_view(), name="rules"),
    path("coverage/", rules.CoverageView.as_view(), name="coverage"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("countries/<str:code>/", countries.CountryDetailView.as_view(), name="country_detail"),
    path(
        "organizations/<str:code>/",
        organizations.OrganizationDetailView.as_view(),
        name="organization_detail",
    ),
    path("people/P<int:pk>/", people.PersonDetailView.as_view(), name="person_detail"),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain"),
        name="robots",
    ),
]
