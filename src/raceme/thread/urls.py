"""Addresses below /c/<cluster>/."""

from django.urls import path

from raceme.thread import views

app_name = "thread"
urlpatterns = [
    path("", views.show_home, name="home"),
    path("breaks/<slug:code>/", views.show_break, name="break"),
]
