"""Addresses below /c/<cluster>/imports/."""

from django.urls import path

from raceme.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.show_uploads, name="list"),
    path("new/", views.take_upload, name="new"),
    path("template/<slug:holds>/", views.download_template, name="template"),
    path("<int:pk>/", views.show_upload, name="upload"),
    path("<int:pk>/columns/", views.map_upload, name="columns"),
    path("<int:pk>/decide/", views.decide_upload, name="decide"),
    path("<int:pk>/confirm/", views.confirm_upload, name="confirm"),
    path("<int:pk>/drop/", views.drop_upload, name="drop"),
    path("<int:pk>/undo/", views.undo_upload, name="undo"),
    path("<int:pk>/errors/", views.download_leftovers, name="errors"),
]
