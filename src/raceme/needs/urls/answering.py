"""Addresses below /answer/<secret>/: for people who came by a personal link, without sign-in."""

from django.urls import path

from raceme.needs.views import answering as views

app_name = "answering"
urlpatterns = [
    path("<slug:secret>/", views.welcome, name="welcome"),
    path("<slug:secret>/<int:part>/", views.part, name="part"),
    path("<slug:secret>/review/", views.review, name="review"),
    path("<slug:secret>/thanks/", views.thanks, name="thanks"),
    path("<slug:secret>/decline/", views.decline, name="decline"),
]
