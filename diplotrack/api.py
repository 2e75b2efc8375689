"""The API's one router: every resource and its address under /api/v1/."""

from django.urls import include, path, re_path
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from countries.api import question
from countries.api.countries import CountryGroupViewSet, CountryViewSet
from countries.api.errors import no_such_address, without_slash
from countries.api.organizations import OrganizationViewSet
from countries.api.people import PersonViewSet
from countries.api.viewsets import ReadOnlyMixin
from events.api.chairmanships import ChairmanshipViewSet
from events.api.changes import ChangeListView
from events.api.documents import SignedDocumentViewSet
from events.api.initiatives import InitiativeViewSet
from events.api.sources import ReportedTotalViewSet, SourceViewSet
from events.api.summits import SummitViewSet
from events.api.visits import JourneyViewSet, VisitViewSet
from events.api.years import YearListView, YearView

VIEWSETS = (
    CountryViewSet,
    CountryGroupViewSet,
    OrganizationViewSet,
    PersonViewSet,
    JourneyViewSet,
    VisitViewSet,
    SummitViewSet,
    SignedDocumentViewSet,
    ChairmanshipViewSet,
    InitiativeViewSet,
    ReportedTotalViewSet,
    SourceViewSet,
)
RESOURCES = [viewset.serializer.resource for viewset in VIEWSETS]
ADDRESSES = (*RESOURCES, "years", "changes", "schema", "docs")


class RootView(ReadOnlyMixin, APIView):
    """The resources and their addresses."""

    schema_response = {
        "type": "object",
        "properties": {name: {"type": "string", "format": "uri"} for name in ADDRESSES},
    }

    def get(self, request):
        question.refuse_unknown(request.query_params, ("lang", "format"))
        base = f"{self.context().base_url}/api/v1/"
        return Response({name: f"{base}{name}/" for name in ADDRESSES})


router = SimpleRouter()
for viewset in VIEWSETS:
    router.register(viewset.serializer.resource, viewset, basename=viewset.serializer.resource)

urlpatterns = [
    path("v1/", RootView.as_view(), name="api-root"),
    path("v1/", include(router.urls)),
    path("v1/changes/", ChangeListView.as_view(), name="changes-list"),
    path("v1/years/", YearListView.as_view(), name="years-list"),
    re_path(r"^v1/years/(?P<year>\d{4})/$", YearView.as_view(), name="years-detail"),
    # Last: whatever else there is.
    re_path(r"^(?P<path>.*/)?$", no_such_address),
    re_path(r"^(?P<path>.+)$", without_slash),
]
