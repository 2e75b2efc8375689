from django.urls import path

from diplotrack.reuse.asking import HowToAskView
from diplotrack.reuse.feeds import ChangesFeedView
from diplotrack.reuse.releases import ReleaseFileView, ReleaseListView

urlpatterns = [
    path("api/", HowToAskView.as_view(), name="how_to_ask"),
    path("changes.atom", ChangesFeedView.as_view(), name="changes_feed"),
    path("releases/", ReleaseListView.as_view(), name="release_list"),
    path("releases/<str:version>/<path:path>", ReleaseFileView.as_view(), name="release_file"),
]
