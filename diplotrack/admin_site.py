"""The admin's first page: what an analyst works with first, grouped by what it is for."""

from django.contrib.admin import AdminSite
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.queues import queues_of

GROUPS = (
    (_("Records"), "Visit Journey Summit SignedDocument Chairmanship Initiative"),
    (_("Review"), "Revision Merge NotDuplicate"),
    (
        _("Sources and figures"),
        "Source Citation FieldDecision ReportedTotal YearCoverage Import ImportMapping",
    ),
    (_("People and offices"), "Person Position"),
    (_("Countries and organizations"), "Country CountryGroup Organization SummitSeries Region"),
    (_("Vocabularies"), "VisitType EventKind DocumentKind ActionType ChairmanshipConvention"),
)


class DiplotrackAdminSite(AdminSite):
    """The stock admin site under our name, its models in the order of the work."""

    site_header = "diplotrack"
    site_title = "diplotrack"
    index_title = _("The record")

    def index(self, request, extra_context=None):
        waiting = queues_of(request.user)
        return super().index(request, {"waiting": waiting, **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = [self._group(title, names, models) for title, names in GROUPS]
        rest = [
            {**app, "models": [m for m in app["models"] if m["object_name"] in models]}
            for app in apps
        ]
        return [group for group in (*groups, *rest) if group["models"]]

    def _group(self, title, names: str, models: dict) -> dict:
        """Takes the models that it shows out of ``models``; what is left keeps its own app."""
        chosen = [models.pop(name) for name in names.split() if name in models]
        return {
            "name": title,
            "app_label": "events",
            "app_url": f"{reverse('admin:index', current_app=self.name)}#{names.split()[0]}",
            "has_module_perms": True,
            "models": chosen,
        }
