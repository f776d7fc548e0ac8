from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import navigation


class PortfolioConfig(AppConfig):
    name = "raceme.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from raceme.portfolio import background  # noqa: F401, PLC0415 - makes work known by name

        order = navigation.ORDER_ALONG_THE_THREAD["plan"]
        navigation.register(navigation.Entry(_("Plan"), "checklist", "portfolio:list", order))
