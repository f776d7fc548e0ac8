"""Addresses below /c/<cluster>/services/."""

from django.urls import path

from raceme.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.show_services, name="list"),
    path("new/", views.create_service, name="new"),
    path("<int:pk>/", views.show_service, name="detail"),
    path("<int:pk>/edit/", views.describe_service, name="edit"),
    path("<int:pk>/retire/", views.retire_service, name="retire"),
    path("<int:pk>/offer-again/", views.offer_again, name="offer_again"),
    path("library/", views.show_library, name="library"),
    path("library/adopt/", views.adopt_archetypes, name="adopt"),
    path("library/<slug:archetype>/", views.show_archetype, name="archetype"),
]
