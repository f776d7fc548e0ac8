from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "raceme.foundation"
    label = "foundation"
