from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import navigation


class StrategyConfig(AppConfig):
    name = "raceme.strategy"
    label = "strategy"

    def ready(self) -> None:
        order = navigation.ORDER_ALONG_THE_THREAD["strategy"]
        navigation.register(navigation.Entry(_("Strategy"), "target", "strategy:page", order))
