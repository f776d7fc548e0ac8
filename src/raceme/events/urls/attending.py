"""Addresses below /registration/<secret>/: for people who came by a personal link."""

from django.urls import path

from raceme.events.views import attending as views

app_name = "attending"
urlpatterns = [
    path("<slug:secret>/", views.show_registration, name="registration"),
    path("<slug:secret>/change/", views.change_registration, name="change"),
    path("<slug:secret>/withdraw/", views.ask_whether_to_withdraw, name="withdraw"),
    path("<slug:secret>/do/<slug:act>/", views.act_on_registration, name="act"),
    path("<slug:secret>/calendar.ics", views.calendar, name="calendar"),
    path("<slug:secret>/feedback/", views.feedback, name="feedback"),
    path("<slug:secret>/certificate.pdf", views.certificate, name="certificate"),
]
