from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "raceme.needs"
    label = "needs"
