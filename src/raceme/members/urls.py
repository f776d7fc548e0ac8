"""Addresses below /c/<cluster>/members/."""

from django.urls import path

from raceme.members import views

app_name = "members"
urlpatterns = [
    path("", views.show_members, name="list"),
    path("export/<slug:ending>/", views.export_members, name="export"),
    path("columns/", views.choose_columns, name="columns"),
    path("segments/", views.show_segments, name="segments"),
    path("segments/new/", views.keep_segment, name="new_segment"),
    path("segments/<int:pk>/edit/", views.describe_segment, name="edit_segment"),
    path("segments/<int:pk>/narrow/", views.narrow_segment, name="narrow_segment"),
    path("segments/<int:pk>/end/", views.end_segment, name="end_segment"),
    path("segments/<int:pk>/restore/", views.restore_segment, name="restore_segment"),
    path("new/", views.enter_organisation, name="new"),
    path("<int:pk>/", views.show_organisation, name="detail"),
    path("<int:pk>/edit/", views.describe_organisation, name="edit"),
    path("<int:pk>/leaving/", views.record_leaving, name="leaving"),
    path("<int:pk>/readmit/", views.readmit_organisation, name="readmit"),
]
