from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DiplotrackConfig(AppConfig):
    """The project itself: pages that join countries and events, commands, static files."""

    default = True
    name = "diplotrack"
    verbose_name = "diplotrack"


class DiplotrackAdminConfig(AdminConfig):
    """The stock admin, with our headings and groups on its first page."""

    default_site = "diplotrack.admin_site.DiplotrackAdminSite"
