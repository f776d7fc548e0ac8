"""Addresses below /c/<cluster>/meetings/ and of personal links."""

from raceme.meetings.urls import board, cluster

app_name = "meetings"
urlpatterns = [*cluster.urlpatterns, *board.urlpatterns]
