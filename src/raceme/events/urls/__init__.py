"""Addresses below /c/<cluster>/events/, of the public pages, and of personal links."""

from raceme.events.urls.cluster import app_name, urlpatterns

__all__ = ["app_name", "urlpatterns"]
