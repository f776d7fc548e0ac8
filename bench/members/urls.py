"""The addresses of the product, and the plain list beside its own."""

from bench.members.plain import show_members
from django.urls import path

from raceme.config.urls import CLUSTER, urlpatterns

urlpatterns = [path(f"{CLUSTER}plain/", show_members, name="plain"), *urlpatterns]
