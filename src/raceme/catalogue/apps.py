from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels

SERVICE = acts.Kind(
    label=_("service"),
    sentences={
        "create_service": _("%(who)s added the service %(what)s."),
        "describe_service": _("%(who)s changed the service %(what)s."),
        "retire_service": _("%(who)s retired the service %(what)s."),
        "offer_again": _("%(who)s took the service %(what)s back into the offer."),
    },
    page="catalogue:detail",
    fields={"answers": _("answers"), "serves": _("serves")},
)


class CatalogueConfig(AppConfig):
    name = "raceme.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from raceme.catalogue import receivers  # noqa: F401, PLC0415 - hears the strategy's news
        from raceme.catalogue.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            services_answering_topic,
            services_serving_objective,
        )

        acts.register("catalogue.service", SERVICE)
        order = navigation.ORDER_ALONG_THE_THREAD["services"]
        navigation.register(navigation.Entry(_("Services"), "packages", "catalogue:list", order))
        panels.hang("topic", services_answering_topic)
        panels.hang("objective", services_serving_objective)
