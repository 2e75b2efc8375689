from django.urls import path

from countries import views

urlpatterns = [
    path("countries/", views.CountryListView.as_view(), name="country_list"),
    path("organizations/", views.OrganizationListView.as_view(), name="organization_list"),
    path("people/", views.PersonListView.as_view(), name="person_list"),
]
