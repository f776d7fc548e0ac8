from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "raceme.catalogue"
    label = "catalogue"
