"""Addresses below /programme/, for officers."""

from django.urls import path, re_path

from raceme.programmes import views

app_name = "programme"
urlpatterns = [
    path("<slug:programme>/", views.show_programme, name="show"),
    path("<slug:programme>/edition/", views.make_edition, name="make_edition"),
    re_path(
        r"^(?P<programme>[-\w]+)/firms-(?P<year>\d{4})\.(?P<kind>xlsx|csv)$",
        views.download_edition,
        name="download",
    ),
    path("<slug:programme>/compare/", views.compare_editions, name="compare"),
    re_path(
        r"^(?P<programme>[-\w]+)/compare\.(?P<kind>xlsx|csv)$",
        views.download_comparison,
        name="download_comparison",
    ),
]
