from django.apps import AppConfig


class DiplotrackConfig(AppConfig):
    """The project itself: pages that join countries and events, commands, static files."""

    name = "diplotrack"
    verbose_name = "diplotrack"
