from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import navigation, panels


class NeedsConfig(AppConfig):
    name = "raceme.needs"
    label = "needs"

    def ready(self) -> None:
        # Panels know the tables, which are ready only now.
        from raceme.needs.panels import needs_of_organisation  # noqa: PLC0415

        order = navigation.ORDER_ALONG_THE_THREAD["needs"]
        navigation.register(navigation.Entry(_("Needs"), "message-question", "needs:topics", order))
        panels.hang("organisation", needs_of_organisation)
