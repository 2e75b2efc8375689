from django.urls import path, re_path

from events.api.calendars import SummitCalendarView, VisitCalendarView
from events.views import chairmanships, documents, initiatives, journeys, summits, visits
from events.views.copies import source_copy

urlpatterns = [
    re_path(r"^copies/(?P<sha256>[0-9a-f]{64})/$", source_copy, name="source_copy"),
    path("visits.ics", VisitCalendarView.as_view(), name="visit_calendar"),
    path("summits.ics", SummitCalendarView.as_view(), name="summit_calendar"),
    path("visits/", visits.VisitListView.as_view(), name="visit_list"),
    path("visits/V<int:pk>/", visits.VisitDetailView.as_view(), name="visit_detail"),
    path("journeys/", journeys.JourneyListView.as_view(), name="journey_list"),
    path("journeys/J<int:pk>/", journeys.JourneyDetailView.as_view(), name="journey_detail"),
    path("summits/", summits.SummitListView.as_view(), name="summit_list"),
    path("summits/S<int:pk>/", summits.SummitDetailView.as_view(), name="summit_detail"),
    path("documents/", documents.SignedDocumentListView.as_view(), name="document_list"),
    path(
        "documents/D<int:pk>/",
        documents.SignedDocumentDetailView.as_view(),
        name="document_detail",
    ),
    path("chairmanships/", chairmanships.ChairmanshipListView.as_view(), name="chairmanship_list"),
    path(
        "chairmanships/C<int:pk>/",
        chairmanships.ChairmanshipDetailView.as_view(),
        name="chairmanship_detail",
    ),
    path("initiatives/", initiatives.InitiativeListView.as_view(), name="initiative_list"),
    path(
        "initiatives/I<int:pk>/",
        initiatives.InitiativeDetailView.as_view(),
        name="initiative_detail",
    ),
]
