"""Addresses below /c/<cluster>/partners/, and those of members who came by a personal link."""

from raceme.collaboration.urls.cluster import app_name, urlpatterns

__all__ = ["app_name", "urlpatterns"]
