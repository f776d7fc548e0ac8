"""Addresses below /c/<cluster>/members/."""

from django.urls import path

from raceme.members import views

app_name = "members"
urlpatterns = [
    path("", views.show_members, name="list"),
    path("new/", views.enter_organisation, name="new"),
    path("<int:pk>/", views.show_organisation, name="detail"),
    path("<int:pk>/edit/", views.describe_organisation, name="edit"),
    path("<int:pk>/leaving/", views.record_leaving, name="leaving"),
    path("<int:pk>/readmit/", views.readmit_organisation, name="readmit"),
]
