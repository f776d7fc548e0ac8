"""Addresses below /c/<cluster>/partners/."""

from django.urls import path

from raceme.collaboration.views import notices

app_name = "collaboration"
ONE_NOTICE = "notices/<int:pk>"
urlpatterns = [
    path("notices/", notices.show_notices, name="notices"),
    path("notices/columns/", notices.choose_notice_columns, name="notice_columns"),
    path("notices/download/<slug:kind>/", notices.download_notices, name="notices_download"),
    path("notices/new/", notices.enter_notice, name="new_notice"),
    path(f"{ONE_NOTICE}/", notices.show_notice, name="notice"),
    path(f"{ONE_NOTICE}/edit/", notices.describe_notice, name="edit_notice"),
    path(f"{ONE_NOTICE}/do/<slug:act>/", notices.act_on_notice, name="act_on_notice"),
]
