from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import navigation


class MembersConfig(AppConfig):
    name = "raceme.members"
    label = "members"

    def ready(self) -> None:
        order = navigation.ORDER_ALONG_THE_THREAD["members"]
        navigation.register(navigation.Entry(_("Members"), "users", "members:list", order))
