"""Addresses below /meet/<secret>/: for people who came by a personal link."""

from django.urls import URLPattern

app_name = "meeting"
urlpatterns: list[URLPattern] = []
