from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "raceme.access"
    label = "access"

    def ready(self) -> None:
        from raceme.access import background  # noqa: F401, PLC0415 - makes the work known by name
