"""Addresses below /c/<cluster>/needs/."""

from django.urls import path

from raceme.needs.urls.asking import urlpatterns as asking
from raceme.needs.views import needs as views

app_name = "needs"
urlpatterns = [
    path("", views.show_topics, name="topics"),
    path("download/<slug:kind>/", views.download_topics, name="topics_download"),
    path("topics/<path:topic>/", views.show_topic, name="topic"),
    path("records/", views.show_needs, name="list"),
    path("records/download/<slug:kind>/", views.download_needs, name="download"),
    path("records/new/", views.record_need, name="new"),
    path("records/<int:pk>/", views.show_need, name="detail"),
    path("records/<int:pk>/edit/", views.correct_need, name="edit"),
    path("records/<int:pk>/withdraw/", views.withdraw_need, name="withdraw"),
    path("records/<int:pk>/restore/", views.restore_need, name="restore"),
    path("members/", views.show_members, name="members"),
    path("members/download/<slug:kind>/", views.download_members, name="members_download"),
    path("members/<int:pk>/", views.record_needs, name="record"),
    *asking,
]
