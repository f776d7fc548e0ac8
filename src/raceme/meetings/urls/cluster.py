"""Addresses below /c/<cluster>/meetings/: setting up, participants, requests, what came of it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
