from django.urls import path

from diplotrack.reuse.feeds import ChangesFeedView

urlpatterns = [
    path("changes.atom", ChangesFeedView.as_view(), name="changes_feed"),
]
