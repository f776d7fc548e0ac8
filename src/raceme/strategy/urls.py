"""Addresses below /c/<cluster>/strategy/."""

from django.urls import path

from raceme.strategy import views

app_name = "strategy"
urlpatterns = [
    path("", views.show_strategy, name="page"),
    path("draft/", views.draft_strategy, name="draft"),
    path("versions/<int:pk>/", views.show_version, name="version"),
    path("versions/<int:pk>/edit/", views.describe_strategy, name="edit"),
    path("versions/<int:pk>/adopt/", views.adopt_strategy, name="adopt"),
    path("objectives/new/", views.state_objective, name="new_objective"),
    path("objectives/<int:pk>/", views.show_objective, name="objective"),
    path("objectives/<int:pk>/edit/", views.describe_objective, name="edit_objective"),
    path("objectives/<int:pk>/end/", views.end_objective, name="end_objective"),
    path("objectives/<int:pk>/reopen/", views.reopen_objective, name="reopen_objective"),
    path("objectives/<int:pk>/indicators/new/", views.add_indicator, name="new_indicator"),
    path("indicators/<int:pk>/edit/", views.describe_indicator, name="edit_indicator"),
    path("indicators/<int:pk>/end/", views.end_indicator, name="end_indicator"),
    path("indicators/<int:pk>/reopen/", views.reopen_indicator, name="reopen_indicator"),
]
