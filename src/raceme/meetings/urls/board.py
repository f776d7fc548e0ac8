"""Addresses of the organiser's board, below /c/<cluster>/meetings/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
