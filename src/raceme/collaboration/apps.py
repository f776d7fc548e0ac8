from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, timeline

KINDS = {
    "collaboration.notice": acts.Kind(
        label=_("offer or request"),
        sentences={
            "enter_notice": _("%(who)s wrote an offer or request: %(what)s."),
            "describe_notice": _("%(who)s changed an offer or request: %(what)s."),
            "review_notice": _("%(who)s reviewed an offer or request: %(what)s."),
            "prolong_notice": _("%(who)s prolonged an offer or request: %(what)s."),
            "withdraw_notice": _("%(who)s withdrew an offer or request: %(what)s."),
            "restore_notice": _("%(who)s let an offer or request stand again: %(what)s."),
        },
        page="collaboration:notice",
    ),
}


class CollaborationConfig(AppConfig):
    name = "raceme.collaboration"
    label = "collaboration"

    def ready(self) -> None:
        from raceme.collaboration.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            TIMELINE,
        )

        for name, kind in KINDS.items():
            acts.register(name, kind)
        navigation.register(
            navigation.Entry(
                label=_("Partners"),
                icon="arrows-exchange",
                url_name="collaboration:notices",
                order=navigation.ORDER_ALONG_THE_THREAD["partners"],
            )
        )
        timeline.register("organisation", TIMELINE)
