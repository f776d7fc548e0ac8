from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from raceme.foundation.finding import upkeep


class FoundationConfig(AppConfig):
    name = "raceme.foundation"
    label = "foundation"

    def ready(self) -> None:
        connection_created.connect(upkeep.teach_connection)
        pre_migrate.connect(upkeep.pause, sender=self)
        post_migrate.connect(upkeep.resume, sender=self)
