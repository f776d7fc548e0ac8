"""The address `/`, and the addresses of the office below /c/<cluster>/."""

from django.urls import path

from raceme.access import views

CLUSTER = "c/<slug:cluster>/"

app_name = "access"
urlpatterns = [
    path("", views.show_entrance, name="entrance"),
    path(f"{CLUSTER}team/", views.show_team, name="team"),
    path(f"{CLUSTER}team/new/", views.give_seat, name="give_seat"),
    path(f"{CLUSTER}team/<int:pk>/", views.change_role, name="change_role"),
    path(f"{CLUSTER}team/<int:pk>/end/", views.end_seat, name="end_seat"),
    path(f"{CLUSTER}history/", views.show_history, name="history"),
    path(f"{CLUSTER}tokens/", views.show_tokens, name="tokens"),
    path(f"{CLUSTER}tokens/new/", views.make_token, name="make_token"),
    path(f"{CLUSTER}tokens/<int:pk>/end/", views.end_token, name="end_token"),
    path(f"{CLUSTER}about/", views.show_cluster, name="about"),
    path(f"{CLUSTER}about/edit/", views.describe_cluster, name="edit_about"),
]
