"""Addresses below /events/<cluster>/<event>/: for everybody, without sign-in."""

from django.urls import path

from raceme.events.views import public as views

app_name = "public"
urlpatterns = [
    path("<slug:whose>/<slug:code>/", views.show_event, name="event"),
    path("<slug:whose>/<slug:code>/register/", views.register_by_oneself, name="register"),
    path("<slug:whose>/<slug:code>/thanks/", views.thanks, name="thanks"),
    path("<slug:whose>/<slug:code>/calendar.ics", views.calendar, name="calendar"),
]
