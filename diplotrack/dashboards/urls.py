from django.urls import path, re_path
from django.views.generic import TemplateView

from diplotrack.dashboards import (
    bilateral,
    compare,
    countries,
    drawn,
    keyboard,
    organizations,
    people,
    rules,
    search,
    terms,
    trends,
    upcoming,
    vectors,
    years,
)
from diplotrack.report.views import YearReportView

urlpatterns = [
    path("", years.HomeView.as_view(), name="home"),
    path("years/", years.YearListView.as_view(), name="year_list"),
    path("years/<int:year>/", years.YearPage.as_view(), name="year_detail"),
    path(
        "years/<int:year>/report.pdf", YearReportView.as_view(), {"form": "pdf"}, name="year_report"
    ),
    path(
        "years/<int:year>/report.html",
        YearReportView.as_view(),
        {"form": "html"},
        name="year_report_page",
    ),
    re_path(
        r"^charts/(?P<name>\w+)\.(?P<form>json|svg|png|csv)$",
        drawn.ChartView.as_view(),
        name="chart",
    ),
    path("rules/", rules.RulesView.as_view(), name="rules"),
    path("coverage/", rules.CoverageView.as_view(), name="coverage"),
    path("keyboard/", keyboard.KeyboardView.as_view(), name="keyboard"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("vectors/", vectors.VectorsView.as_view(), name="vectors"),
    path("trends/", trends.TrendsView.as_view(), name="trends"),
    path("compare/", compare.CompareView.as_view(), name="compare"),
    path("upcoming/", upcoming.UpcomingView.as_view(), name="upcoming"),
    path("chairmanships/timeline/", terms.TermsView.as_view(), name="chairmanship_timeline"),
    path(
        "countries/<str:code>/<str:other>/",
        bilateral.BilateralView.as_view(),
        name="bilateral",
    ),
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
