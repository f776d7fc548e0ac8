"""Addresses below /c/<cluster>/programmes/."""

from django.urls import path

from raceme.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.show_agreements, name="list"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/end/", views.end_agreement, name="end"),
]
