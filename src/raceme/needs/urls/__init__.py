"""Addresses below /c/<cluster>/needs/, and those of people who came by a personal link."""

from raceme.needs.urls.cluster import app_name, urlpatterns

__all__ = ["app_name", "urlpatterns"]
