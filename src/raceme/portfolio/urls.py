"""Addresses below /c/<cluster>/plan/."""

from django.urls import path, re_path

from raceme.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.show_scenarios, name="list"),
    path("new/", views.draft_scenario, name="new"),
    path("compare/", views.compare_scenarios, name="compare"),
    path("<int:pk>/", views.show_plan, name="plan"),
    path("<int:pk>/edit/", views.revise_scenario, name="edit"),
    path("<int:pk>/compute/", views.compute_plan, name="compute"),
    path("<int:pk>/stop/", views.stop_plan, name="stop"),
    path("<int:pk>/crossing/", views.show_crossing, name="crossing"),
    re_path(r"^(?P<pk>\d+)/plan\.(?P<kind>json|xlsx|pdf)$", views.download_plan, name="download"),
]
