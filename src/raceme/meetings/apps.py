from django.apps import AppConfig

from raceme.foundation import acts
from raceme.meetings.words import KINDS


class MeetingsConfig(AppConfig):
    name = "raceme.meetings"
    label = "meetings"

    def ready(self) -> None:
        from raceme.meetings import background  # noqa: F401, PLC0415 - makes the work known by name

        for name, kind in KINDS.items():
            acts.register(name, kind)
