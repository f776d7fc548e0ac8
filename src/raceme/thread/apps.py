from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import navigation


class ThreadConfig(AppConfig):
    name = "raceme.thread"
    label = "thread"

    def ready(self) -> None:
        order = navigation.ORDER_ALONG_THE_THREAD["home"]
        navigation.register(navigation.Entry(_("Home"), "home", "thread:home", order))
