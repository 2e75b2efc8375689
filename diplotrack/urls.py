"""Every address of the site. Each app keeps its own list; this one only joins them."""

from django.contrib import admin
from django.urls import path

from diplotrack.health import healthz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz/", healthz, name="healthz"),
]
