"""Every address of the site. Each app keeps its own list; this one only joins them."""

from django.contrib import admin
from django.urls import include, path

from countries.admin.lookups import lookup
from countries.admin.written_dates import read_date
from diplotrack.admin_exports import export_list
from diplotrack.health import healthz
from diplotrack.icon import FaviconView
from diplotrack.schema_views import SchemaPageView, SchemaView
from events.admin import duplicates
from events.admin.bulk_steps import together
from events.admin.disagreements import decide_disagreement
from events.admin.history import deleted_records, record_history
from events.admin.log_visit import log_visit, suggestions
from events.admin.press_release import press_release
from events.admin.queues import queues

urlpatterns = [
    path(
        "admin/events/visit/from-press-release/",  # before the admin's own, which take any word
        admin.site.admin_view(press_release),
        name="press-release",
    ),
    path("admin/duplicates/", admin.site.admin_view(duplicates.suspected), name="suspected-pairs"),
    path(
        "admin/duplicates/<str:first>/<str:second>/",
        admin.site.admin_view(duplicates.compare),
        name="compare-records",
    ),
    path("admin/events/visit/log/", admin.site.admin_view(log_visit), name="log-visit"),
    path(
        "admin/events/visit/log/suggestions/",
        admin.site.admin_view(suggestions),
        name="log-visit-suggestions",
    ),
    path("admin/lookup/<str:label>/", lookup, name="lookup"),
    path(
        "admin/<slug:app>/<slug:model>/<path:key>/history/",  # in place of the admin's own
        admin.site.admin_view(record_history),
        name="record-history",
    ),
    path(
        "admin/disagreements/<str:kind>/<int:key>/",
        admin.site.admin_view(decide_disagreement),
        name="decide-disagreement",
    ),
    path("admin/deleted/", admin.site.admin_view(deleted_records), name="deleted-records"),
    path(
        "admin/export/<str:label>/<slug:form>/",
        admin.site.admin_view(export_list),
        name="export-list",
    ),
    path("admin/queues/", queues, name="queues"),
    path("admin/queues/together/", admin.site.admin_view(together), name="together"),
    path("admin/read-date/", read_date, name="read-date"),
    path("admin/", admin.site.urls),
    path("healthz/", healthz, name="healthz"),
    path("favicon.ico", FaviconView.as_view()),
    path("api/v1/schema/", SchemaView.as_view(), name="schema"),
    path("api/v1/docs/", SchemaPageView.as_view(), name="api-docs"),
    path("", include("diplotrack.reuse.urls")),  # before the API: /api/ is a page
    path("api/", include("diplotrack.api")),
    path("", include("countries.urls")),
    path("", include("events.urls")),
    path("", include("diplotrack.dashboards.urls")),
]
